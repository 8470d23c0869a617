/// Where to begin: with additive noise the variance of differences falls so fast that nearly all work is on the coarsest
/// level, which should be as coarse as pays.
///
/// Any level b may be the first; Giles' cost of beginning there, σ⁻² (Σ_{l ≥ b} √(V_l C_l))² with V_b the variance of P_b
/// itself, is known up to σ from pilots. Unstable levels rule themselves out: their variance is enormous, or their paths
/// diverge.
enum CoarsestLevel {
  /// The level that makes the sum least, once that is settled; nil if finer pairs are needed to know.
  ///
  /// It is settled when the finest pair has its paths close together and adds less than the one before, and the best level
  /// has enough pairs beyond it.
  ///
  /// - Parameters:
  ///   - pairs: those of levels 1, 2, …
  ///   - largest: no mean of a stable level is beyond this; without noise that is all that shows instability
  static func best(
    _ pairs: [LevelStatistics], leastPairs: Int, coupledShare: Double, largest: Double
  ) -> Int? {
    guard let last = pairs.last, isCoupled(last, share: coupledShare) else { return nil }
    if pairs.count > 1, work(last) > work(pairs[pairs.count - 2]) { return nil }
    let stable = pairs.map { $0.leastStableLevel(largest: largest) }.max() ?? 0
    let candidates = pairs.indices.filter { $0 >= stable && $0 + leastPairs <= pairs.count }
    return candidates.map { ($0, cost(of: pairs[$0...])) }.filter { $0.1.isFinite }.min { $0.1 < $1.1 }?.0
  }

  /// Giles' cost of beginning at the coarser level of the first of these pairs.
  private static func cost(of pairs: ArraySlice<LevelStatistics>) -> Double {
    guard let first = pairs.first else { return .infinity }
    // the cost of P_b alone: a pair makes half as many coarse steps as fine ones
    let costs = [first.cost / 3] + pairs.map(\.cost)
    let variances = first.means.indices.map { target in
      [first.total.coarse[target].variance] + pairs.map { $0.variances[target] }
    }
    return Allocation.cost(variances: variances, costs: costs, standardError: 1)
  }

  /// The largest √(V C) of a level
  private static func work(_ pair: LevelStatistics) -> Double {
    ((pair.variances.max() ?? 0) * pair.cost).squareRoot()
  }

  /// Whether the variance of a pair's difference is a small part of that of the finer path itself, at every target.
  static func isCoupled(_ pair: LevelStatistics, share: Double) -> Bool {
    zip(pair.variances, pair.total.fine).allSatisfy { difference, fine in
      difference.isFinite && (difference == 0 || difference <= share * fine.variance)
    }
  }
}
