import Stochastic
import Testing

/// Euler–Maruyama against the mean loss of the SDE.
///
/// Steps dt and dt/2 share the Brownian path, so the difference of their means, Δ ± e, is sharp. The scheme
/// has weak order 1: the bias left at dt/2 is Δ to first order. Gate: 4.5 standard errors of the mean at dt/2
/// plus |Δ| + 4.5 e, which itself must stay below 1 % of the mean.
@Suite(.serialized) struct ReferenceSDETests {
  static let paths = 100_000
  static let biasLimit = 0.01

  struct Run: Sendable, CustomTestStringConvertible {
    let problem: Reference.Problem
    let setting: Reference.Case
    let truth: Reference.Diffusion
    let seed: UInt64

    /// dt: times are multiples of the first. The double well is stiff where its paths start, and needs it
    /// finer.
    var stepSize: Double { truth.times[0] / (problem.kind == .doubleWell ? 32 : 16) }
    var testDescription: String {
      "\(problem.id), lambda \(setting.regularization), s \(setting.learningRate), \(truth.start)"
    }
  }

  static let runs: [Run] = {
    var runs: [Run] = []
    for answers in Reference.answers {
      for setting in answers.cases {
        for truth in setting.diffusion {
          runs.append(
            Run(
              problem: Reference.problem(answers.id), setting: setting, truth: truth,
              seed: 1000 + UInt64(runs.count)))
        }
      }
    }
    return runs
  }()

  @Test func coversEveryProblem() {
    #expect(Set(Self.runs.map(\.problem.id)) == ["P1", "P2c", "P3", "P6_D1", "P6_D5", "P7a"])
    #expect(Self.runs.count == 58)
  }

  @Test(arguments: runs) func meanLoss(_ run: Run) throws {
    let state = try simulate(
      run.problem.potential(regularization: run.setting.regularization),
      learningRate: run.setting.learningRate, initial: run.truth.start.law, times: run.truth.times,
      curves: [.sde(stepSize: run.stepSize), .sde(stepSize: run.stepSize / 2)], paths: Self.paths,
      seed: run.seed)
    for (time, truth) in run.truth.mean.enumerated() {
      let change = state.moments(pair: 0, time: time).estimate
      let bias = abs(change.value) + gate * change.standardError
      #expect(bias <= Self.biasLimit * truth.value, "bias \(bias) at t = \(run.truth.times[time])")
      expect(
        state.mean(curve: 1, time: time), near: truth.value, allowing: bias + truth.error,
        "t = \(run.truth.times[time])")
    }
  }
}
