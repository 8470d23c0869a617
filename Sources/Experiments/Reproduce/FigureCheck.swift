import Stochastic

/// A statement about a figure, decided by a number that was measured.
public struct FigureCheck: Sendable, Equatable {
  public enum Side: String, Sendable {
    case atLeast = "at least"
    case atMost = "at most"
    case above
  }

  public let statement: String
  public let value: Double
  /// Nil for counts and extremes
  public let standardError: Double?
  public let side: Side
  public let threshold: Double

  public var holds: Bool {
    switch side {
    case .atLeast: value >= threshold
    case .atMost: value <= threshold
    case .above: value > threshold
    }
  }

  init(_ statement: String, _ value: Double, standardError: Double? = nil, _ side: Side, _ threshold: Double)
  {
    self.statement = statement
    self.value = value
    self.standardError = standardError
    self.side = side
    self.threshold = threshold
  }

  init(_ statement: String, _ estimate: Estimate, _ side: Side, _ threshold: Double) {
    self.init(statement, estimate.value, standardError: estimate.standardError, side, threshold)
  }

  var valueText: String { standardError.map { format(value, $0) } ?? value.shortText }
  /// "1.3 ± 0.1, expected at most 3"
  var comparison: String { "\(valueText), expected \(side.rawValue) \(threshold.shortText)" }

  var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("statement", .string(statement)), ("holds", .bool(holds)), ("value", .number(value)),
    ]
    if let standardError { members.append(("standardError", .number(standardError))) }
    return .object(
      members + [("side", .string(side.rawValue)), ("threshold", .number(threshold))])
  }
}
