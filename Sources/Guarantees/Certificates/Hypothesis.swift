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

  /// How far on the right side the value is; negative where the condition fails.
  public var margin: Double? {
    guard let value, let threshold, let relation else { return nil }
    let margin = relation == .above ? value - threshold : threshold - value
    return margin.isNaN ? nil : margin
  }

  /// A condition on a number.
  public init(
    _ statement: String, role: Role = .needed, _ value: Quantity, _ relation: Relation, _ threshold: Quantity
  ) {
    self.statement = statement
    self.role = role
    self.relation = relation
    self.value = value.value
    self.threshold = threshold.value
    kind = [value.kind, threshold.kind].compactMap { $0 }.max()
    guard let left = value.value, let right = threshold.value else {
      holds = nil
      reason = value.reason ?? threshold.reason
      return
    }
    reason = nil
    switch relation {
    case .above: holds = left > right
    case .below: holds = left < right
    case .atMost: holds = left <= right
    }
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

extension Sequence<Hypothesis> {
  /// True if all hold, false if one fails, nil otherwise.
  public var allHold: Bool? {
    if contains(where: { $0.holds == false }) { return false }
    return allSatisfy { $0.holds == true } ? true : nil
  }
}
