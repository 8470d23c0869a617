@preconcurrency import CGSL

/// The law of Z₁² + … + Z_ν², Z_i ~ N(0, 1) independent: the gamma law of shape ν/2 and scale 2.
public struct ChiSquared: Law, Hashable {
  /// ν, not necessarily whole.
  public let degreesOfFreedom: Double

  /// - Throws: ``LawError`` unless ν is finite and positive.
  public init(degreesOfFreedom: Double) throws(LawError) {
    try requirePositive("ChiSquared", "degreesOfFreedom", degreesOfFreedom)
    self.degreesOfFreedom = degreesOfFreedom
  }

  public var mean: Double? { degreesOfFreedom }

  public var variance: Double? { 2 * degreesOfFreedom }

  public func sample(using generator: Generator) -> Double {
    gsl_ran_chisq(generator.state, degreesOfFreedom)
  }

  /// The density; at x = 0 its limit from the right, infinite for ν < 2.
  public func density(_ x: Double) throws(LawError) -> Double {
    if x == 0, degreesOfFreedom < 2 { return .infinity }
    return try GSL.density("ChiSquared", x) { gsl_ran_chisq_pdf($0, degreesOfFreedom) }
  }

  public func cumulative(_ x: Double) throws(LawError) -> Double {
    try lowerTail("ChiSquared", x) { gsl_cdf_chisq_P($0, degreesOfFreedom) }
  }

  public func survival(_ x: Double) throws(LawError) -> Double {
    try upperTail("ChiSquared", x) { gsl_cdf_chisq_Q($0, degreesOfFreedom) }
  }

  public func quantile(_ probability: Double) throws(LawError) -> Double {
    try GSL.quantile(
      self, "ChiSquared", probability,
      inverseLower: { gsl_cdf_chisq_Pinv($0, degreesOfFreedom) },
      inverseUpper: { gsl_cdf_chisq_Qinv($0, degreesOfFreedom) })
  }
}
