import Foundation
import GSL
import Testing

/// An integral with its value in closed form.
struct Integral: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let lower: Double
  let upper: Double
  let truth: Double
  let integrand: @Sendable (Double) -> Double

  static let all = [
    Integral(testDescription: "exp", lower: 0, upper: 1, truth: M_E - 1, integrand: { exp($0) }),
    Integral(testDescription: "sin", lower: 0, upper: .pi, truth: 2, integrand: { sin($0) }),
    Integral(testDescription: "kink", lower: 0, upper: 1, truth: 5.0 / 18) { ($0 - 1.0 / 3).magnitude },
    Integral(testDescription: "step", lower: -1, upper: 2, truth: 1.7) { $0 < 0.3 ? 0 : 1 },
    Integral(testDescription: "root", lower: 0, upper: 4, truth: 16.0 / 3) { $0.squareRoot() },
    Integral(
      testDescription: "narrow", lower: -1, upper: 1, truth: 2e3 * atan(1e3),
      integrand: { 1 / (1e-6 + $0 * $0) }),
    Integral(
      testDescription: "Gaussian", lower: -.infinity, upper: .infinity, truth: Double.pi.squareRoot(),
      integrand: { exp(-$0 * $0) }),
    Integral(
      testDescription: "Lorentzian", lower: -.infinity, upper: .infinity, truth: .pi,
      integrand: { 1 / (1 + $0 * $0) }),
    Integral(testDescription: "upper tail", lower: 2, upper: .infinity, truth: exp(-2)) { exp(-$0) },
    Integral(testDescription: "lower tail", lower: -.infinity, upper: -1, truth: 1) { 1 / ($0 * $0) },
    Integral(testDescription: "Gamma(1/2)", lower: 0, upper: .infinity, truth: Double.pi.squareRoot()) {
      exp(-$0) / $0.squareRoot()
    },
  ]
}

@Suite struct AdaptiveQuadratureTests {
  @Test(arguments: Integral.all) func closedForms(integral: Integral) throws {
    var calls = 0
    let estimate = try integrate(
      over: Interval(integral.lower, integral.upper), absoluteTolerance: 0, relativeTolerance: 1e-9
    ) { x in
      calls += 1
      return integral.integrand(x)
    }
    #expect((estimate.value - integral.truth).magnitude <= 1e-9 * integral.truth)
    #expect((estimate.value - integral.truth).magnitude <= estimate.error + 4 * integral.truth.ulp)
    #expect(estimate.error <= 1e-9 * estimate.value)
    #expect(estimate.evaluations == calls)
  }

  @Test func oddIntegrandsNeedAnAbsoluteTolerance() throws {
    for interval in [try Interval(-1, 1), .realLine] {
      let estimate = try integrate(over: interval, absoluteTolerance: 1e-10, relativeTolerance: 0) {
        $0 * exp(-$0 * $0)
      }
      #expect(estimate.value.magnitude <= 1e-10)
    }
  }

  @Test func integralsInsideIntegrals() throws {
    let estimate = try integrate(over: .realLine, absoluteTolerance: 0, relativeTolerance: 1e-8) { x in
      _ = try? integrate(over: .realLine, absoluteTolerance: 0, relativeTolerance: 1e-20) { $0 }
      return try integrate(over: Interval(0, 1), absoluteTolerance: 0, relativeTolerance: 1e-10) { y in
        exp(-x * x) * y
      }.value
    }
    #expect((estimate.value - Double.pi.squareRoot() / 2).magnitude < 1e-8)
  }

  @Test func aPointHasNoMass() throws {
    let estimate = try integrate(over: Interval(2, 2), absoluteTolerance: 0, relativeTolerance: 1e-9) { _ in
      Issue.record("the integrand was evaluated")
      return 1
    }
    #expect(estimate.value == 0 && estimate.error == 0 && estimate.evaluations == 0)
  }

  @Test func intervals() throws {
    #expect(try Interval(0...1) == Interval(0, 1))
    #expect(try Interval(-.infinity, .infinity) == .realLine)
    let bad: [(Double, Double)] = [
      (1, 0), (.nan, 1), (0, .nan), (.infinity, .infinity), (-.infinity, -.infinity), (-1e308, 1e308),
    ]
    for (lower, upper) in bad {
      #expect(throws: QuadratureError.self) { try Interval(lower, upper) }
    }
  }
}
