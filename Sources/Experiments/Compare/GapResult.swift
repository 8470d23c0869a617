/// The difference of two mean losses over time: mean loss of `first` minus mean loss of `second`.
public struct GapResult: Sendable {
  /// The name of the curve subtracted from.
  public var first: String
  /// The name of the curve that is subtracted.
  public var second: String
  /// What the paths of the two curves share, e.g. "common initial weights".
  public var coupling: String
  /// The recorded times, ascending. Every other array has one entry per time.
  public var times: [Double]
  public var mean: [Double]
  public var standardError: [Double]
  /// The lower edge of the band that holds at all times at once.
  public var lower: [Double]
  /// The upper edge of the band that holds at all times at once.
  public var upper: [Double]
  public var supremum: Supremum

  public init(
    first: String, second: String, coupling: String, times: [Double], mean: [Double],
    standardError: [Double], lower: [Double], upper: [Double], supremum: Supremum
  ) {
    self.first = first
    self.second = second
    self.coupling = coupling
    self.times = times
    self.mean = mean
    self.standardError = standardError
    self.lower = lower
    self.upper = upper
    self.supremum = supremum
  }
}

/// The largest absolute gap over the recorded times, with an interval that holds at the stated level.
public struct Supremum: Sendable {
  public var value: Double
  public var lower: Double
  public var upper: Double
  /// The recorded time at which the gap is largest.
  public var time: Double
  /// The confidence level of the interval, and of the gap's simultaneous band.
  public var level: Double
  /// How the interval was made.
  public var method: String

  public init(value: Double, lower: Double, upper: Double, time: Double, level: Double, method: String) {
    self.value = value
    self.lower = lower
    self.upper = upper
    self.time = time
    self.level = level
    self.method = method
  }
}

extension Supremum {
  /// sup_t |E L_A(t) − E L_B(t)| over the recorded times: if the band mean ± reach holds the whole difference curve, then
  /// its supremum lies between the largest distance of the band from 0 and the largest reach of the band.
  init(of mean: [Double], reach: [Double], times: [Double], level: Double, method: String) {
    let known = mean.indices.filter { !mean[$0].isNaN }
    guard let place = known.max(by: { mean[$0].magnitude < mean[$1].magnitude }) else {
      self.init(value: .nan, lower: .nan, upper: .nan, time: .nan, level: level, method: "no path left")
      return
    }
    let lower = known.map { mean[$0].magnitude - reach[$0] }.max() ?? .nan
    let upper = known.map { mean[$0].magnitude + reach[$0] }.max() ?? .nan
    self.init(
      value: mean[place].magnitude, lower: max(lower, 0), upper: upper, time: times[place], level: level,
      method: method)
  }
}
