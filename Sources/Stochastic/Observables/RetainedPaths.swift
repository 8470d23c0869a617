/// The losses of the first paths of a run, curve by curve and time by time.
///
/// Paths are independent and identically distributed, so the first ones are a random sample: quantiles and the
/// dependence between times are estimated from them. Their number is stated with every such estimate.
public final class RetainedPaths: @unchecked Sendable {  // written by one thread while folding
  /// How many paths are kept at the most: a quantile of level 0.05 then has a standard error of 0.0024 in level.
  public static let limit = 8192
  /// Memory they may take, in numbers; at least 64 paths are kept whatever it says.
  static let limitOfNumbers = 6 << 20

  /// Paths kept, a prefix of the run.
  public let count: Int
  public let curves: Int
  public let times: Int
  /// (curve, time, path)
  private(set) var losses: [Double]

  init(curves: Int, times: Int, paths: Int) {
    self.curves = curves
    self.times = times
    let room = max(Self.limitOfNumbers / (curves * times) / 16 * 16, 64)
    count = min(paths, Self.limit, room)
    losses = Array(repeating: .nan, count: curves * times * count)
  }

  func keep(_ record: BlockRecord, from firstPath: Int) {
    guard firstPath < count else { return }
    for cell in 0..<curves * times {
      for lane in 0..<min(16, count - firstPath) {
        losses[cell * count + firstPath + lane] = record.losses[cell][lane]
      }
    }
  }

  /// The kept losses of one curve at one time, diverged paths (NaN) included.
  public func losses(curve: Int, time: Int) -> [Double] {
    let first = (curve * times + time) * count
    return Array(losses[first..<first + count])
  }

  func restore(_ numbers: [Double]) { losses = numbers }

  /// Quantiles of the loss of a curve at a time, among the paths that have not diverged.
  ///
  /// With m paths the quantile of level q is the order statistic interpolated at q(m − 1); its standard error is
  /// half the distance between the order statistics √(m q(1 − q)) ranks to either side. NaN when no path is left.
  public func quantiles(_ levels: [Double], curve: Int, time: Int) -> [Estimate] {
    let sorted = losses(curve: curve, time: time).filter { !$0.isNaN }.sorted()
    guard !sorted.isEmpty else { return levels.map { _ in Estimate(value: .nan, standardError: .nan) } }
    let last = Double(sorted.count - 1)
    func orderStatistic(_ rank: Double) -> Double {
      let place = min(max(rank, 0), last)
      let lower = Int(place.rounded(.down))
      let upper = min(lower + 1, sorted.count - 1)
      return sorted[lower] + (place - Double(lower)) * (sorted[upper] - sorted[lower])
    }
    return levels.map { level in
      let spread = (Double(sorted.count) * level * (1 - level)).squareRoot()
      let reach = orderStatistic(level * last + spread) - orderStatistic(level * last - spread)
      return Estimate(value: orderStatistic(level * last), standardError: reach / 2)
    }
  }
}
