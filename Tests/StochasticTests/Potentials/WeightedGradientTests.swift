import TestSupport
import Testing

@testable import Stochastic

/// Σ ωᵢ ∇(Lᵢ + R) against the scalar definition: sample counts of all remainders of eight are among the shapes.
@Suite struct WeightedGradientTests {
  private func factors(_ samples: Int, seed: UInt64) -> [[Double]] {
    var random = SplitMix64(seed: seed)
    return (0..<16).map { _ in (0..<samples).map { _ in random.uniform(-1, 1) } }
  }

  /// Every lane with weights of its own, of both signs, against a sum over batches of one.
  @Test(arguments: RiskShape.all, ReferenceActivation.allCases)
  func sumOverSamples(shape: RiskShape, activation: ReferenceActivation) throws {
    let reference = shape.risk(activation, beta: 0.8)
    let weights = reference.weights(limit: 1, seed: 21)
    let omega = factors(shape.samples, seed: 22)
    let sums = try reference.underTest().weightedGradient(weights, factors: omega)
    for lane in 0..<16 {
      var expected = weights[lane].map { _ in 0.0 }
      for i in 0..<shape.samples {
        let gradient = reference.gradient(weights[lane], batch: [i])
        for k in expected.indices { expected[k] += omega[lane][i] * gradient[k] }
      }
      #expect(relativeDifference(sums[lane], expected) < 1e-12)
    }
  }

  /// Equal weights 1/n give the gradient; −h/n gives −h times it.
  @Test(arguments: RiskShape.all) func equalWeights(shape: RiskShape) throws {
    let reference = shape.risk(.tanh, beta: 1)
    let bench = try reference.underTest()
    let weights = reference.weights(limit: 1, seed: 23)
    let equal = Array(
      repeating: Array(repeating: -0.25 / Double(shape.samples), count: shape.samples), count: 16)
    for (sum, gradient) in zip(bench.weightedGradient(weights, factors: equal), bench.gradient(weights)) {
      #expect(relativeDifference(sum, gradient.map { -0.25 * $0 }) < 1e-12)
    }
  }
}
