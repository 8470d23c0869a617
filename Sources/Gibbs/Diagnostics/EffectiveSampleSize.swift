#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The number of independent draws whose mean would be as good, from all chains together
/// (Vehtari et al. 2021, equations 10 to 13, with Geyer's initial monotone sequence).
///
/// - Parameter chains: M ≥ 1 rows of N ≥ 4 draws that are not all the same
/// - Returns: S/τ, at most S log₁₀ S
func effectiveSampleSize(_ chains: Chains) -> Double {
  let autocorrelation = Autocorrelation(chains)
  var (even, odd) = (1.0, autocorrelation[1])
  var pairs = [even + odd]
  while 2 * pairs.count < autocorrelation.drawCount - 2, even + odd > 0 {
    even = autocorrelation[2 * pairs.count]
    odd = autocorrelation[2 * pairs.count + 1]
    pairs.append(even + odd)
  }
  // of the last pair only the even half counts; before it no pair is above the one before
  let last = pairs.removeLast()
  for k in pairs.indices.dropFirst() { pairs[k] = min(pairs[k], pairs[k - 1]) }
  let end = even > 0 || last >= 0 ? even : 0
  let time = -1 + 2 * pairs.reduce(0, +) + end
  let total = Double(chains.count * autocorrelation.drawCount)
  return total / max(time, 1 / log10(total))
}

/// ρ_t = 1 − (W − mean over chains of s²_t)/var⁺, computed as asked for.
private struct Autocorrelation {
  let drawCount: Int
  private let centred: Chains
  /// W, the mean variance within chains
  private let within: Double
  /// var⁺
  private let pooled: Double

  init(_ chains: Chains) {
    let n = chains[0].count
    let means = chains.map { $0.reduce(0, +) / Double(n) }
    centred = zip(chains, means).map { chain, mean in chain.map { $0 - mean } }
    drawCount = n
    let squares = centred.map { $0.reduce(0) { $0 + $1 * $1 } }
    within = squares.reduce(0, +) / Double(chains.count) / Double(n - 1)
    let grand = means.reduce(0, +) / Double(means.count)
    let spread = means.reduce(0) { $0 + ($1 - grand) * ($1 - grand) }
    let between = chains.count > 1 ? spread / Double(chains.count - 1) : 0
    pooled = within * Double(n - 1) / Double(n) + between
  }

  subscript(lag: Int) -> Double {
    var sum = 0.0
    for chain in centred {
      chain.withUnsafeBufferPointer { x in
        for k in 0..<(drawCount - lag) { sum += x[k] * x[k + lag] }
      }
    }
    return 1 - (within - sum / Double(drawCount * centred.count)) / pooled
  }
}
