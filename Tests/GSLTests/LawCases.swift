import Foundation
import GSL
import Testing

/// A law whose distribution function is elementary, with its two tails and its density from libm.
struct ClosedForm: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let law: any Law
  let abscissae: [Double]
  let density: @Sendable (Double) -> Double
  let lower: @Sendable (Double) -> Double
  let upper: @Sendable (Double) -> Double
}

let spread = [-30, -8, -2.5, -1, -0.25, 0, 0.1, 0.75, 1, 3, 9, 40]
let positive = [1e-6, 0.01, 0.3, 1, 2.5, 7, 20, 60]

/// The laws that are sampled and inverted: every law, and Gamma and Student on all sides of their cases.
func sampledLaws() throws -> [(String, any Law)] {
  [
    ("N(0,1)", try Gaussian()),
    ("N(-3,1/4)", try Gaussian(mean: -3, standardDeviation: 0.5)),
    ("U(-2,5)", try Uniform(lower: -2, upper: 5)),
    ("Exponential(2.5)", try Exponential(scale: 2.5)),
    ("Cauchy", try Cauchy()),
    ("Cauchy(3,0.2)", try Cauchy(location: 3, scale: 0.2)),
    ("t(0.7)", try StudentT(degreesOfFreedom: 0.7)),
    ("t(1)", try StudentT(degreesOfFreedom: 1)),
    ("t(2+)", try StudentT(degreesOfFreedom: 2.0.nextUp)),
    ("t(5)", try StudentT(degreesOfFreedom: 5)),
    ("t(80)", try StudentT(degreesOfFreedom: 80)),
    ("chi2(1)", try ChiSquared(degreesOfFreedom: 1)),
    ("chi2(2)", try ChiSquared(degreesOfFreedom: 2)),
    ("chi2(7.5)", try ChiSquared(degreesOfFreedom: 7.5)),
    ("Gamma(0.3,2)", try Gamma(shape: 0.3, scale: 2)),
    ("Gamma(1,3)", try Gamma(shape: 1, scale: 3)),
    ("Gamma(9,0.25)", try Gamma(shape: 9, scale: 0.25)),
  ]
}

func closedForms() throws -> [ClosedForm] {
  try lineClosedForms() + halfLineClosedForms()
}

private func lineClosedForms() throws -> [ClosedForm] {
  [
    ClosedForm(
      testDescription: "N(1,4)", law: try Gaussian(mean: 1, standardDeviation: 2), abscissae: spread,
      density: { exp(-($0 - 1) * ($0 - 1) / 8) / (2 * (2 * Double.pi).squareRoot()) },
      lower: { erfc(-($0 - 1) / 8.0.squareRoot()) / 2 }, upper: { erfc(($0 - 1) / 8.0.squareRoot()) / 2 }),
    ClosedForm(
      testDescription: "U(-2,6)", law: try Uniform(lower: -2, upper: 6), abscissae: spread,
      density: { $0 >= -2 && $0 < 6 ? 0.125 : 0 },
      lower: { min(max(($0 + 2) / 8, 0), 1) }, upper: { min(max((6 - $0) / 8, 0), 1) }),
    ClosedForm(
      testDescription: "Cauchy(1,2)", law: try Cauchy(location: 1, scale: 2), abscissae: spread,
      density: { 2 / (.pi * (4 + ($0 - 1) * ($0 - 1))) },
      lower: { atan2(2, 1 - $0) / .pi }, upper: { atan2(2, $0 - 1) / .pi }),
    ClosedForm(
      testDescription: "t(1)", law: try StudentT(degreesOfFreedom: 1), abscissae: spread,
      density: { 1 / (.pi * (1 + $0 * $0)) }, lower: { atan2(1, -$0) / .pi }, upper: { atan2(1, $0) / .pi }),
    ClosedForm(
      testDescription: "t(2)", law: try StudentT(degreesOfFreedom: 2), abscissae: spread,
      density: { pow(2 + $0 * $0, -1.5) }, lower: { studentTwoTail(-$0) }, upper: { studentTwoTail($0) }),
  ]
}

/// P(T > x) for ν = 2: (1 − x/√(2+x²))/2, rewritten for x > 0 so that nothing cancels.
private func studentTwoTail(_ x: Double) -> Double {
  let root = (2 + x * x).squareRoot()
  return x > 0 ? 1 / (root * (root + x)) : (1 - x / root) / 2
}

private func halfLineClosedForms() throws -> [ClosedForm] {
  [
    ClosedForm(
      testDescription: "Exponential(2)", law: try Exponential(scale: 2), abscissae: positive,
      density: { exp(-$0 / 2) / 2 }, lower: { -expm1(-$0 / 2) }, upper: { exp(-$0 / 2) }),
    ClosedForm(
      testDescription: "chi2(1)", law: try ChiSquared(degreesOfFreedom: 1), abscissae: positive,
      density: { exp(-$0 / 2) / (2 * .pi * $0).squareRoot() },
      lower: { erf(($0 / 2).squareRoot()) }, upper: { erfc(($0 / 2).squareRoot()) }),
    ClosedForm(
      testDescription: "chi2(2)", law: try ChiSquared(degreesOfFreedom: 2), abscissae: positive,
      density: { exp(-$0 / 2) / 2 }, lower: { -expm1(-$0 / 2) }, upper: { exp(-$0 / 2) }),
    ClosedForm(
      testDescription: "Gamma(1/2,3)", law: try Gamma(shape: 0.5, scale: 3), abscissae: positive,
      density: { exp(-$0 / 3) / (3 * .pi * $0).squareRoot() },
      lower: { erf(($0 / 3).squareRoot()) }, upper: { erfc(($0 / 3).squareRoot()) }),
    ClosedForm(
      testDescription: "Gamma(3,0.5)", law: try Gamma(shape: 3, scale: 0.5), abscissae: [0.3, 1, 2.5, 7, 20],
      density: { 4 * $0 * $0 * exp(-2 * $0) },
      lower: { 1 - exp(-2 * $0) * (1 + 2 * $0 + 2 * $0 * $0) },
      upper: { exp(-2 * $0) * (1 + 2 * $0 + 2 * $0 * $0) }),
  ]
}
