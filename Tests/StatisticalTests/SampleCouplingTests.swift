import Foundation
import Stochastic
import Testing

/// The covariance SDE follows SGD's minibatches: gaps between the two are sharp, and not biased by it.
@Suite(.serialized) struct SampleCouplingTests {
  /// Variance of independent runs over the variance of the coupled ones, at the last of the times.
  private func factor(
    _ potential: some Potential, _ s: Double, _ start: InitialLaw, batch: Int, _ sampling: Sampling,
    seed: UInt64
  ) throws -> Double {
    let state = try simulate(
      potential, learningRate: s, initial: start, times: [s, 4 * s],
      curves: [
        .sgd(batch: batch, sampling: sampling),
        .covarianceSDE(batch: batch, sampling: sampling, stepSize: s / 8),
      ], paths: 50_000, seed: seed)
    let (sgd, sde) = (state.mean(curve: 0, time: 1), state.mean(curve: 1, time: 1))
    let paired = state.moments(pair: 0, time: 1).estimate.standardError
    return (sgd.standardError * sgd.standardError + sde.standardError * sde.standardError) / (paired * paired)
  }

  /// From one point, on least squares with four samples. If the noises have the correlation ρ and the loss were linear in them
  /// the factor would be 1/(1 − ρ): b = 1 has ρ = E max of four normals / (√3 · √(3/4)) = 0.686, a factor of 3.2; two of four without
  /// replacement have ρ = (1.029 + 0.297)/√3 = 0.766, 4.3. Gates: three quarters of these.
  @Test func gapsAreSharp() throws {
    let start = InitialLaw.point([1.5, -1])
    let one = try factor(LeastSquares.example, 0.4, start, batch: 1, .withReplacement, seed: 9300)
    let two = try factor(LeastSquares.example, 0.4, start, batch: 2, .withoutReplacement, seed: 9301)
    #expect(one > 2.4, "factor \(one)")
    #expect(two > 3.2, "factor \(two)")
  }

  /// The paired gap against the exact one, at 400,000 paths: 4.5 of its own standard errors.
  @Test func gapIsRight() throws {
    let s = 0.4
    let state = try simulate(
      LeastSquares.example, learningRate: s, initial: .point([1.5, -1]), times: [s, 5 * s],
      curves: [
        .sgd(batch: 2, sampling: .withReplacement),
        .covarianceSDE(batch: 2, sampling: .withReplacement, stepSize: s / 4),
      ], paths: 400_000, seed: 9302)
    let sgd = MinibatchMomentTests.exactSVAG(2, .withReplacement, 1)
    var sde = SecondMoments(LeastSquares.example, start: [1.5, -1])
    for k in 1...5 {
      for _ in 0..<4 { sde.diffuse(stepSize: s / 4, learningRate: s, factor: 0.5) }
      guard k == 1 || k == 5 else { continue }
      expect(
        state.moments(pair: 0, time: k == 1 ? 0 : 1).estimate, near: sgd[k - 1] - sde.meanLoss,
        "gap after \(k) steps")
    }
  }
}
