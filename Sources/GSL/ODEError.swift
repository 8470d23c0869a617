/// What can be wrong with an initial value problem, apart from what GSL reports (``GSLError``).
public enum ODEError: Error, Equatable, Sendable {
  /// No coordinate, or a start with another number of them.
  case invalidDimension(Int, expected: String)
  /// A tolerance that is not a positive number.
  case invalidTolerance(Double)
  /// A number of steps that allows none.
  case invalidStepLimit(Int)
  /// A time, or a coordinate of the start, that is not finite.
  case nonFiniteStart(String)
  /// The derivative is infinite or NaN however short the step to it.
  case nonFiniteDerivative(time: Double)
}

extension ODEError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .invalidDimension(let count, let expected): "\(count) coordinates; expected \(expected)"
    case .invalidTolerance(let tolerance): "tolerance \(tolerance); expected a finite number > 0"
    case .invalidStepLimit(let limit): "at most \(limit) steps; expected at least 1"
    case .nonFiniteStart(let what): "\(what); expected finite numbers"
    case .nonFiniteDerivative(let time):
      "the derivative is not finite near the time \(time); expected finite numbers"
    }
  }
}
