/// One side of a number, with where it comes from: a theorem, or an estimate that can only err to that side.
public struct Bound: Sendable, Equatable {
  public enum Side: String, Sendable {
    case lower, upper
  }

  /// Short name, such as "bakry-emery"
  public let name: String
  /// Nil where the hypotheses fail or the bound says nothing
  public let value: Double?
  public let side: Side
  /// Theorem or section, with what had to be checked
  public let source: String
  /// Why there is no value, or what the value rests on
  public let remark: String?

  public init(name: String, value: Double?, side: Side, source: String, remark: String? = nil) {
    self.name = name
    self.value = value
    self.side = side
    self.source = source
    self.remark = remark
  }

  /// Whether the hypotheses hold and the bound says something.
  public var applies: Bool { value != nil }
}
