import Foundation
import GSL
import Testing

@Suite struct LawTests {
  @Test(arguments: try closedForms()) func densitiesAndTails(form: ClosedForm) throws {
    for x in form.abscissae {
      #expect(agree(try form.law.density(x), form.density(x)), "density at \(x)")
      #expect(agree(try form.law.cumulative(x), form.lower(x)), "lower tail at \(x)")
      #expect(agree(try form.law.survival(x), form.upper(x)), "upper tail at \(x)")
    }
  }

  /// Relative agreement to 10⁻¹¹.
  private func agree(_ value: Double, _ truth: Double) -> Bool {
    (value - truth).magnitude <= 1e-11 * truth.magnitude
  }

  @Test(arguments: try sampledLaws()) func infinities(name: String, law: any Law) throws {
    #expect(try law.cumulative(-.infinity) == 0 && law.survival(-.infinity) == 1)
    #expect(try law.cumulative(.infinity) == 1 && law.survival(.infinity) == 0)
    #expect(try law.density(.infinity) == 0 && law.density(-.infinity) == 0)
    #expect(throws: LawError.self) { try law.density(.nan) }
    #expect(throws: LawError.self) { try law.cumulative(.nan) }
    #expect(throws: LawError.self) { try law.survival(.nan) }
  }

  /// The distribution function gains between two points what the density has between them.
  @Test(arguments: try sampledLaws()) func densityIsTheDerivative(name: String, law: any Law) throws {
    for (lower, upper) in [(0.125, 1.0), (1.0, 4.5), (-3.5, -0.25)] {
      let mass = try integrate(
        over: Interval(lower, upper), absoluteTolerance: 1e-9, relativeTolerance: 0, law.density)
      #expect((try law.cumulative(upper) - law.cumulative(lower) - mass.value).magnitude < 1e-8)
    }
  }

  @Test func densitiesAtTheEdge() throws {
    #expect(try Gamma(shape: 0.5).density(0) == .infinity)
    #expect(try Gamma(shape: 1, scale: 4).density(0) == 0.25)
    #expect(try Gamma(shape: 2).density(0) == 0)
    #expect(try ChiSquared(degreesOfFreedom: 1).density(0) == .infinity)
    #expect(try ChiSquared(degreesOfFreedom: 2).density(0) == 0.5)
    #expect(try Gamma(shape: 2).density(-1) == 0 && Gamma(shape: 2).cumulative(-1) == 0)
  }

  @Test func momentsInClosedForm() throws {
    #expect(try Gaussian(mean: 2, standardDeviation: 3).mean == 2)
    #expect(try Gaussian(mean: 2, standardDeviation: 3).variance == 9)
    #expect(try Uniform(lower: 1, upper: 4).mean == 2.5)
    #expect(try Uniform(lower: 1, upper: 4).variance == 0.75)
    #expect(try Exponential(scale: 3).mean == 3 && Exponential(scale: 3).variance == 9)
    #expect(try Cauchy().mean == nil && Cauchy().variance == nil)
    #expect(try ChiSquared(degreesOfFreedom: 5).mean == 5)
    #expect(try ChiSquared(degreesOfFreedom: 5).variance == 10)
    #expect(try Gamma(shape: 4, scale: 3).mean == 12 && Gamma(shape: 4, scale: 3).variance == 36)
    #expect(try StudentT(degreesOfFreedom: 1).mean == nil)
    #expect(try StudentT(degreesOfFreedom: 2).mean == 0)
    #expect(try StudentT(degreesOfFreedom: 2).variance == nil)
    #expect(try StudentT(degreesOfFreedom: 4).variance == 2)
  }

  /// A tail that GSL's continued fraction does not reach: an error with GSL's reason, not a number.
  @Test func tailsBeyondGSLAreErrors() throws {
    let error = #expect(throws: LawError.self) { try Gamma(shape: 1e8).survival(100_335_360) }
    guard case .evaluation("Gamma", 100_335_360, let cause) = error else {
      Issue.record("unexpected \(String(describing: error))")
      return
    }
    #expect(cause.code == .tooManyIterations)
  }

  @Test func badParametersAreNamed() {
    #expect(
      throws: LawError.invalidParameter(
        law: "Gamma", parameter: "shape", value: -1, expected: "a finite number > 0")
    ) { try Gamma(shape: -1) }
    let attempts: [() throws -> any Law] = [
      { try Gaussian(mean: .nan) }, { try Gaussian(mean: .infinity) }, { try Gaussian(standardDeviation: 0) },
      { try Gaussian(standardDeviation: .nan) }, { try Uniform(lower: 1, upper: 1) },
      { try Uniform(lower: .nan, upper: 1) }, { try Uniform(lower: -1e308, upper: 1e308) },
      { try Uniform(lower: 0, upper: .infinity) }, { try Exponential(scale: -2) }, { try Cauchy(scale: 0) },
      { try Cauchy(location: .infinity) }, { try StudentT(degreesOfFreedom: 0) },
      { try StudentT(degreesOfFreedom: .infinity) }, { try ChiSquared(degreesOfFreedom: -0.0) },
      { try Gamma(shape: 1, scale: .infinity) }, { try Gamma(shape: .nan) },
    ]
    for attempt in attempts {
      #expect(throws: LawError.self) { _ = try attempt() }
    }
  }
}
