/// How many samples each level gets.
///
/// Σ_l N_l C_l is least under Σ_l V_l/N_l ≤ σ² at
///
///     N_l = σ⁻² √(V_l/C_l) Σ_k √(V_k C_k),
///
/// and is then σ⁻² (Σ_l √(V_l C_l))². With several targets a level gets the most that any of them asks for.
/// Reference: Giles, Operations Research 56 (2008) 607–617, equation (12); Acta Numerica 24 (2015), section 1.3.
enum Allocation {
  /// - Parameters:
  ///   - variances: V, one list of levels per target
  ///   - costs: C, one per level
  ///   - standardError: σ
  /// - Returns: N as real numbers, one per level
  static func samples(variances: [[Double]], costs: [Double], standardError: Double) -> [Double] {
    var samples = costs.map { _ in 0.0 }
    for variances in variances {
      let sum = zip(variances, costs).reduce(0) { $0 + ($1.0 * $1.1).squareRoot() }
      for (level, (variance, cost)) in zip(variances, costs).enumerated() where variance > 0 {
        let count = (variance / cost).squareRoot() * sum / (standardError * standardError)
        samples[level] = max(samples[level], count)
      }
    }
    return samples
  }

  /// What they cost in all.
  static func cost(variances: [[Double]], costs: [Double], standardError: Double) -> Double {
    zip(samples(variances: variances, costs: costs, standardError: standardError), costs)
      .reduce(0) { $0 + $1.0 * $1.1 }
  }
}
