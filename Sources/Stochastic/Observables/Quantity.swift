/// One number of a report, labelled for what it is, or the reason why there is none.
public struct Quantity: Sendable, Equatable {
  /// What kind of knowledge a number is.
  public enum Kind: String, Sendable {
    /// Computed without chance; `error` is checked by a second computation.
    case exact
    /// Statistical, with a standard error.
    case estimate
    /// Errs to one side only.
    case bound
  }

  /// Where the truth lies that a bound speaks of.
  public enum Side: Sendable {
    /// At the bound or above it: a lower bound
    case above
    /// At the bound or below it: an upper bound
    case below
  }

  /// Nil where there is none; then `reason` says why.
  public let value: Double?
  public let kind: Kind?
  /// Absolute error of an exact number
  public let error: Double?
  /// Of an estimate
  public let standardError: Double?
  /// Of a bound; nil where bounds of both sides went in
  public let truth: Side?
  /// How it was computed
  public let method: String?
  public let reason: String?

  public init(_ exact: Exact, method: String) {
    self.init(exact.value, .exact, error: exact.error, method: method)
  }

  public init(_ estimate: Estimate, method: String) {
    self.init(estimate.value, .estimate, standardError: estimate.standardError, method: method)
  }

  /// A statistical number without a standard error, such as an upper confidence limit.
  public init(limit value: Double, method: String) {
    self.init(value, .estimate, method: method)
  }

  /// A number known by theory, such as an infinite distance.
  public init(knownByTheory value: Double, method: String) {
    self.init(value, .exact, error: 0, method: method)
  }

  /// A proved bound, which errs to one side only; `method` says by what argument.
  public init(bound value: Double, truth: Side, method: String) {
    self.init(value, .bound, truth: truth, method: method)
  }

  /// No number, and why.
  public init(unavailable reason: String) {
    (value, kind, error, standardError, truth, method) = (nil, nil, nil, nil, nil, nil)
    self.reason = reason
  }

  init(
    _ value: Double, _ kind: Kind, error: Double? = nil, standardError: Double? = nil, truth: Side? = nil,
    method: String
  ) {
    self.value = value
    self.kind = kind
    self.error = error
    self.standardError = standardError
    self.truth = truth
    self.method = method
    reason = nil
  }

  /// The same kind of number after a smooth change of variable with derivative `slope` at the value.
  public func mapped(_ transform: (Double) -> Double, slope: (Double) -> Double) -> Quantity {
    guard let value, let kind, let method else { return self }
    let derivative = slope(value)
    let factor = derivative.magnitude
    return Quantity(
      transform(value), kind, error: error.map { $0 * factor },
      standardError: standardError.map { $0 * factor },
      truth: derivative < 0 ? truth?.opposite : truth, method: method)
  }
}

extension Quantity.Side {
  var opposite: Quantity.Side { self == .above ? .below : .above }
}
