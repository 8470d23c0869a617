#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// The order p of a quantity that behaves like 2^(−p l): the slope of −log₂ against the level, by weighted least squares.
public struct LevelOrder: Sendable, Equatable {
  public let value: Double
  public let standardError: Double
  /// Levels that told something
  public let levels: [Int]

  /// Points below this many standard errors tell nothing about an order.
  static let significance = 3.0

  /// - Parameter points: levels with estimates of a positive quantity; those that are not significant are left out
  /// - Returns: nil if fewer than two are left
  init?(_ points: [(level: Int, size: Estimate)]) {
    let known = points.filter {
      $0.size.value.isFinite && $0.size.value > 0
        && $0.size.value > Self.significance * $0.size.standardError
    }
    guard known.count >= 2 else { return nil }
    levels = known.map(\.level)
    // the relative error of a size is that of its logarithm; an exact size weighs as if it had one of 1 %
    let weights = known.map { 1 / pow(max($0.size.standardError / $0.size.value, 0.01), 2) }
    let total = weights.reduce(0, +)
    let centre = zip(weights, known).reduce(0) { $0 + $1.0 * Double($1.1.level) } / total
    let spread = zip(weights, known).reduce(0) { $0 + $1.0 * pow(Double($1.1.level) - centre, 2) }
    value = zip(weights, known).reduce(0) {
      $0 - $1.0 * (Double($1.1.level) - centre) * log2($1.1.size.value) / spread
    }
    standardError = 1 / (spread.squareRoot() * M_LN2)
  }
}
