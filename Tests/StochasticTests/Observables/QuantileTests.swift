import GSL
import Testing

@testable import Stochastic

/// Quantiles of the retained losses against the normal law: the Ornstein–Uhlenbeck process after one noisy step.
@Suite struct QuantileTests {
  /// From 0 one step gives W₁ = sZ, so L = s²Z²/2: its q-quantile is s²z²/2, z the (1 + q)/2-quantile of N(0, 1).
  @Test(arguments: [1, 2, 3] as [UInt64]) func quantilesOfASquaredNormal(seed: UInt64) throws {
    let levels = [0.05, 0.25, 0.5, 0.75, 0.95]
    let s = 0.5
    let state = try Ensemble(
      potential: Quadratic(dimension: 1, regularization: 1), learningRate: s, initial: .point([0]),
      times: [s], curves: [Curve("ngd", .noisyGradientDescent)], paths: 20_000, seed: seed
    ).run()
    #expect(state.retained.count == RetainedPaths.limit)
    let law = try Gaussian(mean: 0, standardDeviation: 1)
    for (level, quantile) in zip(levels, state.retained.quantiles(levels, curve: 0, time: 0)) {
      let z = try law.quantile((1 + level) / 2)
      let exact = 0.5 * s * s * z * z
      #expect(abs(quantile.value - exact) < 4.5 * quantile.standardError, "level \(level)")
      // the standard error itself: √(q(1−q)/m)/density, within a quarter
      let density = try law.density(z) * 2 / (s * s * z)
      let error = (level * (1 - level) / Double(RetainedPaths.limit)).squareRoot() / density
      #expect(abs(quantile.standardError / error - 1) < 0.25, "level \(level)")
    }
  }

  @Test func fewPathsAreInterpolated() throws {
    let state = try Ensemble(
      potential: Quadratic(dimension: 1, regularization: 1), learningRate: 1, initial: .point([1]),
      times: [0], curves: [Curve("flow", .gradientFlow(stepSize: 0.1))], paths: 5, seed: 1
    ).run()
    let median = state.retained.quantiles([0.5], curve: 0, time: 0)[0]
    #expect(median == Estimate(value: 0.5, standardError: 0))
  }
}
