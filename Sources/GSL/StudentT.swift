@preconcurrency import CGSL

/// Student's law with ν degrees of freedom: the law of Z/√(Y/ν), Z ~ N(0, 1), Y ~ χ²(ν) independent.
public struct StudentT: Law, Hashable {
  /// ν, not necessarily whole.
  public let degreesOfFreedom: Double

  /// - Throws: ``LawError`` unless ν is finite and positive.
  public init(degreesOfFreedom: Double) throws(LawError) {
    try requirePositive("StudentT", "degreesOfFreedom", degreesOfFreedom)
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// 0 for ν > 1, else nil.
  public var mean: Double? { degreesOfFreedom > 1 ? 0 : nil }

  /// ν/(ν−2) for ν > 2, else nil.
  public var variance: Double? {
    degreesOfFreedom > 2 ? degreesOfFreedom / (degreesOfFreedom - 2) : nil
  }

  /// By the definition. (`gsl_ran_tdist` rejects, and hardly ever accepts for ν just above 2.)
  public func sample(using generator: Generator) -> Double {
    let normal = gsl_ran_gaussian_ziggurat(generator.state, 1)
    let chiSquared = gsl_ran_chisq(generator.state, degreesOfFreedom)
    return normal / (chiSquared / degreesOfFreedom).squareRoot()
  }

  public func density(_ x: Double) throws(LawError) -> Double {
    try GSL.density("StudentT", x) { gsl_ran_tdist_pdf($0, degreesOfFreedom) }
  }

  public func cumulative(_ x: Double) throws(LawError) -> Double {
    try lowerTail("StudentT", x) { gsl_cdf_tdist_P($0, degreesOfFreedom) }
  }

  public func survival(_ x: Double) throws(LawError) -> Double {
    try upperTail("StudentT", x) { gsl_cdf_tdist_Q($0, degreesOfFreedom) }
  }

  public func quantile(_ probability: Double) throws(LawError) -> Double {
    try GSL.quantile(
      self, "StudentT", probability,
      inverseLower: { gsl_cdf_tdist_Pinv($0, degreesOfFreedom) },
      inverseUpper: { gsl_cdf_tdist_Qinv($0, degreesOfFreedom) })
  }
}
