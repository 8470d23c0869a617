@preconcurrency import CGSL

/// The gamma law with density x^(a−1) exp(−x/b) / (Γ(a) bᵃ) on x > 0.
///
/// For shapes of a million and more GSL fails to evaluate some tails near the mean: they throw.
public struct Gamma: Law, Hashable {
  /// a.
  public let shape: Double
  /// b.
  public let scale: Double

  /// - Throws: ``LawError`` unless shape and scale are finite and positive.
  public init(shape: Double, scale: Double = 1) throws(LawError) {
    try requirePositive("Gamma", "shape", shape)
    try requirePositive("Gamma", "scale", scale)
    self.shape = shape
    self.scale = scale
  }

  public var mean: Double? { shape * scale }

  public var variance: Double? { shape * scale * scale }

  public func sample(using generator: Generator) -> Double {
    gsl_ran_gamma(generator.state, shape, scale)
  }

  /// The density; at x = 0 its limit from the right, infinite for a < 1.
  public func density(_ x: Double) throws(LawError) -> Double {
    if x == 0, shape < 1 { return .infinity }
    return try GSL.density("Gamma", x) { gsl_ran_gamma_pdf($0, shape, scale) }
  }

  public func cumulative(_ x: Double) throws(LawError) -> Double {
    try lowerTail("Gamma", x) { gsl_cdf_gamma_P($0, shape, scale) }
  }

  public func survival(_ x: Double) throws(LawError) -> Double {
    try upperTail("Gamma", x) { gsl_cdf_gamma_Q($0, shape, scale) }
  }

  public func quantile(_ probability: Double) throws(LawError) -> Double {
    try GSL.quantile(
      self, "Gamma", probability,
      inverseLower: { gsl_cdf_gamma_Pinv($0, shape, scale) },
      inverseUpper: { gsl_cdf_gamma_Qinv($0, shape, scale) })
  }
}
