/// A statistical number with its standard error.
public struct Estimate: Sendable, Equatable {
  public let value: Double
  public let standardError: Double

  public init(value: Double, standardError: Double) {
    self.value = value
    self.standardError = standardError
  }
}
