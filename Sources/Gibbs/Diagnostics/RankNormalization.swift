import GSL

/// Chains as rows of draws.
public typealias Chains = [[Double]]

/// Normal scores of pooled ranks: z = Φ⁻¹((r − 3/8)/(S + 1/4)) with average ranks r among all S draws
/// (Vehtari, Gelman, Simpson, Carpenter and Bürkner, Bayesian Analysis 16 (2021), equation 14).
func rankNormalized(_ chains: Chains) -> Chains {
  let pooled = chains.flatMap(\.self)
  let order = pooled.indices.sorted { pooled[$0] < pooled[$1] }
  var scores = [Double](repeating: 0, count: pooled.count)
  var first = 0
  while first < order.count {
    var last = first
    while last + 1 < order.count, pooled[order[last + 1]] == pooled[order[first]] { last += 1 }
    let rank = 0.5 * Double(first + last) + 1
    let score = normalScore(rank: rank, count: pooled.count)
    for place in first...last { scores[order[place]] = score }
    first = last + 1
  }
  var start = 0
  return chains.map { chain in
    defer { start += chain.count }
    return Array(scores[start..<(start + chain.count)])
  }
}

private func normalScore(rank: Double, count: Int) -> Double {
  let probability = (rank - 0.375) / (Double(count) + 0.25)
  return (try? Gaussian().quantile(probability)) ?? .nan
}

/// Every chain as two: its first and its last half; a draw in the middle is left out.
func halved(_ chains: Chains) -> Chains {
  chains.flatMap { chain in
    let half = chain.count / 2
    return [Array(chain.prefix(half)), Array(chain.suffix(half))]
  }
}

/// The value below which a part p of all draws lies, interpolated linearly between order statistics (R's type 7).
func quantile(_ chains: Chains, _ p: Double) -> Double {
  let sorted = chains.flatMap(\.self).sorted()
  let place = p * Double(sorted.count - 1)
  let below = min(Int(place), sorted.count - 1)
  let above = min(below + 1, sorted.count - 1)
  return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
}
