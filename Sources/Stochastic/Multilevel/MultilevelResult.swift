/// E g(W_t) for every recorded g and t, within ε, and how it came about.
///
/// Functions are counted from 0, the loss, to those of `recording`, in order.
public struct MultilevelResult: Sendable {
  /// One level of the sum E P_0 + Σ_l E(P_l − P_{l−1}).
  public struct Level: Sendable {
    /// l, counted from the coarsest level in use
    public let level: Int
    /// The largest step
    public let stepSize: Double
    public let paths: Int
    /// Per path, both curves of a pair together
    public let gradients: Double
    public let seconds: Double
    /// Of P_l − P_{l−1}, or P_0: by function and time
    public let means: [[Estimate]]
    public let variances: [[Double]]
    /// Of P_l itself
    public let fineVariances: [[Double]]
    /// The largest over functions and times
    public let kurtosis: Double
    public let diverged: Int
  }

  public let times: [Double]
  public let budget: AccuracyBudget
  public let scheme: LevelScheme
  public let levels: [Level]
  /// The answers with their statistical standard errors √(Σ_l V_l/N_l), by function and time
  public let values: [[Estimate]]
  /// Upper limits of the bias that is left, by function and time
  public let biasBounds: [[Double]]
  /// The measured weak order, from the means of differences that are significant
  public let weakOrder: LevelOrder?
  /// The measured order of their variances
  public let varianceOrder: LevelOrder?
  /// The weak order that the bound on the bias assumes
  public let assumedOrder: Double
  public let telescoping: [TelescopingCheck]
  public let warnings: [String]
  /// Gradients of all paths, those of pilots and dropped levels included
  public let gradients: Double
  /// Wall-clock seconds of all paths
  public let seconds: Double
  public let pathCount: Int
  /// The first losses of the finest level, whose curve 0 is the finer one
  public let retained: RetainedPaths?
  /// Moments of the finer curve of the finest level, by time, of the loss
  public let finest: [Moments]

  /// E L(W_t), or E of another function, with its statistical standard error.
  public func estimate(function: Int = 0, time: Int) -> Estimate { values[function][time] }

  /// z standard errors and the bound on the bias: the truth is so close, with the budget's confidence for all at once.
  public func halfWidth(function: Int = 0, time: Int) -> Double {
    budget.criticalValue * values[function][time].standardError + biasBounds[function][time]
  }

  /// The largest of the half-widths
  public var accuracy: Double {
    values.indices.flatMap { f in times.indices.map { halfWidth(function: f, time: $0) } }.max() ?? 0
  }

  /// Whether every half-width is at most ε
  public var isReached: Bool { accuracy <= budget.epsilon * (1 + 1e-9) }

  /// What plain Monte Carlo would cost, in gradients, with the same scheme at the finest step and the same shares of ε:
  /// max_t Var P_L (z/(0.9 ε))² paths. An estimate from the variances measured here, not a measurement.
  public var plainGradients: Double {
    guard let finest = levels.last else { return 0 }
    let perPath = levels.count > 1 ? finest.gradients * 2 / 3 : finest.gradients
    let variance = finest.fineVariances.flatMap { $0 }.max() ?? 0
    return perPath * max(variance / (budget.standardError * budget.standardError), 1)
  }
}
