import Guarantees
import Stochastic
import Testing

/// ‖ρ − μ_s‖ < ∞ for the quadratic if and only if σ² < s/λ; never for the double well, never from a point.
@Suite struct InitialDensityTests {
  @Test func theEdgeOfTheQuadratic() throws {
    let bowl = try Quadratic(dimension: 2, regularization: 2)
    for (deviation, holds) in [(0.2, true), (0.4999, true), (0.5, false), (0.7, false)] {
      let law = InitialLaw.gaussian(mean: [1, -1], standardDeviation: deviation)
      #expect(bowl.initialDensity(law, learningRate: 0.5).holds == holds)
    }
  }

  @Test func theDoubleWellAndPoints() throws {
    let narrow = InitialLaw.gaussian(mean: [0], standardDeviation: 1e-3)
    #expect(DoubleWell().initialDensity(narrow, learningRate: 1).holds == false)
    let bowl = try Quadratic(dimension: 1, regularization: 1)
    #expect(bowl.initialDensity(.point([0]), learningRate: 1).holds == false)
    let flat = InitialLaw.gaussian(mean: [0], standardDeviation: 0)
    #expect(bowl.initialDensity(flat, learningRate: 1).holds == false)
  }

  /// Where there is no μ_s there is nothing to be integrable against.
  @Test func withoutAGibbsLawThereIsNoDistance() throws {
    let risk = try RegularizedRisk(
      activation: Sigmoid(), outer: [1], inputs: [[1]], labels: [0], regularization: 0)
    let finding = risk.initialDensity(
      .gaussian(mean: [0], standardDeviation: 1e-3), learningRate: 0.5)
    #expect(finding.holds == false && finding.reason.contains("there is no mu_s"))
  }

  /// Between s/λ₊ and s/λ₋ norms do not decide.
  @Test func softplusHasAGreyZone() throws {
    let risk = try RegularizedRisk(
      activation: Softplus(), outer: [0.6, -0.8], inputs: [[1], [-0.5]], labels: [0, 1], regularization: 1)
    #expect(risk.quadraticGrowth == 1...2)
    for (variance, holds) in [(0.24, true), (0.26, nil), (0.49, nil), (0.51, false)] as [(Double, Bool?)] {
      let law = InitialLaw.gaussian(mean: [0, 0], standardDeviation: variance.squareRoot())
      #expect(risk.initialDensity(law, learningRate: 0.5).holds == holds)
    }
  }
}
