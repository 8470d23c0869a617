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
  /// Potentials recorded beside the one that is descended
  public let recorded: Int
  public let times: Int
  /// (loss, curve, time, path)
  private(set) var losses: [Double]

  init(curves: Int, recorded: Int = 0, times: Int, paths: Int) {
    self.curves = curves
    self.recorded = recorded
    self.times = times
    let cells = (1 + recorded) * curves * times
    let room = max(Self.limitOfNumbers / cells / 16 * 16, 64)
    count = min(paths, Self.limit, room)
    losses = Array(repeating: .nan, count: cells * count)
  }

  func keep(_ record: BlockRecord, from firstPath: Int) {
    guard firstPath < count else { return }
    for cell in 0..<record.losses.count {
      for lane in 0..<min(16, count - firstPath) {
        losses[cell * count + firstPath + lane] = record.losses[cell][lane]
      }
    }
  }

  /// The kept losses of one curve at one time, diverged paths (NaN) included.
  public func losses(curve: Int, time: Int) -> [Double] {
    values(cell: curve * times + time)
  }

  /// The same of a recorded potential, by its place among those the ensemble was given.
  public func losses(recorded: Int, curve: Int, time: Int) -> [Double] {
    values(cell: ((1 + recorded) * curves + curve) * times + time)
  }

  private func values(cell: Int) -> [Double] { Array(losses[cell * count..<(cell + 1) * count]) }

  func restore(_ numbers: [Double]) { losses = numbers }

  /// Quantiles of the loss of a curve at a time, among the paths that have not diverged.
  public func quantiles(_ levels: [Double], curve: Int, time: Int) -> [Estimate] {
    Stochastic.quantiles(levels, of: losses(curve: curve, time: time))
  }
}
