import Stochastic
import Testing

/// What has the Gibbs law in the end, against E L and the standard deviation of L by independent quadrature.
///
/// Underdamped dynamics by BAOAB, whose bias of order dt² is below a tenth of a standard error here: halving dt moves the
/// mean by less than the gate. The Metropolis-adjusted Langevin algorithm at large steps, which has no bias. Both for so
/// long that what is left of the start is below 10⁻⁴. Gate: 4.5 standard errors.
@Suite(.serialized) struct StationaryLawTests {
  static let paths = 50_000

  struct Run: Sendable, CustomTestStringConvertible {
    let problem: Reference.Problem
    let setting: Reference.Case
    let seed: UInt64

    var start: InitialLaw {
      .gaussian(
        mean: Array(repeating: 0, count: problem.width * problem.inputDimension), standardDeviation: 0.7)
    }
    /// Even in w, the loss of the double well does not see its slow mode when started evenly.
    var rate: Double { problem.kind == .doubleWell ? 0.8 : setting.spectralGap.value }
    var testDescription: String {
      "\(problem.id), lambda \(setting.regularization), s \(setting.learningRate)"
    }
  }

  /// All problems that forget their start in reasonable time.
  static let runs: [Run] = {
    var runs: [Run] = []
    for answers in Reference.answers {
      for setting in answers.cases {
        let run = Run(
          problem: Reference.problem(answers.id), setting: setting, seed: 7000 + UInt64(runs.count))
        if run.rate > 0.1 { runs.append(run) }
      }
    }
    return runs
  }()

  @Test func coversEveryProblem() {
    #expect(Set(Self.runs.map(\.problem.id)) == ["P1", "P2c", "P3", "P6_D1", "P6_D5", "P7a"])
    #expect(Self.runs.count == 22)
  }

  private func check(_ run: Run, _ dynamics: [Dynamics], times: [Double]) throws {
    let state = try simulate(
      run.problem.potential(regularization: run.setting.regularization),
      learningRate: run.setting.learningRate, initial: run.start, times: times, curves: dynamics,
      paths: Self.paths, seed: run.seed)
    let (mean, deviation) = (run.setting.stationaryMean, run.setting.stationaryDeviation)
    for curve in dynamics.indices {
      for time in times.indices {
        expect(
          state.mean(curve: curve, time: time), near: mean.value,
          allowing: mean.error + 1e-4 * deviation.value,
          "mean, \(dynamics[curve]), t = \(times[time])")
        expect(
          state.deviation(curve: curve, time: time), near: deviation.value,
          allowing: deviation.error + 1e-4 * deviation.value, "deviation, \(dynamics[curve])")
      }
    }
  }

  /// Friction 2√rate is critical for the slowest mode, which then decays like e^(−√rate t).
  @Test(arguments: runs) func underdamped(_ run: Run) throws {
    let root = run.rate.squareRoot()
    let fastest = max(run.setting.regularization, 3).squareRoot()
    try check(
      run,
      [0.1, 0.05].map {
        .underdamped(integrator: .baoab, friction: 2 * root, stepSize: $0 / fastest)
      }, times: [15 / root, 18 / root])
  }

  /// Steps of dt k = 1 on the curvature k of the regulariser, 1/2 at the most: far beyond what the SDE's schemes bear
  /// without bias. On the double well a path starts beyond √(2/dt) now and then, where it would refuse every proposal
  /// for very long: 1/10 there.
  @Test(arguments: runs) func mala(_ run: Run) throws {
    let longest = run.problem.kind == .doubleWell ? 0.1 : 0.5
    let step = min(longest, 1 / max(run.setting.regularization, 0.1))
    try check(run, [.mala(stepSize: step)], times: [25 / run.rate, 30 / run.rate])
  }
}
