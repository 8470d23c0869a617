/// Where the samples of a multilevel estimate come from.
///
/// Level l stands for the step size dt_l = dt₀ 2^(−l), P_l for what is measured with it: `targetCount` numbers. Samples of
/// P_l alone, and of pairs (P_l, P_{l−1}) on one Brownian path, are functions of (level, path).
protocol LevelSource: Sendable {
  var targetCount: Int { get }
  /// The order α of E P_l − E P ~ 2^(−αl)
  var weakOrder: Double { get }
  /// The order β of Var(P_l − P_{l−1}) ~ 2^(−βl)
  var varianceOrder: Double { get }
  /// The largest step made at a level, for reports.
  func stepSize(_ level: Int) -> Double
  /// Gradients per path of P_l (`isPair` false) or of a pair; at least 1.
  func cost(_ level: Int, isPair: Bool) -> Double
  /// Paths of P_l alone or of a pair. Throws `CancellationError` when the run is cancelled.
  func sample(_ level: Int, isPair: Bool, paths: Range<UInt64>, control: RunControl) throws -> LevelBatch
}

/// What a number of paths on one level left behind, target by target.
struct LevelBatch: Sendable {
  /// P_l
  var fine: [Moments]
  /// P_{l−1}; empty where P_l was sampled alone
  var coarse: [Moments] = []
  /// P_l − P_{l−1}; empty where P_l was sampled alone
  var difference: [Moments] = []
  /// Of what the level adds to the answer
  var fourth: [FourthMoment]
  var divergedFine = 0
  var divergedCoarse = 0
  var seconds = 0.0
  /// The first losses of the fine curve, which is the first one
  var retained: RetainedPaths?

  /// What the level adds to the answer: P_l − P_{l−1}, or P_l on the coarsest level.
  var terms: [Moments] { difference.isEmpty ? fine : difference }
}

/// Sums for the kurtosis m₄/m₂² of a sample, about the mean of each of its batches.
struct FourthMoment: Sendable, Equatable {
  private(set) var count = 0.0
  private(set) var second = 0.0
  private(set) var fourth = 0.0

  init() {}

  init(count: Double, second: Double, fourth: Double) {
    (self.count, self.second, self.fourth) = (count, second, fourth)
  }

  /// NaN is skipped.
  init(of values: [Double]) {
    var moments = Moments()
    for value in values where !value.isNaN { moments.add(value) }
    count = moments.count
    second = moments.squaredDeviation
    for value in values where !value.isNaN {
      let square = (value - moments.mean) * (value - moments.mean)
      fourth += square * square
    }
  }

  mutating func merge(_ other: FourthMoment) {
    count += other.count
    second += other.second
    fourth += other.fourth
  }

  /// m₄/m₂²: 3 for a normal law; NaN where nothing varies.
  var kurtosis: Double { second > 0 ? count * fourth / (second * second) : .nan }
}
