import Gibbs
import Stochastic
import Testing

/// inf V_s of nets on the line against a scan of 2 million points in double precision with closed-form derivatives.
@Suite struct VillaniInfimumTests {
  @Test func narrowDipsOfTanhAreFound() throws {
    try expectInfimum(
      -45.12935952354525, 42,
      RegularizedRisk(
        activation: HyperbolicTangent(), outer: [-1.62], inputs: [[-4.03], [-4.03]], labels: [-0.45, 2.16],
        regularization: 0.00444))
    try expectInfimum(
      -1164.694486739327, 3.04,
      RegularizedRisk(
        activation: HyperbolicTangent(), outer: [3.45], inputs: [[10.22], [10.22]], labels: [0.95, 0.95],
        regularization: 0.019))
    try expectInfimum(
      -588.2563025244718, 0.763,
      RegularizedRisk(
        activation: HyperbolicTangent(), outer: [1.9], inputs: [[-15.32], [1.95], [10.19], [-17.92]],
        labels: [-0.23, 1.34, -0.81, -1.29], regularization: 0.00223))
  }

  @Test func narrowDipsOfASigmoidAreFound() throws {
    try expectInfimum(
      -191.9100487896857, 8.44,
      RegularizedRisk(
        activation: Sigmoid(beta: 8.82), outer: [-0.5],
        inputs: [[10.08], [-15.31], [-18.52], [7.04], [-2.73]], labels: [1.87, 0.61, -0.14, 0.61, 0.54],
        regularization: 4.91))
  }

  private func expectInfimum<A: Activation>(
    _ truth: Double, _ learningRate: Double, _ risk: RegularizedRisk<A>
  ) throws {
    let minima = try MinimumSearch().search(risk).localMinima.map(\.weights)
    let route = try VillaniRoute(GibbsQuadrature(risk, learningRate: learningRate, minima: minima))
    let infimum = route.infimum
    #expect((infimum.value - truth).magnitude <= infimum.error + 1e-9 * truth.magnitude)
    #expect(infimum.error <= 1e-6 * truth.magnitude)
    #expect(route.statement.contains("proved by interval branch and bound"))
    let bound = try route.bound(radius: 1.5 * route.scannedRadius / 8) { _ in Exact(value: 1, error: 0) }
    #expect(bound.infimaProved)
  }
}
