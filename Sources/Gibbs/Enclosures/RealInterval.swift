/// A closed interval with ends in [−∞, ∞] and arithmetic whose results contain all exact results.
///
/// Every operation is rounded outward by |x|·2⁻⁵² + 2⁻¹⁰⁰⁰, at least one unit in the last place of the computed
/// end x, which is itself within half of one. 0·∞ = 0: an infinite end stands for arbitrarily large numbers.
/// Invariant: lower ≤ upper, lower < ∞, upper > −∞.
struct RealInterval: Sendable, Equatable {
  var lower: Double
  var upper: Double

  @inline(__always)
  init(_ lower: Double, _ upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  @inline(__always)
  init(_ point: Double) { self.init(point, point) }

  @inline(__always)
  init(_ range: ClosedRange<Double>) { self.init(range.lowerBound, range.upperBound) }

  static let zero = RealInterval(0)
  static let whole = RealInterval(-.infinity, .infinity)

  var range: ClosedRange<Double> { lower...upper }
  /// The largest modulus
  var magnitude: Double { max(lower.magnitude, upper.magnitude) }
  var isFinite: Bool { lower.isFinite && upper.isFinite }
  /// A point near the centre; of a half-line, its end.
  var midpoint: Double {
    if isFinite { return 0.5 * lower + 0.5 * upper }
    return lower.isFinite ? lower : (upper.isFinite ? upper : 0)
  }

  @inline(__always)
  static func down(_ x: Double) -> Double {
    x == .infinity ? .greatestFiniteMagnitude : x - (x.magnitude * 0x1p-52 + 0x1p-1000)
  }

  @inline(__always)
  static func up(_ x: Double) -> Double {
    x == -.infinity ? -.greatestFiniteMagnitude : x + (x.magnitude * 0x1p-52 + 0x1p-1000)
  }

  @inline(__always)
  private static func outward(_ lower: Double, _ upper: Double) -> RealInterval {
    RealInterval(down(lower), up(upper))
  }

  @inline(__always)
  private static func product(_ a: Double, _ b: Double) -> Double { a == 0 || b == 0 ? 0 : a * b }
}

extension RealInterval {
  @inline(__always)
  static func + (a: RealInterval, b: RealInterval) -> RealInterval {
    var result = outward(a.lower + b.lower, a.upper + b.upper)
    if a.lower >= 0 && b.lower >= 0 { result.lower = max(result.lower, 0) }
    return result
  }

  @inline(__always)
  static func - (a: RealInterval, b: RealInterval) -> RealInterval {
    outward(a.lower - b.upper, a.upper - b.lower)
  }

  @inline(__always)
  static prefix func - (a: RealInterval) -> RealInterval { RealInterval(-a.upper, -a.lower) }

  @inline(__always)
  static func += (a: inout RealInterval, b: RealInterval) { a = a + b }

  @inline(__always)
  static func * (a: RealInterval, b: RealInterval) -> RealInterval {
    let (p, q) = (product(a.lower, b.lower), product(a.lower, b.upper))
    let (r, t) = (product(a.upper, b.lower), product(a.upper, b.upper))
    var result = outward(min(min(p, q), min(r, t)), max(max(p, q), max(r, t)))
    // a product with a sign keeps it: an end 0 must not turn an infinite factor into an infinite product
    let sameSign = (a.lower >= 0 && b.lower >= 0) || (a.upper <= 0 && b.upper <= 0)
    let otherSign = (a.lower >= 0 && b.upper <= 0) || (a.upper <= 0 && b.lower >= 0)
    if sameSign { result.lower = max(result.lower, 0) }
    if otherSign { result.upper = min(result.upper, 0) }
    return result
  }

  @inline(__always)
  static func * (factor: Double, a: RealInterval) -> RealInterval {
    if factor == 0 { return .zero }
    let (p, q) = (product(factor, a.lower), product(factor, a.upper))
    var result = factor > 0 ? outward(p, q) : outward(q, p)
    if factor > 0 ? a.lower >= 0 : a.upper <= 0 { result.lower = max(result.lower, 0) }
    if factor > 0 ? a.upper <= 0 : a.lower >= 0 { result.upper = min(result.upper, 0) }
    return result
  }

  /// By a positive number.
  @inline(__always)
  static func / (a: RealInterval, divisor: Double) -> RealInterval {
    var result = outward(a.lower / divisor, a.upper / divisor)
    if a.lower >= 0 { result.lower = max(result.lower, 0) }
    return result
  }

  /// x² over the interval, at least 0.
  @inline(__always)
  var squared: RealInterval {
    let (low, high) = (lower.magnitude, upper.magnitude)
    let least = lower <= 0 && upper >= 0 ? 0 : min(low, high)
    return RealInterval(max(Self.down(least * least), 0), Self.up(max(low, high) * max(low, high)))
  }

  /// Of an interval whose lower end is at least 0.
  var squareRoot: RealInterval {
    RealInterval(
      max(Self.down(max(lower, 0).squareRoot()), 0), Self.up(max(upper, 0).squareRoot()))
  }

  /// What both contain; the receiver if rounding left nothing.
  func intersected(_ other: RealInterval) -> RealInterval {
    let (low, high) = (max(lower, other.lower), min(upper, other.upper))
    return low <= high ? RealInterval(low, high) : self
  }
}
