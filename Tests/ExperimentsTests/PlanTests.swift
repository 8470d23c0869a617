import Foundation
import Gibbs
import Guarantees
import Stochastic
import Testing

@testable import Experiments

/// What a plan says, and what it refuses.
@Suite struct PlanTests {
  private func study(_ text: String, accuracy: Double = 0.1, horizon: Double? = nil) throws -> PlanStudy {
    try PlanStudy(
      try parsedInput(text), file: "tiny.yaml", accuracy: accuracy, horizon: horizon, runs: false)
  }

  private func failure(accuracy: Double, horizon: Double) -> PlanError? {
    #expect(throws: PlanError.self) {
      _ = try study(Self.net("{kind: sgd, batch: 1}"), accuracy: accuracy, horizon: horizon)
        .run(control: RunControl(), started: Date(), progress: { _ in })
    }
  }

  /// Before anything is computed, and whatever the quotient of T and s overflows to.
  @Test(arguments: [(1e-18, 1.0), (1e-300, 1.0), (0.1, 1e30), (0.1, 1e300), (1e-9, 40)])
  func moreStepsThanAreSimulatedAreRefused(accuracy: Double, horizon: Double) throws {
    let error = try #require(failure(accuracy: accuracy, horizon: horizon))
    #expect(error.isUsage)
    #expect(error.description.contains("--epsilon \(String(format: "%.6g", accuracy))"))
    #expect(error.description.contains("1e12"))
  }

  @Test func stepsAreCountedUpToTheLimit() throws {
    func count(_ horizon: Double, _ s: Double) throws -> Int {
      try PlanSteps.count(accuracy: 0.1, horizon: horizon, learningRate: s)
    }
    #expect(try count(1, 0.1) == 10 && count(1, 0.3) == 4 && count(0.1, 0.3) == 1)
    // 1e12 of the SDE, sixteen to one of SGD
    #expect(try count(62.5e9, 1) == 62_500_000_000)
    #expect(throws: PlanError.self) { try count(62.6e9, 1) }
    #expect(throws: PlanError.self) { try count(1, .nan) }
  }

  /// A law as narrow as rounding: the failure is put down to the accuracy that asked for it.
  @Test func aLearningRateTooSmallForQuadratureIsPutDownToEpsilon() throws {
    let error = try #require(failure(accuracy: 1e-18, horizon: 1e-16))
    #expect(!error.isUsage && error.description.contains("epsilon = 1e-18"), "\(error)")
  }

  private func run(_ value: Double, accuracy: Double) -> PlanRun {
    PlanRun(
      curve: ExcessCurve(name: "sgd", times: [1], mean: [value], standardError: [0.01]), paths: 100,
      final: Estimate(value: value, standardError: 0.01), lowerLimit: value - 0.0233,
      upperLimit: value + 0.0233, level: 0.99, accuracy: accuracy, allowed: 0.5)
  }

  @Test func whereTheRunEndsIsSaidWithConfidenceOrNotAtAll() {
    #expect(run(0.1, accuracy: 0.2).verdict == "below epsilon with 99 % confidence")
    #expect(run(0.3, accuracy: 0.2).verdict == "above epsilon with 99 % confidence")
    for value in [0.18, 0.2, 0.22] {
      #expect(run(value, accuracy: 0.2).verdict.contains("not decided"))
    }
    #expect(run(0.6, accuracy: 0.2).isAboveBound && !run(0.51, accuracy: 0.2).isAboveBound)
  }

  @Test func aHandfulOfPathsIsRefused() throws {
    #expect {
      _ = try study(Self.net("{kind: sgd, batch: 1}").replacing("paths: 128", with: "paths: 99"))
    } throws: {
      ($0 as? InputError)?.keyPath == "paths"
    }
  }

  private static let tail = "learningRate: 0.2\nhorizon: 1\npaths: 128\n"

  private static func net(_ dynamics: String, deviation: Double = 0.3) -> String {
    "problem: {kind: two-layer, activation: sigmoid, outer: [2.0], regularization: 0.5, "
      + "data: {inputs: [[-1.0], [1.0]], labels: [0.3, 0.9]}}\n" + tail
      + "initial: {kind: gaussian, mean: 0, standardDeviation: \(deviation)}\ndynamics: [\(dynamics)]\n"
  }

  @Test func withoutSGDThereIsNothingToPlan() throws {
    #expect {
      _ = try study(Self.net("{kind: sde}"))
    } throws: {
      ($0 as? InputError)?.keyPath == "dynamics"
    }
    #expect {
      _ = try study("problem: {kind: double-well}\n" + Self.tail)
    } throws: {
      ($0 as? InputError)?.keyPath == "problem.kind"
    }
  }

  @Test func timesAreMultiplesOfTheStepUpToTheLast() {
    let times = PlanLadder<Quadratic>.times(steps: 100, learningRate: 0.25, count: 5)
    #expect(times == [0.25, 6.25, 12.5, 18.75, 25])
    #expect(PlanLadder<Quadratic>.times(steps: 3, learningRate: 1, count: 32) == [1, 2, 3])
    #expect(PlanLadder<Quadratic>.times(steps: 1, learningRate: 2, count: 32) == [2])
  }

  /// Far wider than the Gibbs law: no finite distance, so no promise, however good SGD is.
  @Test func anInfinitelyFarInitialLawIsSaidToFail() throws {
    let result = try study(Self.net("{kind: sgd, batch: 1}", deviation: 3))
      .run(control: RunControl(), started: Date(), progress: { _ in })
    for promise in result.promises {
      #expect(promise.holds == false)
      #expect(promise.bound.value(at: 1) == .infinity && promise.sufficientHorizon == nil)
    }
    #expect(result.warnings.count == 2 && result.summary.contains("promises nothing"))
    #expect(result.summary.contains("FAILS"))
  }

  /// Two softplus units: no bound of gLip is known, so that no step size follows.
  @Test func withoutALipschitzGradientThereIsNoStepSize() throws {
    let text = Self.net("{kind: sgd, batch: 1}").replacing("sigmoid", with: "softplus")
      .replacing("[2.0]", with: "[2.0, 1.0]")
    #expect {
      _ = try study(text)
    } throws: {
      let error = $0 as? InputError
      return error?.keyPath == "problem.activation" && error?.value == "softplus with 2 outer weights"
    }
  }

  /// Samples and outer weights are drawn with the experiment's seed: the run must not draw others.
  @Test func theRunIsOnTheLossThatWasPlannedFor() throws {
    let text =
      "problem: {kind: two-layer, activation: tanh, outer: {law: normal, width: 2, norm: 1}, "
      + "regularization: 0.5, data: {generator: {name: sine, samples: 20, dimension: 1, noise: 0.1}}}\n"
      + Self.tail + "initial: {kind: point, weights: [2, -1]}\ndynamics: [{kind: sgd, batch: 1}]\n"
    let experiment = try parsedInput(text)
    let result = try PlanStudy(experiment, file: "tiny.yaml", accuracy: 0.1, runs: true)
      .run(control: RunControl(), started: Date(), progress: { _ in })
    let start = value(try Catalogue.potential(experiment.problem, seed: experiment.seed), at: [2, -1])
    for promise in result.promises {
      let run = try #require(promise.run)
      #expect(abs(run.curve.mean[0] - (start - result.minimum.value.value)) < 1e-12)
      // a point has no density
      #expect(promise.holds != true && promise.bound.obstruction != nil)
    }
  }

  private func value(_ potential: some StudiedPotential, at point: [Double]) -> Double {
    Evaluator(potential).value(at: point)
  }

  @Test func aCancelledPlanThrows() throws {
    let control = RunControl()
    control.cancel()
    #expect(throws: CancellationError.self) {
      _ = try study(Self.net("{kind: sgd, batch: 1}"))
        .run(control: control, started: Date(), progress: { _ in })
    }
  }

  /// A larger gap at any rung, or a larger excess, makes the step smaller; an upper limit is what counts.
  @Test func theWorstRungDecides() throws {
    func rung(_ s: Double, excess: Double, gap: Double) -> PlanRung {
      let supremum = Supremum(
        value: gap, lower: 0.9 * gap, upper: 1.1 * gap, time: 1, level: 0.95, method: "by hand")
      let bias = Supremum(value: 0, lower: 0, upper: 0.001, time: 1, level: 0.95, method: "by hand")
      return PlanRung(
        learningRate: s, stepCount: 10,
        excess: Quantity(Estimate(value: excess, standardError: 0.01), method: "by hand"), gap: supremum,
        stepBias: bias, stepSize: s / 16, level: 0.95, criticalValue: 2)
    }
    let round = try PlanRound(
      centre: 0.2, rungs: [rung(0.1, excess: 0.03, gap: 0.02), rung(0.2, excess: 0.04, gap: 0.05)],
      smoothness: Quantity(bound: 1, truth: .below, method: "by hand"), accuracy: 0.1, horizon: 1)
    // A: (0.03 + 0.02)/0.1 against (0.04 + 0.02)/0.2; B: (0.022 + 0.001)/0.1 against (0.055 + 0.001)/0.2
    #expect(abs(try #require(round.stationaryExcess.value) - 0.5) < 1e-12)
    #expect(abs(try #require(round.weakError.value) - 0.28) < 1e-12)
    #expect(abs(round.proposal - 0.1 / 0.78) < 1e-12)
    // limits over a few rungs: estimates of the constants, and no limit is a standard error
    for limit in [round.stationaryExcess, round.weakError] {
      #expect(limit.kind == .estimate && limit.standardError == nil && limit.error == nil)
    }
    let plan = try StepPlan(
      .corollary33, accuracy: 0.1, horizon: 1,
      smoothness: Quantity(bound: 1, truth: .below, method: "by hand"),
      stationaryExcess: round.stationaryExcess, weakError: round.weakError)
    #expect(plan.stepSize.kind == .estimate && plan.stepSize.standardError == nil)
    #expect(plan.accuracyLimit.method == "epsilon/(2 (A + B))")
  }
}
