import Foundation
import GSL
import Testing

private struct Refusal: Error, Equatable {
  let abscissa: Double
}

@Suite struct QuadratureFailureTests {
  private static func intervals() throws -> [Interval] {
    [try Interval(0, 1), try Interval(0, .infinity), try Interval(-.infinity, 0), .realLine]
  }

  @Test(arguments: try intervals()) func theClosuresErrorIsRethrown(interval: Interval) throws {
    var seen: [Double] = []
    let error = #expect(throws: Refusal.self) {
      try integrate(over: interval, absoluteTolerance: 0, relativeTolerance: 1e-9) { x in
        seen.append(x)
        if seen.count == 7 { throw Refusal(abscissa: x) }
        return exp(-x * x)
      }
    }
    #expect(seen.count == 7, "not called again after the error")
    #expect(error?.abscissa == seen.last)
  }

  @Test(arguments: try intervals(), [Double.nan, .infinity, -.infinity])
  func nonFiniteIntegrandsAreNamed(interval: Interval, bad: Double) throws {
    var last = 0.0
    let error = try #require(throws: QuadratureError.self) {
      try integrate(over: interval, absoluteTolerance: 0, relativeTolerance: 1e-9) { x in
        last = x
        return x.magnitude > 0.4 ? bad : 1
      }
    }
    guard case .nonFiniteIntegrand(last, let value) = error else {
      Issue.record("unexpected \(error)")
      return
    }
    #expect(last.magnitude > 0.4)
    #expect(bad.isNaN ? value.isNaN : value == bad)
  }

  @Test func aPoleAtAnEndIsNamed() throws {
    #expect(throws: QuadratureError.nonFiniteIntegrand(abscissa: 0, value: .infinity)) {
      try integrate(over: Interval(0, 1), absoluteTolerance: 0, relativeTolerance: 1e-9) { 1 / $0 }
    }
  }

  @Test(arguments: try intervals()) func unreachableTolerancesAreGSLErrors(interval: Interval) throws {
    for relative in [0, 1e-20] {
      let error = #expect(throws: GSLError.self) {
        try integrate(over: interval, absoluteTolerance: 0, relativeTolerance: relative) { exp(-$0 * $0) }
      }
      #expect(error?.code == .badTolerance)
      #expect(error?.estimate == nil)
    }
  }

  @Test(arguments: [(-1, 0.1), (0.1, -1), (.nan, 0.1), (0.1, .nan), (.infinity, 0)] as [(Double, Double)])
  func badTolerancesAreRefused(absolute: Double, relative: Double) {
    #expect(throws: QuadratureError.self) {
      try integrate(over: .realLine, absoluteTolerance: absolute, relativeTolerance: relative) { _ in 0 }
    }
  }

  @Test(arguments: [2, 0, -1, 1_000_001, Int.max]) func badCountsAreRefused(count: Int) {
    #expect(throws: QuadratureError.invalidCount(count, expected: 3...1_000_000)) {
      try integrate(
        over: .realLine, absoluteTolerance: 0, relativeTolerance: 1e-9, subintervals: count
      ) { _ in 0 }
    }
  }

  /// ∫ 1/x from 1, ∫ 1 over the line, ∫ 1/|x − 1/π| through the pole: no value may come back.
  @Test func divergentIntegralsAreGSLErrors() throws {
    let cases: [(Interval, @Sendable (Double) -> Double)] = [
      (try Interval(1, .infinity), { 1 / $0 }), (.realLine, { _ in 1 }),
      (try Interval(0, 1), { 1 / ($0 - 1 / .pi).magnitude }),
    ]
    for (interval, integrand) in cases {
      let error = #expect(throws: GSLError.self) {
        try integrate(over: interval, absoluteTolerance: 0, relativeTolerance: 1e-9, integrand)
      }
      let expected: Set<GSLError.Code> = [.divergent, .singularity, .tooManyIterations, .toleranceNotReached]
      #expect(error.map { expected.contains($0.code) } == true, "\(String(describing: error))")
      #expect(error?.estimate != nil)
    }
  }

  /// On this spike `cquad` by itself never returns: the integral is 0, so is the accepted error.
  @Test func integralsThatNeverConvergeAreStopped() throws {
    var calls = 0
    let error = #expect(throws: GSLError.self) {
      try integrate(
        over: Interval(0, 1), absoluteTolerance: 0, relativeTolerance: 1e-9, evaluationLimit: 50_000
      ) { x in
        calls += 1
        return calls < 7 ? exp(-x) : 0
      }
    }
    #expect(error?.code == .tooManyIterations)
    #expect(calls == 50_000)
  }

  /// Too few subintervals for a hundred oscillations: refused, with what was found so far.
  @Test(arguments: [1.0, .infinity]) func theEstimateOfAFailureIsReachable(upper: Double) throws {
    let error = try #require(throws: GSLError.self) {
      try integrate(
        over: Interval(0, upper), absoluteTolerance: 0, relativeTolerance: 1e-12, subintervals: 3
      ) { exp(-$0) * (1 + sin(700 * $0)) }
    }
    let estimate = try #require(error.estimate)
    #expect(estimate.evaluations > 30)
    #expect(estimate.error > 1e-12 * estimate.value.magnitude)
    #expect(error.description.contains("best estimate"))
  }
}
