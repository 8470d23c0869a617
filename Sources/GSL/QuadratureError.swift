/// What can be wrong with an integral, apart from what GSL reports (``GSLError``).
public enum QuadratureError: Error, Equatable, Sendable {
  /// A number of nodes, or of subintervals, out of range.
  case invalidCount(Int, expected: ClosedRange<Int>)
  /// Ends that make no interval that can be integrated over.
  case invalidInterval(lower: Double, upper: Double)
  /// A tolerance that is negative or not finite.
  case invalidTolerance(absolute: Double, relative: Double)
  /// The integrand is infinite or NaN at the abscissa.
  case nonFiniteIntegrand(abscissa: Double, value: Double)
}

extension QuadratureError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .invalidCount(let count, let expected):
      "count is \(count); expected \(expected.lowerBound) to \(expected.upperBound)"
    case .invalidInterval(let lower, let upper):
      "cannot integrate from \(lower) to \(upper); expected lower <= upper, and a length that does not "
        + "overflow (a Gauss rule needs lower < upper, both finite)"
    case .invalidTolerance(let absolute, let relative):
      "tolerances are \(absolute) (absolute) and \(relative) (relative); expected finite numbers >= 0"
    case .nonFiniteIntegrand(let abscissa, let value):
      "the integrand is \(value) at \(abscissa); expected a finite number"
    }
  }
}
