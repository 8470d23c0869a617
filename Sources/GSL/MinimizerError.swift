/// What can be wrong with a minimisation, apart from what GSL reports (``GSLError``).
public enum MinimizerError: Error, Equatable, Sendable {
  /// Numbers that do not make the vector expected.
  case invalidShape(String)
  /// A tolerance, a step or a limit out of range.
  case invalidSetting(String)
  /// The function or its gradient is not finite at the start.
  case nonFiniteStart(value: Double)
}

extension MinimizerError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .invalidShape(let text), .invalidSetting(let text): text
    case .nonFiniteStart(let value):
      "the function is \(value) at the start, or its gradient is not finite; expected finite numbers"
    }
  }
}
