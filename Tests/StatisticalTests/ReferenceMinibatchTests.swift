import Stochastic
import Testing

/// Minibatch SGD against the exact mean and deviation of its loss: this is what tells the three samplings
/// apart.
///
/// Gate: 4.5 standard errors, no bias allowance. A full batch without repetition from a point is
/// deterministic: there every path is within 10⁻¹² of the reference.
@Suite(.serialized) struct ReferenceMinibatchTests {
  static let paths = 400_000

  struct Run: Sendable, CustomTestStringConvertible {
    let problem: Reference.Problem
    let truth: Reference.Minibatch
    let seed: UInt64

    var sampleCount: Int { problem.labels?.count ?? 0 }
    var isDeterministic: Bool { truth.start.isPoint && truth.batch == sampleCount && truth.mode != "with" }
    var testDescription: String {
      "\(problem.id), lambda \(truth.regularization), s \(truth.learningRate), "
        + "b \(truth.batch) of \(sampleCount), \(truth.mode), \(truth.start)"
    }
  }

  static let runs: [Run] = Reference.answers
    .flatMap { answers in answers.minibatch.map { (answers.id, $0) } }
    .enumerated().map { place, run in
      Run(problem: Reference.problem(run.0), truth: run.1, seed: 3000 + UInt64(place))
    }

  static let samplings: [String: Sampling] = [
    "with": .withReplacement, "without": .withoutReplacement, "reshuffle": .reshuffle,
  ]

  @Test func coversEverySampling() {
    #expect(Self.runs.count == 36)
    for mode in Self.samplings.keys { #expect(Self.runs.count { $0.truth.mode == mode } == 12) }
    #expect(Self.runs.count { $0.isDeterministic } == 2)
  }

  @Test(arguments: runs) func lossAfterSteps(_ run: Run) throws {
    let truth = run.truth
    let sampling = try #require(Self.samplings[truth.mode])
    let state = try simulate(
      run.problem.potential(regularization: truth.regularization), learningRate: truth.learningRate,
      initial: truth.start.law, times: truth.steps.map { Double($0) * truth.learningRate },
      curves: [.sgd(batch: truth.batch, sampling: sampling)], paths: Self.paths, seed: run.seed)
    for (time, steps) in truth.steps.enumerated() {
      let (mean, deviation) = (truth.mean[time], truth.deviation[time])
      if run.isDeterministic {
        let losses = state.moments(curve: 0, time: time)
        #expect(abs(losses.minimum - mean.value) <= 1e-12, "least loss after \(steps) steps")
        #expect(abs(losses.maximum - mean.value) <= 1e-12, "largest loss after \(steps) steps")
        continue
      }
      expect(
        state.mean(curve: 0, time: time), near: mean.value, allowing: mean.error, "mean after \(steps) steps")
      expect(
        state.deviation(curve: 0, time: time), near: deviation.value, allowing: deviation.error,
        "deviation after \(steps) steps")
    }
  }
}
