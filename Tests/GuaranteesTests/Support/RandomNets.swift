import Guarantees
import Stochastic
import TestSupport

extension SplitMix64 {
  /// Between 10^low and 10^high, its logarithm uniform.
  mutating func magnitude(_ exponents: ClosedRange<Double>) -> Double {
    Scales.power(Double.random(in: exponents, using: &self))
  }

  mutating func vector(_ count: Int, scale: Double) -> [Double] {
    (0..<count).map { _ in Double.random(in: -scale...scale, using: &self) }
  }
}

/// The numbers of a net of one to four units on one to three inputs, of all sizes.
struct RandomNet {
  let outer: [Double]
  let inputs: [[Double]]
  let labels: [Double]
  let regularization: Double
  let beta: Double
  /// Sixteen weight vectors: some where σ′ and σ″ are large, some far out
  let points: [[Double]]

  init(_ random: inout SplitMix64) {
    let p = Int.random(in: 1...4, using: &random)
    let d = Int.random(in: 1...3, using: &random)
    let n = Int.random(in: 1...4, using: &random)
    beta = random.magnitude(-0.5...0.7)
    outer = random.vector(p, scale: random.magnitude(-1...0.7))
    let size = random.magnitude(-0.5...1)
    inputs = (0..<n).map { _ in random.vector(d, scale: size) }
    labels = random.vector(n, scale: random.magnitude(-1...2))
    regularization = random.magnitude(-3...1)
    let reach = 1 / (beta * size)
    points = (0..<16).map { random.vector(p * d, scale: $0 < 10 ? 3 * reach : random.magnitude(-1...4)) }
  }

  func risk<A: Activation>(_ activation: A) throws -> RegularizedRisk<A> {
    try RegularizedRisk(
      activation: activation, outer: outer, inputs: inputs, labels: labels, regularization: regularization)
  }
}
