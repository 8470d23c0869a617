#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// How far E P_L can be from the truth, from the means m_l of P_l − P_{l−1} on the last levels.
///
/// If m_l ~ 2^(−αl), what all finer levels would add is m_L/(2^α − 1). The bound takes the largest that any of the last
/// three levels says, each mean at its upper confidence limit:
///
///     b = max_{k = 0, 1, 2} (|m_{L−k}| + z σ_{L−k}) 2^(−kα) / (2^α − 1).
///
/// α is the scheme's weak order, or the measured one where that is lower.
/// Reference: Giles, Acta Numerica 24 (2015), section 3.1.
struct BiasBound {
  /// One per target
  let bounds: [Double]
  let order: Double
  /// The measured weak order of the targets together
  let fit: LevelOrder?

  /// The least order assumed, whatever is measured.
  static let leastOrder = 0.5

  init(_ pairs: [LevelStatistics], weakOrder: Double, criticalValue: Double) {
    let fit = Self.fit(pairs)
    let order = Self.order(nominal: weakOrder, measured: fit)
    (self.fit, self.order) = (fit, order)
    let targets = pairs.last?.means.count ?? 0
    bounds = (0..<targets).map { target in
      let terms = pairs.suffix(3).reversed().enumerated().map { distance, pair in
        let mean = pair.means[target]
        return (abs(mean.value) + criticalValue * mean.standardError) * exp2(-Double(distance) * order)
      }
      return terms.contains(where: \.isNaN) ? .infinity : (terms.max() ?? .infinity) / (exp2(order) - 1)
    }
  }

  var largest: Double { bounds.max() ?? .infinity }

  /// How many of the finest pairs tell the order: coarser ones may not yet be where the law holds.
  static let fitted = 4

  /// The order of the largest mean difference over the targets, on the finest levels.
  static func fit(_ pairs: [LevelStatistics]) -> LevelOrder? {
    LevelOrder(
      pairs.suffix(fitted).map { pair in
        let largest = pair.means.max { abs($0.value) < abs($1.value) }
        let size = Estimate(
          value: abs(largest?.value ?? 0), standardError: largest?.standardError ?? .infinity)
        return (pair.level, size)
      })
  }

  /// The scheme's order unless three levels or more show, by more than two standard errors, that it is not reached.
  private static func order(nominal: Double, measured: LevelOrder?) -> Double {
    guard let measured, measured.levels.count >= 3, measured.value + 2 * measured.standardError < nominal
    else {
      return nominal
    }
    return max(measured.value, leastOrder)
  }
}
