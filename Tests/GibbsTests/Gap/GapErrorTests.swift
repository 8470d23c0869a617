import GSL
import Stochastic
import Testing

@testable import Gibbs

/// Stated errors of the gap against true ones, over forty seeds. About half a minute.
@Suite(.serialized) struct GapErrorTests {
  /// Sum z² of forty z-scores is below the 99.9 % quantile of χ² with forty degrees of freedom, and above a quarter
  /// of its 0.1 % quantile: the error contains systematic parts, but must not exceed twice the true one.
  private func check(_ scores: [Double], _ what: String) throws {
    let law = try ChiSquared(degreesOfFreedom: Double(scores.count))
    let sum = scores.reduce(0) { $0 + $1 * $1 }
    let mean = scores.reduce(0, +) / Double(scores.count)
    #expect(sum < (try law.quantile(0.999)), "\(what): sum z^2 \(sum), mean \(mean)")
    #expect(sum > 0.25 * (try law.quantile(0.001)), "\(what): sum z^2 \(sum), mean \(mean)")
    // the sum of forty scores of variance 1 at the most
    #expect(abs(mean) * Double(scores.count).squareRoot() < monteCarloGate, "\(what): mean \(mean)")
  }

  private func scores(
    _ law: WrappedPotential, learningRate: Double, minima: [[Double]], gap: Double,
    integrator: Integrator = GapSettings().integrator
  ) throws -> [Double] {
    try (1...40 as ClosedRange<UInt64>).map { seed in
      let run = try GibbsSampler(
        law, learningRate: learningRate, minima: minima, settings: SamplerSettings(seed: seed)
      ).run()
      let settings = GapSettings(seed: seed, integrator: integrator)
      let report = try GapEstimator(law, minima: minima, settings: settings).run(sampling: run)
      let estimate = try #require(report.estimate, "\(report.remark ?? "")")
      return (estimate.value - gap) / estimate.standardError
    }
  }

  /// The double well, a sigmoid net with λ₂ near λ₁, a tanh net with two weights, a quadratic with λ₁ five-fold.
  @Test(arguments: [("P2c", 0.0, 0.5), ("P1", 0.1, 1), ("P3", 0.3, 1), ("P6_D5", 0.7, 0.2)])
  func statedErrorsAreHonest(id: String, regularization: Double, learningRate: Double) throws {
    let known = try GibbsReference.find(id, regularization: regularization, learningRate: learningRate)
    try check(
      scores(known.potential, learningRate: learningRate, minima: known.minima, gap: known.answers.gap.value),
      known.testDescription)
  }

  /// Other schemes than the default: order 1 and its extrapolation, and areas.
  @Test(arguments: [Integrator.eulerMaruyama, .leimkuhlerMatthews, .sra1])
  func statedErrorsAreHonestForEveryScheme(integrator: Integrator) throws {
    let known = try GibbsReference.find("P2c", regularization: 0, learningRate: 0.5)
    try check(
      scores(
        known.potential, learningRate: 0.5, minima: known.minima, gap: known.answers.gap.value,
        integrator: integrator), "\(integrator.rawValue) on the double well")
  }

  /// A sigmoid net with two weights; the gap by finite volumes on [−10, 10]², 120² and 240² cells extrapolated:
  /// 0.0914613 (±10⁻⁶).
  @Test func statedErrorsAreHonestOnASigmoidNet() throws {
    let net = try RegularizedRisk(
      activation: Sigmoid(), outer: [1.5, -1], inputs: [[1], [-0.5], [2], [0.3]],
      labels: [0.2, 0.9, -0.4, 0.5], regularization: 0.1)
    let law = WrappedPotential(net)
    try check(scores(law, learningRate: 0.4, minima: [], gap: 0.0914613), "sigmoid net")
  }
}
