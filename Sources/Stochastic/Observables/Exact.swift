/// A number computed without chance, |truth − value| ≤ error by the check its method makes.
///
/// The error is stated by comparison (a finer grid, a second method), not proved: what is proved is a `Bound`.
public struct Exact: Sendable, Equatable {
  public let value: Double
  /// Absolute error, at least 0
  public let error: Double

  public init(value: Double, error: Double) {
    self.value = value
    self.error = error
  }
}
