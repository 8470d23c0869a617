import Stochastic

/// One condition of a theorem, what it was found to be, and by how much it holds or fails.
public struct Hypothesis: Sendable, Equatable {
  /// What the condition is for.
  public enum Role: String, Sendable {
    /// The proof uses it.
    case needed
    /// The paper states it, but something weaker that is checked beside it is enough.
    case sufficient
  }

  /// How the value must lie to the threshold.
  public enum Relation: String, Sendable {
    case above = ">"
    case below = "<"
    case atMost = "<="
  }

  public let statement: String
  public let role: Role
  /// Nil where it cannot be decided; then `reason` says why
  public let holds: Bool?
  public let value: Double?
  public let relation: Relation?
  public let threshold: Double?
  /// What kind of knowledge the verdict rests on
  public let kind: Quantity.Kind?
  /// By what argument, or why it cannot be decided
  public let reason: String?

  /// How far on the right side the value is; negative where the condition fails; nil where that is not decided.
  public var margin: Double? {
    guard holds != nil, let value, let threshold, let relation else { return nil }
    let margin = relation == .above ? value - threshold : threshold - value
    return margin.isNaN ? nil : margin
  }

  /// A condition on a number. Held against a bound that errs to the wrong side it is not decided, for the reason
  /// `undecided`.
  public init(
    _ statement: String, role: Role = .needed, _ value: Quantity, _ relation: Relation, _ threshold: Quantity,
    undecided: String = "it is held against a bound, and the truth may lie beyond that"
  ) {
    self.statement = statement
    self.role = role
    self.relation = relation
    self.value = value.value
    self.threshold = threshold.value
    kind = [value.kind, threshold.kind].compactMap { $0 }.max()
    guard let left = value.possible, let right = threshold.possible else {
      holds = nil
      reason = value.reason ?? threshold.reason
      return
    }
    holds =
      switch relation {
      case .above: Self.decided(left.lowest > right.highest, not: left.highest <= right.lowest)
      case .below: Self.decided(left.highest < right.lowest, not: left.lowest >= right.highest)
      case .atMost: Self.decided(left.highest <= right.lowest, not: left.lowest > right.highest)
      }
    reason = holds == nil ? undecided : nil
  }

  private static func decided(_ isTrue: Bool, not isFalse: Bool) -> Bool? {
    isTrue ? true : isFalse ? false : nil
  }

  /// A condition that is settled by an argument.
  public init(_ statement: String, role: Role = .needed, _ finding: Finding) {
    self.statement = statement
    self.role = role
    holds = finding.holds
    (value, relation, threshold) = (nil, nil, nil)
    kind = finding.holds == nil ? nil : .exact
    reason = finding.reason
  }
}

extension Quantity {
  /// What the truth can be, as far as a bound tells: the statistical and numerical errors of others are not in it.
  fileprivate var possible: (lowest: Double, highest: Double)? {
    guard let value else { return nil }
    guard kind == .bound else { return (value, value) }
    return (truth == .above ? value : -.infinity, truth == .below ? value : .infinity)
  }
}

extension Sequence<Hypothesis> {
  /// True if all hold, false if one fails, nil otherwise.
  public var allHold: Bool? {
    if contains(where: { $0.holds == false }) { return false }
    return allSatisfy { $0.holds == true } ? true : nil
  }
}
