@preconcurrency import CGSL

/// The normal law N(μ, σ²), with density exp(−(x−μ)²/(2σ²)) / (σ√(2π)).
public struct Gaussian: Law, Hashable {
  /// μ, the mean.
  public let location: Double
  /// σ.
  public let standardDeviation: Double

  /// - Throws: ``LawError`` unless the mean is finite and the standard deviation finite and positive.
  public init(mean: Double = 0, standardDeviation: Double = 1) throws(LawError) {
    try requireFinite("Gaussian", "mean", mean)
    try requirePositive("Gaussian", "standardDeviation", standardDeviation)
    location = mean
    self.standardDeviation = standardDeviation
  }

  public var mean: Double? { location }

  public var variance: Double? { standardDeviation * standardDeviation }

  public func sample(using generator: Generator) -> Double {
    location + gsl_ran_gaussian_ziggurat(generator.state, standardDeviation)
  }

  public func density(_ x: Double) throws(LawError) -> Double {
    try GSL.density("Gaussian", x) { gsl_ran_gaussian_pdf($0 - location, standardDeviation) }
  }

  public func cumulative(_ x: Double) throws(LawError) -> Double {
    try lowerTail("Gaussian", x) { gsl_cdf_gaussian_P($0 - location, standardDeviation) }
  }

  public func survival(_ x: Double) throws(LawError) -> Double {
    try upperTail("Gaussian", x) { gsl_cdf_gaussian_Q($0 - location, standardDeviation) }
  }

  public func quantile(_ probability: Double) throws(LawError) -> Double {
    try GSL.quantile(
      self, "Gaussian", probability,
      inverseLower: { location + gsl_cdf_gaussian_Pinv($0, standardDeviation) },
      inverseUpper: { location + gsl_cdf_gaussian_Qinv($0, standardDeviation) })
  }
}
