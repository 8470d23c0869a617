import Foundation
import Stochastic
import Testing

/// The covariance SDE follows SGD's minibatches: gaps between the two are sharp, and not biased by it.
@Suite(.serialized) struct SampleCouplingTests {
  /// n, b, the sampling, and ρ: the correlation of Σ cᵢ ξᵢ with Σ cᵢ Nᵢ, which for exchangeable ξ and N does not depend on c.
  /// From the mean order statistics of three (0.846284, 0) and four normals (1.029375, 0.297011).
  static let correlations: [(samples: Int, batch: Int, sampling: Sampling, correlation: Double)] = [
    (3, 1, .withReplacement, 0.846284 / (2.0 * 2 / 3).squareRoot()),
    // twice the same sample with probability 1/3, else two of the three, whose normals add up to minus the least
    (3, 2, .withReplacement, (2 * 0.846284 / 3 + 0.846284 * 2 / 3) / (2.0 * 4 / 3).squareRoot()),
    (4, 1, .withReplacement, 1.029375 / (3.0 * 3 / 4).squareRoot()),
    (4, 2, .withoutReplacement, (1.029375 + 0.297011) / 3.0.squareRoot()),
    (4, 3, .withoutReplacement, 1.029375 / (3.0 * 3 / 4).squareRoot()),
  ]

  /// Where the loss is linear, the variance of the gap is 2(1 − ρ) times that of SGD, whatever the steps of the SDE. At 200,000
  /// paths the ratio is known to 0.5 % (variances of nearly normal numbers to √(2/N) = 0.32 %, which are correlated): gate 4.5 times that.
  @Test(arguments: correlations, [1.0, 8, 3.5]) func varianceOfTheGap(
    setting: (samples: Int, batch: Int, sampling: Sampling, correlation: Double), steps: Double
  ) throws {
    let (n, b, sampling, correlation) = setting
    let s = 0.5
    let state = try simulate(
      Slopes(slopes: Array([1, -2, 0.5, 3].prefix(n))), learningRate: s, initial: .point([0]), times: [4 * s],
      curves: [
        .sgd(batch: b, sampling: sampling), .covarianceSDE(batch: b, sampling: sampling, stepSize: s / steps),
      ], paths: 200_000, seed: 9300)
    let errors = [state.mean(curve: 0, time: 0), state.moments(pair: 0, time: 0).estimate].map(
      \.standardError)
    let ratio = errors[1] * errors[1] / (errors[0] * errors[0])
    #expect(
      abs(ratio / (2 * (1 - correlation)) - 1) < 4.5 * 0.005, "\(ratio), expected \(2 * (1 - correlation))")
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

/// ∇Lᵢ = cᵢ wherever w is, and what is recorded is w: what a path ends at is drift and noise, nothing else.
private struct Slopes: FiniteSum {
  let slopes: [Double]
  let dimension = 1
  var sampleCount: Int { slopes.count }

  func value(at w: LaneVector, scratch: LaneVector) -> Lanes { w[0] }

  func gradient(at w: LaneVector, into gradient: LaneVector, scratch: LaneVector) {
    gradient[0] = Lanes(repeating: slopes.reduce(0, +) / Double(sampleCount))
  }

  func batchGradient(
    at w: LaneVector, batch: UnsafeBufferPointer<LaneIndices>, into gradient: LaneVector, scratch: LaneVector
  ) {
    var sum = Lanes.zero
    for indices in batch {
      for lane in 0..<16 { sum[lane] += slopes[Int(indices[lane])] }
    }
    gradient[0] = sum / Double(batch.count)
  }

  func weightedGradient(
    at w: LaneVector, weights: LaneVector, into gradient: LaneVector, scratch: LaneVector
  ) {
    gradient[0] = slopes.indices.reduce(.zero) { $0 + weights[$1] * slopes[$1] }
  }
}
