import GSL

/// How an accuracy ε at a confidence 1 − α is shared out between chance and the bias of the finest step size.
///
/// The answer is within ε of the truth, at all K numbers asked for at once, with a probability of at least 1 − α if
///
///     z σ ≤ 0.9 ε  and  |bias| ≤ 0.1 ε,
///
/// where z is the normal quantile at which K two-sided intervals miss with a probability of 0.9 α in all (Bonferroni), and
/// the bound on the bias, itself estimated, fails with a probability of at most 0.1 α. Without a bias (an algorithm that
/// is simulated exactly) all of ε is left to chance: z σ ≤ ε at α.
///
/// As all such statements this one is asymptotic. It rests on means being normal and variances known, where a rare event
/// may be missing among the paths of a pilot; and on the last three mean differences falling at the weak order, or at the
/// measured one where that is significantly lower.
public struct AccuracyBudget: Sendable, Hashable {
  /// ε
  public let epsilon: Double
  /// 1 − α
  public let confidence: Double
  /// K
  public let count: Int
  public let hasBias: Bool
  /// z
  public let criticalValue: Double
  /// The normal quantile of the one-sided limits on means of differences, from which the bias is bounded
  public let biasCriticalValue: Double

  /// The part of ε that is left to chance where there is a bias: one more level, which costs little, takes away most of a bias.
  public static let statisticalShare = 0.9
  /// The part of α that the bound on the bias may fail with.
  public static let biasRisk = 0.1

  /// - Parameter count: K, how many numbers are to be within ε at once
  /// - Throws: `ProblemError` unless ε is positive and the confidence in (0, 1).
  public init(epsilon: Double, confidence: Double = 0.99, count: Int = 1, hasBias: Bool = true)
    throws(ProblemError)
  {
    guard epsilon > 0, epsilon.isFinite else {
      throw ProblemError("epsilon \(epsilon); expected a positive number")
    }
    guard confidence > 0, confidence < 1 else {
      throw ProblemError("confidence \(confidence); expected a number between 0 and 1")
    }
    self.epsilon = epsilon
    self.confidence = confidence
    self.count = max(count, 1)
    self.hasBias = hasBias
    let risk = (1 - confidence) / Double(self.count)
    criticalValue = Self.normalQuantile(1 - (hasBias ? 1 - Self.biasRisk : 1) * risk / 2)
    biasCriticalValue = Self.normalQuantile(1 - Self.biasRisk * risk)
  }

  /// The largest standard error allowed: 0.9 ε/z, or ε/z without bias.
  public var standardError: Double { statisticalHalfWidth / criticalValue }
  /// The part of ε for chance
  public var statisticalHalfWidth: Double { hasBias ? Self.statisticalShare * epsilon : epsilon }
  /// The part of ε for bias
  public var bias: Double { epsilon - statisticalHalfWidth }

  static func normalQuantile(_ probability: Double) -> Double {
    guard let normal = try? Gaussian(mean: 0, standardDeviation: 1), let z = try? normal.quantile(probability)
    else { return .nan }
    return z
  }
}
