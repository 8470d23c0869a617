#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

extension DataSet {
  /// The same samples with a part of the labels corrupted: yᵢ + scale·ξᵢ with ξᵢ ~ Cauchy(0, 1) on ⌊fraction·n⌉ of
  /// them.
  ///
  /// Which samples these are and every ξᵢ depend on the seed alone: a larger fraction corrupts the same samples in the
  /// same way and more besides, and the scales c and −c give antithetic labels, whose mean is the clean ones.
  /// Reference: Gopalani and Mukherjee, section 6, where scale is 0.05 and the fractions are 0.5 and 0.9.
  public func corrupted(fraction: Double, scale: Double, seed: UInt64) -> DataSet {
    let numbers = labels.indices.map { sample in
      Self.uniforms(count: 2, seed: seed, purpose: .labelCorruption, item: UInt64(sample))
    }
    let order = labels.indices.sorted { numbers[$0][0] < numbers[$1][0] }
    let count = Int((min(max(fraction, 0), 1) * Double(labels.count)).rounded())
    var corrupted = labels
    for sample in order[..<count] { corrupted[sample] += scale * cauchy(numbers[sample][1]) }
    return DataSet(inputs: inputs, labels: corrupted)
  }
}

/// Cauchy(0, 1) from u, a multiple of 2⁻⁵³ in [0, 1): the inverse distribution function tan π(u − 1/2) of a uniform
/// number, written as its equally distributed reciprocal so that the tails are where u − 1/2 is exact.
private func cauchy(_ u: Double) -> Double {
  let centred = u - 0.5 + 0x1p-54  // never 0
  return 1 / tan(Double.pi * centred)
}
