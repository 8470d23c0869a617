import Foundation
import GSL
import Testing

@Suite struct QuantileTests {
  private static let tails = [1e-12, 1e-6, 1e-3, 0.04, 0.05, 0.2, 0.45, 0.5]

  /// Tail of quantile is the identity in both tails, as far as the doubles near x lie close enough.
  @Test(arguments: try sampledLaws()) func roundTrip(name: String, law: any Law) throws {
    for tail in Self.tails {
      let lower = try law.quantile(tail)
      let grain = try law.density(lower) * lower.ulp
      #expect((try law.cumulative(lower) - tail).magnitude <= 1e-9 * tail + grain, "\(tail)")
      let upper = try law.quantile(1 - tail)
      let upperTail = 1 - (1 - tail)
      let upperGrain = try law.density(upper) * upper.ulp
      #expect((try law.survival(upper) - upperTail).magnitude <= 1e-9 * upperTail + upperGrain, "1 - \(tail)")
    }
  }

  @Test func closedForms() throws {
    for p in [1e-9, 0.01, 0.3, 0.5, 0.8, 0.999] {
      let exponential = try Exponential(scale: 3).quantile(p)
      #expect((exponential + 3 * log1p(-p)).magnitude <= 1e-13 * exponential)
      let cauchy = try Cauchy(location: 2, scale: 0.5).quantile(p)
      let truth = 2 - 0.5 / tan(.pi * p)
      #expect((cauchy - truth).magnitude <= 1e-12 * max(1, truth.magnitude))
      #expect((try Uniform(lower: -1, upper: 3).quantile(p) - (4 * p - 1)).magnitude <= 1e-15)
      let chiSquared = try ChiSquared(degreesOfFreedom: 2).quantile(p)
      #expect((chiSquared + 2 * log1p(-p)).magnitude <= 1e-9 * chiSquared)
    }
    // Abramowitz and Stegun, tables 26.5, 26.8 and 26.10.
    #expect((try Gaussian().quantile(0.975) - 1.959963984540054).magnitude < 1e-14)
    #expect((try ChiSquared(degreesOfFreedom: 10).quantile(0.95) - 18.3070).magnitude < 5e-5)
    #expect((try StudentT(degreesOfFreedom: 5).quantile(0.975) - 2.571).magnitude < 5e-4)
  }

  @Test(arguments: try sampledLaws()) func edges(name: String, law: any Law) throws {
    #expect(try law.cumulative(law.quantile(0)) == 0)
    #expect(try law.survival(law.quantile(1)) == 0)
    for p in [-0.1, 1.5, .nan, .infinity] {
      #expect(throws: LawError.self) { try law.quantile(p) }
    }
  }

  /// Where GSL's inverses fail, and where hardly a double has the tail asked for, the definition still
  /// holds: the tail passes p between x and the number before it, up to the accuracy of the tail.
  @Test(arguments: [1e-3, 0.01, 0.1, 1, 30, 1e4]) func extremeShapes(shape: Double) throws {
    let law = try Gamma(shape: shape)
    for p in [1e-300, 1e-30, 1e-9, 0.01, 0.5] {
      let x = try law.quantile(p)
      #expect(try law.cumulative(x) >= p * (1 - 1e-9), "p \(p)")
      #expect(try law.cumulative(x.nextDown) <= p * (1 + 1e-9), "p \(p)")
    }
    for p in [0.9, 1 - 1e-9, 1.0.nextDown] {
      let x = try law.quantile(p)
      #expect(try law.survival(x) <= (1 - p) * (1 + 1e-9), "p \(p)")
      #expect(try law.survival(x.nextDown) >= (1 - p) * (1 - 1e-9), "p \(p)")
    }
  }

  /// Student's quantiles for one degree of freedom are Cauchy's, −cot(πp), far into the tail.
  @Test(arguments: [1e-15, 1e-12, 1e-5, 0.3]) func studentOneIsCauchy(p: Double) throws {
    let x = try StudentT(degreesOfFreedom: 1).quantile(p)
    #expect((x * tan(.pi * p) + 1).magnitude < 2e-9)
  }
}
