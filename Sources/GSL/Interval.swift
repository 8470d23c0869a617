/// A stretch of the line, finite or not.
public struct Interval: Sendable, Hashable {
  /// Its lower end, possibly −∞.
  public let lower: Double
  /// Its upper end, possibly +∞.
  public let upper: Double

  /// The interval from `lower` to `upper`.
  ///
  /// - Throws: ``QuadratureError/invalidInterval(lower:upper:)`` unless lower ≤ upper, lower < ∞,
  ///   upper > −∞, and the length of a finite interval does not overflow.
  public init(_ lower: Double, _ upper: Double) throws(QuadratureError) {
    let isFinite = lower.isFinite && upper.isFinite
    guard
      lower <= upper, lower < .infinity, upper > -.infinity, !isFinite || (upper - lower).isFinite
    else { throw .invalidInterval(lower: lower, upper: upper) }
    self.lower = lower
    self.upper = upper
  }

  /// The interval with the ends of a range.
  ///
  /// - Throws: as ``init(_:_:)``.
  public init(_ range: ClosedRange<Double>) throws(QuadratureError) {
    try self.init(range.lowerBound, range.upperBound)
  }

  private init(unchecked lower: Double, _ upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  /// (−∞, ∞).
  public static let realLine = Interval(unchecked: -.infinity, .infinity)
}
