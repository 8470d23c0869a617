import Foundation
import Guarantees
import Stochastic
import Testing

@Suite struct StepPlanTests {
  private static func exact(_ value: Double) -> Quantity { Quantity(knownByTheory: value, method: "given") }

  private func plan(
    _ rule: StepPlan.Rule, smoothness: Double = 4, a: Double = 0.5, b: Double = 1.5, horizon: Double = 10,
    accuracy: Double = 0.1
  ) throws -> StepPlan {
    try StepPlan(
      rule, accuracy: accuracy, horizon: horizon,
      smoothness: Quantity(bound: smoothness, truth: .below, method: "upper"),
      stationaryExcess: Self.exact(a),
      weakError: Quantity(Estimate(value: b, standardError: 0.1), method: "ladder"))
  }

  private let measured = Measurements(
    learningRate: 0.05, spectralGap: exact(0.3), excessRiskNorm: exact(0.2), minimumLoss: exact(0.1),
    meanExcessLoss: exact(0.02), initialDistance: exact(7))

  @Test func theSmallerLimitIsTaken() throws {
    #expect(try plan(.theorem32).stepSize.value == 0.05)
    #expect(try plan(.corollary33).stepSize.value == 0.025)
    #expect(try plan(.theorem32, smoothness: 40).stepSize.value == 0.025)
    #expect(try plan(.theorem32).stepSize.kind == .estimate)
    #expect(try plan(.theorem32).smoothnessLimit.kind == .bound)
  }

  @Test func stepsReachTheHorizon() throws {
    #expect(try plan(.theorem32).stepCount == 200)
    #expect(try plan(.theorem32, horizon: 10.01).stepCount == 201)
    // 4/0.2 is 20 up to rounding
    #expect(try plan(.theorem32, smoothness: 5, a: 0, b: 0.1, horizon: 4).stepCount == 20)
    #expect(try plan(.theorem32, horizon: 1e300).stepCount == nil)
  }

  private func distanceCondition(_ measured: Measurements, horizon: Double = 10) throws -> Hypothesis {
    let risk = try RegularizedRisk(
      activation: Sigmoid(), outer: [1], inputs: [[1]], labels: [0], regularization: 1)
    let found = risk.certificates(measured, goal: Goal(horizon: horizon, accuracy: 0.1))
    let corollary = try #require(found.first { $0.name == .corollary33 })
    return try #require(corollary.hypotheses.first { $0.statement.hasPrefix("|rho - mu_s| <= epsilon") })
  }

  @Test func theDistanceConditionIsTheCorollarys() throws {
    let condition = try distanceCondition(measured)
    #expect(condition.value == 7)
    let limit = try #require(condition.threshold)
    #expect(abs(limit - 0.1 / 0.4 * exp(3)) < 1e-12)
    #expect(condition.holds == (7 <= limit) && condition.holds == false)
    #expect(abs(try #require(condition.margin) - (limit - 7)) < 1e-12)
    #expect(try distanceCondition(measured, horizon: 12).holds == true)
  }

  /// Where the condition of the corollary is an equality, what the theorem leaves at the horizon is ε/2.
  @Test func theCorollaryFollowsFromTheTheorem() throws {
    var edge = measured
    edge.initialDistance = Self.exact(try #require(try distanceCondition(measured).threshold))
    #expect(abs(try #require(edge.decay(at: 10).value) - 0.1 / 2) < 1e-12)
  }

  @Test func infiniteDistancesAndLongTimesAreNotConfused() {
    var far = measured
    far.initialDistance = Self.exact(.infinity)
    #expect(far.decay(at: 1e6).value == .infinity)
    #expect(measured.decay(at: 1e6).value == 0)
    far.initialDistance = Self.exact(1e300)
    far.excessRiskNorm = Self.exact(1e20)
    #expect(abs((far.decay(at: 2500).value ?? 0) / exp(320 * log(10) - 750) - 1) < 1e-9)
  }

  @Test func wrongGoalsAreRefused() {
    for (accuracy, horizon) in [(0, 1), (-1, 1), (.nan, 1), (1, 0), (1, .infinity)] as [(Double, Double)] {
      #expect(throws: ProblemError.self) { try plan(.theorem32, horizon: horizon, accuracy: accuracy) }
    }
  }
}
