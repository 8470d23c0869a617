import TestSupport
import Testing

@testable import Stochastic

/// Minibatch gradients against the scalar definition and against each other.
@Suite struct BatchGradientTests {
  /// A batch of all samples, in an order of its own in each lane, gives the gradient.
  @Test(arguments: RiskShape.all, ReferenceActivation.allCases)
  func fullBatch(shape: RiskShape, activation: ReferenceActivation) throws {
    let reference = shape.risk(activation, beta: 1.3)
    let bench = try reference.underTest()
    let weights = reference.weights(limit: 1, seed: 6)
    var random = SplitMix64(seed: 7)
    let batches = (0..<16).map { _ in (0..<shape.samples).shuffled(using: &random) }
    for (batch, gradient) in zip(bench.batchGradient(weights, batches: batches), bench.gradient(weights)) {
      #expect(relativeDifference(batch, gradient) < 1e-12)
    }
  }

  /// The mean over all batches of one sample is the gradient.
  @Test(arguments: RiskShape.all, ReferenceActivation.allCases)
  func singleSamples(shape: RiskShape, activation: ReferenceActivation) throws {
    let reference = shape.risk(activation, beta: 1)
    let bench = try reference.underTest()
    let weights = reference.weights(limit: 1, seed: 8)
    var means = weights.map { $0.map { _ in 0.0 } }
    for i in 0..<shape.samples {
      let gradients = bench.batchGradient(weights, batches: Array(repeating: [i], count: 16))
      for (lane, gradient) in gradients.enumerated() {
        for k in gradient.indices { means[lane][k] += gradient[k] / Double(shape.samples) }
      }
    }
    for (mean, gradient) in zip(means, bench.gradient(weights)) {
      #expect(relativeDifference(mean, gradient) < 1e-12)
    }
  }

  /// Each lane sums over its own samples, repetitions included; sizes of all remainders of eight.
  @Test(arguments: RiskShape.all, [1, 2, 3, 4, 5, 6, 7, 8, 11, 15, 16, 21])
  func eachLaneItsOwnBatch(shape: RiskShape, size: Int) throws {
    for activation in ReferenceActivation.allCases {
      let reference = shape.risk(activation, beta: 0.8)
      let bench = try reference.underTest()
      let weights = reference.weights(limit: 1, seed: 9)
      var random = SplitMix64(seed: UInt64(size))
      let batches = (0..<16).map { _ in
        (0..<size).map { _ in Int(random.next() % UInt64(shape.samples)) }
      }
      let gradients = bench.batchGradient(weights, batches: batches)
      for lane in 0..<16 {
        let expected = reference.gradient(weights[lane], batch: batches[lane])
        #expect(relativeDifference(gradients[lane], expected) < 1e-12)
      }
    }
  }
}
