import Gibbs
import Stochastic
import Testing

@Suite struct KinkedMinimumTests {
  /// A rectifier all but in name: the curvature at the minimum calls for a lattice that nobody can pay.
  @Test func theAdaptiveRuleTakesOver() throws {
    let risk = try RegularizedRisk(
      activation: Softplus(beta: 675), outer: [2.55], inputs: [[-12.76], [-8.49], [-18.33], [-15.67]],
      labels: [0.33, 0.06, 0.25, -1.94], regularization: 0.5)
    let minima = try MinimumSearch().search(risk).localMinima.map(\.weights)
    let integrals = try GibbsQuadrature(risk, learningRate: 10.1, minima: minima).integrals
    // by Gauss rules on half a million panels elsewhere
    #expect((integrals.logPartitionFunction.value - 1.30153).magnitude < 1e-5)
    #expect(integrals.logPartitionFunction.error < 1e-8)
  }
}
