/// Whether the sum telescopes: E P_l must be the same number as the finer one of the pair (P_l, P_{l−1}), or alone, and as
/// the coarser one of (P_{l+1}, P_l). The two are estimated from independent paths.
///
/// A level passes if they differ by no more than three combined standard errors, at every target; with many targets the
/// three are widened so that all together raise a false alarm no more often than one.
/// Reference: Giles, Acta Numerica 24 (2015), section 3.3.
public struct TelescopingCheck: Sendable, Equatable {
  /// l
  public let level: Int
  /// The difference that is largest in combined standard errors, and how many those are
  public let difference: Estimate
  public let standardErrors: Double
  public let limit: Double

  public var holds: Bool { standardErrors <= limit }

  /// P(|Z| > 3)
  private static let falseAlarm = 0.002_699_796_063

  /// The standard error of the difference of two means of one law, whose variance both samples estimate together: that
  /// of a few hundred paths alone goes with their mean where the law is skewed.
  private static func combinedError(_ first: Moments, _ second: Moments) -> Double {
    let variance =
      (first.squaredDeviation + second.squaredDeviation) / (first.count + second.count - 2)
    return (variance * (1 / first.count + 1 / second.count)).squareRoot()
  }

  /// nil if there is nothing to compare.
  init?(_ lower: LevelStatistics, _ upper: LevelStatistics, comparisons: Int) {
    level = lower.level
    var worst: (difference: Estimate, ratio: Double)?
    for (fine, coarse) in zip(lower.total.fine, upper.total.coarse) {
      let error = Self.combinedError(fine, coarse)
      let difference = fine.mean - coarse.mean
      // what does not vary agrees up to rounding
      let rounding = 1e-12 * max(abs(fine.mean), abs(coarse.mean))
      let ratio = abs(difference) <= rounding ? 0 : abs(difference) / error
      if ratio.isNaN || worst.map({ ratio > $0.ratio }) ?? true {
        worst = (Estimate(value: difference, standardError: error), ratio.isNaN ? .infinity : ratio)
      }
    }
    guard let worst else { return nil }
    difference = worst.difference
    standardErrors = worst.ratio
    limit = max(3, AccuracyBudget.normalQuantile(1 - Self.falseAlarm / Double(2 * max(comparisons, 1))))
  }

  /// The checks of neighbouring levels, the coarsest first.
  static func all(_ levels: [LevelStatistics]) -> [TelescopingCheck] {
    let comparisons = (levels.count - 1) * (levels.first?.means.count ?? 0)
    return zip(levels, levels.dropFirst()).compactMap {
      TelescopingCheck($0, $1, comparisons: comparisons)
    }
  }
}
