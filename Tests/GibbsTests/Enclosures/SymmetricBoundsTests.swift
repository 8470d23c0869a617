import TestSupport
import Testing

@testable import Gibbs

@Suite struct SymmetricBoundsTests {
  /// A = Q diag(κ) Qᵀ with a reflection Q = I − 2vvᵀ: the eigenvalues are known.
  @Test(arguments: [1, 2, 3, 5, 12])
  func eigenvaluesOfReflectedDiagonals(dimension: Int) {
    var generator = SplitMix64(seed: 5)
    for _ in 0..<50 {
      let kappa = (0..<dimension).map { _ in 3 * generator.symmetric() }
      let raw = (0..<dimension).map { _ in generator.symmetric() }
      let v = raw.map { $0 / euclideanNorm(raw) }
      func q(_ i: Int, _ j: Int) -> Double { (i == j ? 1 : 0) - 2 * v[i] * v[j] }
      var matrix: [Double] = []
      for i in 0..<dimension {
        for j in 0..<dimension {
          matrix.append((0..<dimension).reduce(0) { $0 + q(i, $1) * kappa[$1] * q(j, $1) })
        }
      }
      let least = kappa.min() ?? 0
      let bound = smallestEigenvalue(matrix, dimension)
      #expect(bound <= least + 1e-14 && bound >= least - 1e-12)
      #expect(isPositiveDefinite(matrix, dimension, minus: least - 1e-9))
      #expect(!isPositiveDefinite(matrix, dimension, minus: least + 1e-9))
    }
  }

  @Test func intervalMatricesAreBoundedByTheirMembers() {
    let matrix = [
      RealInterval(1, 2), RealInterval(-0.5, 0.25), RealInterval(0, 0.1),
      RealInterval(-0.5, 0.25), RealInterval(1.5, 3), RealInterval(-0.2, 0.2),
      RealInterval(0, 0.1), RealInterval(-0.2, 0.2), RealInterval(2, 2),
    ]
    let bound = smallestEigenvalue(matrix, 3)
    var generator = SplitMix64(seed: 9)
    var least = Double.infinity
    for _ in 0..<2000 {
      var member = matrix.map { $0.lower + (generator.unit() < 0.5 ? 0 : 1) * ($0.upper - $0.lower) }
      for i in 0..<3 { for j in 0..<i { member[3 * i + j] = member[3 * j + i] } }
      least = min(least, smallestEigenvalue(member, 3))
    }
    #expect(bound <= least && bound >= least - 0.6)
    #expect(smallestEigenvalue([RealInterval.whole, .zero, .zero, .whole], 2) == -.infinity)
  }
}
