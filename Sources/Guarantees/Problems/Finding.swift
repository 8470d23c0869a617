/// What theory decides about a potential, by what argument; `holds` is nil where it cannot be decided.
public struct Finding: Sendable, Equatable {
  public let holds: Bool?
  public let reason: String

  public init(_ holds: Bool?, _ reason: String) {
    self.holds = holds
    self.reason = reason
  }
}
