import Foundation
import TestSupport
import Testing

@testable import Stochastic

/// Sums of softplus by one logarithm of a product, against eleven bits more than a double has.
@Suite struct SoftplusSumTests {
  /// The error documented, all over the normal numbers and around 1: half an ulp of the result, 3.4e-17 relative to it
  /// from ln 2, and what log(1 + e) is off by.
  @Test func logarithmOfNormalNumbers() {
    var random = SplitMix64(seed: 11)
    for place in 0..<200_000 {
      var x = PointSet.logarithm.random(place, using: &random)
      if !x.isNormal { x = Double.leastNormalMagnitude }
      let reference = log(Precise(x))
      let error = (Precise(logOfNormal(Lanes(repeating: x))[place % 16]) - reference).magnitude
      #expect(error < 0x1p-52 * (1 + 0.7 * reference.magnitude), "at \(x)")
    }
  }

  /// What softplus consists of, left, in the middle and far to the right, where the excess takes over.
  @Test(arguments: [-1e5, -1100, -60, -3.3, 0, 0.1, 20, 53.9, 54, 54.1, 700, 1e6, 1e300])
  func parts(y: Double) {
    let parts = softplusFactorInBits(Lanes(repeating: y))
    let reference = log1p(exp2(-Precise(y).magnitude)) + max(Precise(y), 0) * log(Precise(2))
    let sum = log(Precise(parts.factor[5])) + Precise(parts.excess[5]) * log(Precise(2))
    #expect((sum - reference).magnitude < 0x1p-52 * max(1, reference))
    #expect((Precise(parts.factor[5]) * Precise(parts.inverse[5]) - 1).magnitude < 0x1p-52)
  }

  /// What is infinite or NaN comes through although the logarithm of a product knows neither: to the gradient of all
  /// weights, also the finite ones, which only residuals can tell.
  @Test func notFinite() throws {
    let risk = ReferenceRisk(.softplus, beta: 1, width: 3, inputDimension: 2, samples: 5, alike: true)
    var weights = risk.weights(limit: 1, seed: 12)
    weights[2][1] = .infinity
    weights[7][1] = -.infinity
    weights[9].replaceSubrange(0..<2, with: [.infinity, .infinity])
    weights[12].replaceSubrange(0..<2, with: [.infinity, -.infinity])
    let gradients = try risk.underTest().gradient(weights)
    for lane in 0..<16 {
      let isBad = [2, 7, 9, 12].contains(lane)
      #expect(gradients[lane].contains(where: \.isFinite) != isBad)
    }
  }

  /// Units of weight zero, and weights alike in pairs: a = (2, -2, 0, 0, 2, 1, 1, 1, -1, ...).
  @Test(arguments: [1, 9]) func mixedOuterWeights(inputDimension: Int) throws {
    let outer = [2, -2, 0, 0, 2] + (0..<9).map { $0 == 3 ? -1.0 : 1 } + [0.5, -0.25]
    var random = SplitMix64(seed: 13)
    func numbers(_ count: Int, _ limit: Double) -> [Double] {
      (0..<count).map { _ in random.uniform(-limit, limit) }
    }
    let inputs = (0..<9).map { _ in numbers(inputDimension, 1.5) }
    let risk = try RegularizedRisk(
      activation: Softplus(beta: 3), outer: outer, inputs: inputs, labels: numbers(9, 2), regularization: 0)
    let bench = PotentialBench(potential: risk)
    for limit in [0.5, 10, 300] {
      let weights = (0..<16).map { _ in numbers(outer.count * inputDimension, limit) }
      // the batch of all samples goes through every unit's own logarithm
      let alone = bench.batchGradient(weights, batches: Array(repeating: Array(0..<9), count: 16))
      for (gradient, expected) in zip(bench.gradient(weights), alone) {
        #expect(relativeDifference(gradient, expected) < 1e-13)
      }
      let values = bench.valueAndGradient(weights).values
      #expect(relativeDifference(values, bench.value(weights)) < 1e-14)
    }
  }
}
