import Stochastic
import Synchronization

/// Moments of test functions over draws: means, covariances and E∇hᵢ·∇hⱼ.
struct DirichletMatrices: Sendable {
  let means: [Double]
  /// Cov(hᵢ, hⱼ)
  let covariance: [[Double]]
  /// E ∇hᵢ·∇hⱼ
  let energy: [[Double]]

  /// - Parameter chains: the chains whose draws count
  init<P: GibbsPotential>(
    _ basis: [TestFunction], _ samples: SampleSet, chains: [Int], potential: P, threads: Int
  ) {
    let size = basis.count
    let draws = chains.flatMap { chain in (0..<samples.drawCount).map { (chain, $0) } }
    // sums are taken in fixed pieces and added in their order, whatever the number of threads
    let pieces = 16
    let sums = inOrder(pieces, threads: threads) { piece in
      let range = (draws.count * piece / pieces)..<(draws.count * (piece + 1) / pieces)
      let functions = FunctionValues(basis, potential)
      var sum = [Double](repeating: 0, count: size + 2 * size * size)
      for first in stride(from: range.lowerBound, to: range.upperBound, by: 16) {
        let block = draws[first..<min(first + 16, range.upperBound)].map {
          samples.point(chain: $0.0, draw: $0.1)
        }
        functions.evaluate(block)
        functions.add(to: &sum, count: block.count)
      }
      return sum
    }
    let count = Double(draws.count)
    var total = [Double](repeating: 0, count: size + 2 * size * size)
    for sum in sums { for k in total.indices { total[k] += sum[k] / count } }
    let means = Array(total[..<size])
    self.means = means
    covariance = (0..<size).map { i in
      (0..<size).map { j in total[size + max(i, j) * size + min(i, j)] - means[i] * means[j] }
    }
    energy = (0..<size).map { i in
      (0..<size).map { j in total[size + size * size + max(i, j) * size + min(i, j)] }
    }
  }
}

/// Means of test functions over all draws.
func functionMeans<P: GibbsPotential>(
  _ basis: [TestFunction], _ samples: SampleSet, potential: P, threads: Int
) -> [Double] {
  let sums = inOrder(samples.chainCount, threads: threads) { chain in
    let functions = FunctionValues(basis, potential)
    var sum = [Double](repeating: 0, count: basis.count)
    for first in stride(from: 0, to: samples.drawCount, by: 16) {
      let block = (first..<min(first + 16, samples.drawCount)).map { samples.point(chain: chain, draw: $0) }
      functions.evaluate(block)
      for i in basis.indices {
        for lane in block.indices { sum[i] += functions.values[i][lane] }
      }
    }
    return sum
  }
  let count = Double(samples.chainCount * samples.drawCount)
  return basis.indices.map { i in sums.reduce(0) { $0 + $1[i] } / count }
}
