/// A probability law on the line. Laws are immutable and hold no generator.
public protocol Law: Sendable {
  /// A number with this law.
  func sample(using generator: Generator) -> Double

  /// The density at x.
  ///
  /// - Throws: ``LawError`` if x is not a number, or GSL fails.
  func density(_ x: Double) throws(LawError) -> Double

  /// The lower tail, P(X ≤ x).
  ///
  /// - Throws: ``LawError`` if x is not a number, or GSL fails.
  func cumulative(_ x: Double) throws(LawError) -> Double

  /// The upper tail, P(X > x), to full relative accuracy where `1 - cumulative(x)` has none.
  ///
  /// - Throws: ``LawError`` if x is not a number, or GSL fails.
  func survival(_ x: Double) throws(LawError) -> Double

  /// The least x with P(X ≤ x) ≥ p; for p = 0 the lower end of the support.
  ///
  /// - Throws: ``LawError`` if p is not in [0, 1], or GSL cannot evaluate a tail on the way.
  func quantile(_ probability: Double) throws(LawError) -> Double

  /// E X; nil where it does not exist or is infinite.
  var mean: Double? { get }

  /// Var X; nil where it does not exist or is infinite.
  var variance: Double? { get }
}

/// What can be wrong with a law or a question put to it.
public enum LawError: Error, Equatable, Sendable {
  /// A parameter outside its range.
  case invalidParameter(law: String, parameter: String, value: Double, expected: String)
  /// A density or a tail was asked for at NaN.
  case notANumber(law: String)
  /// A quantile was asked for at something that is no probability.
  case notAProbability(law: String, value: Double)
  /// GSL could not evaluate the law at this argument.
  case evaluation(law: String, argument: Double, cause: GSLError)
}

extension LawError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .invalidParameter(let law, let parameter, let value, let expected):
      "\(law): \(parameter) is \(value); expected \(expected)"
    case .notANumber(let law):
      "\(law): evaluated at NaN; expected a number"
    case .notAProbability(let law, let value):
      "\(law): quantile of \(value); expected a probability in [0, 1]"
    case .evaluation(let law, let argument, let cause):
      "\(law): no value at \(argument): \(cause)"
    }
  }
}
