import Stochastic

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Points in a ball of R^D: the origin, then directions without preference at distances that are uniform for every
/// other point and uniform in the logarithm over three decades for the others.
struct StartingPoints {
  let dimension: Int
  let radius: Double
  let key: StreamKey

  init(dimension: Int, radius: Double, seed: UInt64) {
    self.dimension = dimension
    self.radius = radius
    key = StreamKey(seed: seed, purpose: .initialWeights)
  }

  subscript(index: Int) -> [Double] {
    guard index > 0 else { return Array(repeating: 0, count: dimension) }
    let normals = (0..<dimension).map { normal(index, $0) }
    let norm = normals.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let u = uniform(key.words(path: UInt64(index), step: 1, group: 0), 0)
    let distance = index % 2 == 0 ? radius * u : radius * pow(10, -3 * u)
    return normals.map { $0 / max(norm, 1e-300) * distance }
  }

  /// WeightBox–Muller, one number of each pair
  private func normal(_ index: Int, _ coordinate: Int) -> Double {
    let words = key.words(path: UInt64(index), step: 0, group: UInt32(coordinate))
    return (-2 * log(uniform(words, 0))).squareRoot() * cos(2 * Double.pi * uniform(words, 2))
  }

  /// In (0, 1)
  private func uniform(_ words: SIMD4<UInt32>, _ first: Int) -> Double {
    (Double((UInt64(words[first]) << 32 | UInt64(words[first + 1])) >> 12) + 0.5) * 0x1p-52
  }
}
