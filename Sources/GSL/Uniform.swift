@preconcurrency import CGSL

/// The uniform law on [a, b), with density 1/(b−a).
public struct Uniform: Law, Hashable {
  /// a.
  public let lower: Double
  /// b.
  public let upper: Double

  /// - Throws: ``LawError`` unless a < b are finite and b − a does not overflow.
  public init(lower: Double = 0, upper: Double = 1) throws(LawError) {
    try requireFinite("Uniform", "lower", lower)
    try require(
      lower < upper && (upper - lower).isFinite, "Uniform", "upper", upper,
      "a finite number > lower = \(lower), at a finite distance from it")
    self.lower = lower
    self.upper = upper
  }

  public var mean: Double? { lower / 2 + upper / 2 }

  public var variance: Double? { (upper - lower) * (upper - lower) / 12 }

  public func sample(using generator: Generator) -> Double {
    gsl_ran_flat(generator.state, lower, upper)
  }

  public func density(_ x: Double) throws(LawError) -> Double {
    try GSL.density("Uniform", x) { gsl_ran_flat_pdf($0, lower, upper) }
  }

  public func cumulative(_ x: Double) throws(LawError) -> Double {
    try lowerTail("Uniform", x) { gsl_cdf_flat_P($0, lower, upper) }
  }

  public func survival(_ x: Double) throws(LawError) -> Double {
    try upperTail("Uniform", x) { gsl_cdf_flat_Q($0, lower, upper) }
  }

  public func quantile(_ probability: Double) throws(LawError) -> Double {
    guard probability >= 0, probability <= 1 else {
      throw .notAProbability(law: "Uniform", value: probability)
    }
    return gsl_cdf_flat_Pinv(probability, lower, upper)
  }
}
