import Gibbs
import Stochastic
import Testing

/// What the Villani route gives must not depend on units: (L, s) → (cL, cs) multiplies the generator by c.
@Suite struct PrintedFormTests {
  private func bound(_ c: Double) throws -> VillaniBound {
    let measure = try GibbsMeasure(
      try Quadratic(dimension: 1, regularization: c),
      initial: .gaussian(mean: [0], standardDeviation: 0.1), threads: 1)
    let report = try measure.report(learningRate: 0.5 * c, method: .deterministic, radii: [1.5])
    return try #require(report.villani?.atRadius.first)
  }

  @Test func thePrintedFormDependsOnUnits() throws {
    let (one, hundredth) = (try bound(1), try bound(0.01))
    let corrected = try (#require(one.corrected), #require(hundredth.corrected))
    let printed = try (#require(one.printed), #require(hundredth.printed))
    #expect(abs(corrected.1 / (0.01 * corrected.0) - 1) < 1e-6)
    // 1 − 3sε in the numerator, ε = 2/7 at s = 1/2
    #expect(abs(printed.1 / (0.01 * printed.0) - (1 - 0.015 * 2 / 7) / (1 - 1.5 * 2 / 7)) < 1e-6)
  }
}
