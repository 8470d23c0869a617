@preconcurrency import CGSL

/// The Cauchy law with density a / (π(a² + (x−m)²)). It has no mean.
public struct Cauchy: Law, Hashable {
  /// m, the median.
  public let location: Double
  /// a, the half width at half height.
  public let scale: Double

  /// - Throws: ``LawError`` unless the location is finite and the scale finite and positive.
  public init(location: Double = 0, scale: Double = 1) throws(LawError) {
    try requireFinite("Cauchy", "location", location)
    try requirePositive("Cauchy", "scale", scale)
    self.location = location
    self.scale = scale
  }

  public var mean: Double? { nil }

  public var variance: Double? { nil }

  public func sample(using generator: Generator) -> Double {
    location + gsl_ran_cauchy(generator.state, scale)
  }

  public func density(_ x: Double) throws(LawError) -> Double {
    try GSL.density("Cauchy", x) { gsl_ran_cauchy_pdf($0 - location, scale) }
  }

  public func cumulative(_ x: Double) throws(LawError) -> Double {
    try lowerTail("Cauchy", x) { gsl_cdf_cauchy_P($0 - location, scale) }
  }

  public func survival(_ x: Double) throws(LawError) -> Double {
    try upperTail("Cauchy", x) { gsl_cdf_cauchy_Q($0 - location, scale) }
  }

  public func quantile(_ probability: Double) throws(LawError) -> Double {
    try GSL.quantile(
      self, "Cauchy", probability,
      inverseLower: { location + gsl_cdf_cauchy_Pinv($0, scale) },
      inverseUpper: { location + gsl_cdf_cauchy_Qinv($0, scale) })
  }
}
