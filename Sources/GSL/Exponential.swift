@preconcurrency import CGSL

/// The exponential law with density exp(−x/μ)/μ on x ≥ 0.
public struct Exponential: Law, Hashable {
  /// μ, the mean: one over the rate.
  public let scale: Double

  /// - Throws: ``LawError`` unless the scale is finite and positive.
  public init(scale: Double = 1) throws(LawError) {
    try requirePositive("Exponential", "scale", scale)
    self.scale = scale
  }

  public var mean: Double? { scale }

  public var variance: Double? { scale * scale }

  public func sample(using generator: Generator) -> Double {
    gsl_ran_exponential(generator.state, scale)
  }

  public func density(_ x: Double) throws(LawError) -> Double {
    try GSL.density("Exponential", x) { gsl_ran_exponential_pdf($0, scale) }
  }

  public func cumulative(_ x: Double) throws(LawError) -> Double {
    try lowerTail("Exponential", x) { gsl_cdf_exponential_P($0, scale) }
  }

  public func survival(_ x: Double) throws(LawError) -> Double {
    try upperTail("Exponential", x) { gsl_cdf_exponential_Q($0, scale) }
  }

  public func quantile(_ probability: Double) throws(LawError) -> Double {
    try GSL.quantile(
      self, "Exponential", probability,
      inverseLower: { gsl_cdf_exponential_Pinv($0, scale) },
      inverseUpper: { gsl_cdf_exponential_Qinv($0, scale) })
  }
}
