import Stochastic
import Testing

/// Discrete chains against their exact laws: noisy gradient descent where dt = s, the SDE's integrator at a
/// coarse dt elsewhere. There is no bias to allow for. Gate: 4.5 standard errors, for the mean and the
/// standard deviation.
@Suite(.serialized) struct ReferenceChainTests {
  static let paths = 400_000

  struct Run: Sendable, CustomTestStringConvertible {
    let problem: Reference.Problem
    let setting: Reference.Case
    let truth: Reference.Chain
    let seed: UInt64

    var isNoisyGradientDescent: Bool { truth.stepSize == setting.learningRate }
    var testDescription: String {
      "\(problem.id), lambda \(setting.regularization), s \(setting.learningRate), dt \(truth.stepSize), "
        + "\(truth.start)"
    }
  }

  static let runs: [Run] = {
    var runs: [Run] = []
    for answers in Reference.answers {
      for setting in answers.cases {
        for truth in setting.chain ?? [] {
          runs.append(
            Run(
              problem: Reference.problem(answers.id), setting: setting, truth: truth,
              seed: 2000 + UInt64(runs.count)))
        }
      }
    }
    return runs
  }()

  @Test func coversBothDynamics() {
    #expect(Set(Self.runs.map(\.problem.id)) == ["P1", "P6_D1", "P6_D5", "P7a"])
    #expect(Self.runs.count { $0.isNoisyGradientDescent } == 33)
    #expect(Self.runs.count { !$0.isNoisyGradientDescent } == 38)
  }

  @Test(arguments: runs) func lossAfterSteps(_ run: Run) throws {
    let dt = run.truth.stepSize
    let state = try simulate(
      run.problem.potential(regularization: run.setting.regularization),
      learningRate: run.setting.learningRate, initial: run.truth.start.law,
      times: run.truth.steps.map { Double($0) * dt },
      curves: [run.isNoisyGradientDescent ? .noisyGradientDescent : .sde(stepSize: dt)], paths: Self.paths,
      seed: run.seed)
    for (time, steps) in run.truth.steps.enumerated() {
      let (mean, deviation) = (run.truth.mean[time], run.truth.deviation[time])
      expect(
        state.mean(curve: 0, time: time), near: mean.value, allowing: mean.error, "mean after \(steps) steps")
      expect(
        state.deviation(curve: 0, time: time), near: deviation.value, allowing: deviation.error,
        "deviation after \(steps) steps")
    }
  }
}
