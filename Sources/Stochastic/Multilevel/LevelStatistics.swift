/// All that is known of one level: its batches merged.
struct LevelStatistics: Sendable {
  let level: Int
  let isPair: Bool
  /// Gradients per path
  let cost: Double
  let stepSize: Double
  private(set) var paths: UInt64 = 0
  private(set) var total: LevelBatch

  init(level: Int, isPair: Bool, cost: Double, stepSize: Double, targets: Int) {
    self.level = level
    self.isPair = isPair
    self.cost = cost
    self.stepSize = stepSize
    let empty = Array(repeating: Moments(), count: targets)
    total = LevelBatch(
      fine: empty, coarse: isPair ? empty : [], difference: isPair ? empty : [],
      fourth: Array(repeating: FourthMoment(), count: targets))
  }

  mutating func add(_ batch: LevelBatch, paths count: UInt64) {
    paths += count
    for target in total.fine.indices {
      total.fine[target].merge(batch.fine[target])
      total.fourth[target].merge(batch.fourth[target])
      guard isPair else { continue }
      total.coarse[target].merge(batch.coarse[target])
      total.difference[target].merge(batch.difference[target])
    }
    total.divergedFine += batch.divergedFine
    total.divergedCoarse += batch.divergedCoarse
    total.seconds += batch.seconds
    if let kept = batch.retained, kept.count > total.retained?.count ?? 0 { total.retained = kept }
  }

  /// Variances of what the level adds to the answer; infinite where they are not numbers.
  var variances: [Double] { total.terms.map { $0.variance.isFinite ? $0.variance : .infinity } }

  /// Means of what the level adds to the answer
  var means: [Estimate] { total.terms.map(\.estimate) }

  /// The largest kurtosis of what the level adds
  var kurtosis: Double { total.fourth.map(\.kurtosis).filter { !$0.isNaN }.max() ?? .nan }

  /// The least level that these paths do not show to be unstable, 0 if they show nothing of the kind: where paths diverge,
  /// or a single one that is harmless on the finer curve makes up most of the variance, the next finer level is the first
  /// to be trusted.
  ///
  /// - Parameter largest: means beyond this would leave too few digits of a sum of differences
  func leastStableLevel(largest: Double) -> Int {
    if total.divergedFine > 0 || !Self.areBounded(total.fine, by: largest) { return level + 1 }
    if !isPair { return total.fine.contains(where: Self.isDominated) ? level + 1 : 0 }
    if total.divergedCoarse > 0 || !Self.areBounded(total.coarse, by: largest) { return level }
    let runsAway = zip(total.coarse, total.fine).contains { Self.isDominated($0) && !Self.isDominated($1) }
    return runsAway ? level : 0
  }

  private static func areBounded(_ moments: [Moments], by largest: Double) -> Bool {
    moments.allSatisfy { abs($0.mean) <= largest && $0.squaredDeviation.isFinite }
  }

  /// Whether one path makes up more than half of the sum of squared deviations: beyond 11 standard deviations among the 256
  /// paths of a pilot, 700 among a million.
  private static func isDominated(_ moments: Moments) -> Bool {
    guard moments.count >= 256 else { return false }
    let reach = max(moments.maximum - moments.mean, moments.mean - moments.minimum)
    return reach * reach > 0.5 * moments.squaredDeviation
  }
}
