import Foundation
import Guarantees
import Stochastic
import Testing

@testable import Experiments

/// A net without outer weights: L = (lambda/2) w^2, SGD is gradient descent and the SDE an Ornstein-Uhlenbeck process,
/// so that A, B, s* and what the run must find are known.
@Suite struct PlanClosedFormTests {
  private static let (lambda, mean, deviation, horizon, accuracy) = (0.7, 1.0, 0.2, 5.0, 0.1)
  /// (lambda/2) E w_0^2
  private static let start = 0.35 * (mean * mean + deviation * deviation)

  private static func experiment(paths: Int) throws -> Experiment {
    try parsedInput(
      """
      problem:
        kind: two-layer
        activation: tanh
        outer: [0.0]
        regularization: \(lambda)
        data: {inputs: [[1.0], [2.0]], labels: [0.0, 0.0]}
      learningRate: 0.2
      horizon: \(horizon)
      initial: {kind: gaussian, mean: \(mean), standardDeviation: \(deviation)}
      paths: \(paths)
      seed: 7
      dynamics: [{kind: sgd, batch: 1}]
      """)
  }

  /// E L(SGD) - E L(SDE) after k steps of s.
  private static func gap(_ s: Double, _ k: Int) -> Double {
    let sgd = start * pow(1 - s * lambda, Double(2 * k))
    let decay = exp(-2 * lambda * s * Double(k))
    return sgd - (start * decay + s / 4 * (1 - decay))
  }

  private static let result: Result<PlanResult, any Error> = Result {
    try PlanStudy(try experiment(paths: 40_000), file: "x.yaml", accuracy: accuracy, runs: true)
      .run(control: RunControl(), started: Date(), progress: { _ in })
  }

  @Test func theIntervalsOfAAndBHoldTheTruth() throws {
    let round = try #require(try Self.result.get().settled)
    #expect(round.rungs.count == 4)
    for rung in round.rungs {
      let s = rung.learningRate
      // E_mu L - min L = s/4 in one dimension
      #expect(abs(rung.stationary.value - 0.25) < 1e-9)
      let times = PlanLadder<Quadratic>.times(steps: rung.stepCount, learningRate: s)
      let truth = times.map { abs(Self.gap(s, Int(($0 / s).rounded()))) }.max() ?? .nan
      #expect(rung.weakError.lower <= truth / s && truth / s <= rung.weakError.upper, "s = \(s)")
      // and they are narrow enough to mean something
      #expect(rung.weakError.upper - rung.weakError.lower < 0.2 * truth / s)
    }
  }

  @Test func theStepSizesFollowFromThem() throws {
    let result = try Self.result.get()
    let round = try #require(result.settled)
    #expect(abs(round.proposal / round.centre - 1) <= PlanStudy.tolerance)
    let truth = round.rungs.map { rung in
      let s = rung.learningRate
      return (1...rung.stepCount).map { abs(Self.gap(s, $0)) / s }.max() ?? .nan
    }.max()
    let ideal = Self.accuracy / (0.25 + (try #require(truth)))
    let steps = result.promises.map(\.learningRate)
    #expect(steps[0] < ideal * 1.01 && steps[0] > 0.85 * ideal)
    #expect(abs(steps[1] / steps[0] - 0.5) < 1e-12)
    for promise in result.promises {
      #expect(promise.endTime >= Self.horizon - 1e-9)
      #expect(promise.endTime < Self.horizon + promise.learningRate)
    }
  }

  @Test func theRunIsGradientDescent() throws {
    for promise in try Self.result.get().promises {
      let run = try #require(promise.run)
      let truth = Self.start * pow(1 - promise.learningRate * Self.lambda, Double(2 * promise.stepCount))
      #expect(abs(run.final.value - truth) < 4 * run.final.standardError)
      #expect(run.isAchieved && run.upperLimit > run.final.value)
      #expect(run.looseness > 1)
    }
  }

  /// C(s) = s sqrt(3)/4; chi^2 of N(m, v) against N(0, t), t = s/(2 lambda): t exp(m^2/(2t - v))/sqrt(v (2t - v)) - 1.
  @Test func theConditionOnTheInitialLawIsChecked() throws {
    let promise = try #require(try Self.result.get().promises.last)
    let s = promise.learningRate
    let (t, v) = (s / (2 * Self.lambda), Self.deviation * Self.deviation)
    #expect(2 * t > v)
    let distance = (t * exp(Self.mean * Self.mean / (2 * t - v)) / (v * (2 * t - v)).squareRoot() - 1)
      .squareRoot()
    let norm = s * 3.0.squareRoot() / 4
    let limit = Self.accuracy / (2 * norm) * exp(Self.lambda * Self.horizon)
    let condition = try #require(promise.allHypotheses.last { $0.statement.hasPrefix("|rho - mu_s| <=") })
    #expect(abs(try #require(condition.value) / distance - 1) < 1e-6)
    #expect(abs(try #require(condition.threshold) / limit - 1) < 1e-4)
    #expect(condition.holds == (distance <= limit))
    let horizon = try #require(promise.sufficientHorizon)
    #expect(abs(horizon - max(log(2 * norm * distance / Self.accuracy) / Self.lambda, 0)) < 1e-4)
  }
}
