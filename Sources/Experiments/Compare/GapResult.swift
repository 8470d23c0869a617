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
