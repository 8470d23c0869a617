import Gibbs
import Stochastic
import Testing

@testable import Experiments

/// What the mean loss shows of the modes, against closed forms.
@Suite struct RealityModesTests {
  private func modes(_ text: String) throws -> [VisibleMode] {
    let experiment = try parsedInput(text + "learningRate: 0.2\nhorizon: 1\n")
    return try modes(try Catalogue.gibbsPotential(of: experiment, file: "x.yaml"), experiment)
  }

  private func modes(_ potential: some GibbsPotential, _ experiment: Experiment) throws -> [VisibleMode] {
    try GibbsMeasure(potential, initial: experiment.initial, threads: 2).modeExpansion(
      learningRate: experiment.learningRate, distance: nil, threads: 2, control: RunControl()
    ).modes
  }

  private func silentNet(outer: String, mean: String) -> String {
    "problem: {kind: two-layer, activation: tanh, outer: \(outer), regularization: 0.7, "
      + "data: {inputs: [[1]], labels: [0]}}\n"
      + "initial: {kind: gaussian, mean: \(mean), standardDeviation: 0.3}\n"
  }

  /// A net without outer weights is a quadratic, but the grid does not know it: eigenvalues k lambda, of which the loss
  /// sees 2 lambda with E_rho L - E_mu L = (lambda/2)(|m|^2 + D sigma^2) - D s/4.
  @Test(arguments: [("[0.0]", "[0.4]", 1.0, 0.16), ("[0.0, 0.0]", "[0.4, -0.3]", 2.0, 0.25)])
  func ofAQuadraticTheLossSeesTwiceTheGap(outer: String, mean: String, dimension: Double, square: Double)
    throws
  {
    let modes = try modes(silentNet(outer: outer, mean: mean))
    #expect(abs(modes[0].eigenvalue.value - 0.7) < 1e-3 && modes[0].correlation < 1e-3)
    #expect(abs(modes[1].eigenvalue.value - 1.4) < 2e-3)
    #expect(abs(modes[1].correlation - 1) < 1e-3)
    let truth = 0.35 * (square + dimension * 0.09) - 0.05 * dimension
    #expect(abs(try #require(modes[1].amplitude) - truth) < 1e-2 * abs(truth))
  }

  @Test func theQuadraticItselfIsExact() throws {
    let mode = try modes(
      "problem: {kind: quadratic, dimension: 5, regularization: 0.7}\n"
        + "initial: {kind: gaussian, mean: 0.4, standardDeviation: 0.3}\n"
    )[0]
    #expect(mode.eigenvalue.value == 1.4 && mode.correlation == 1)
    #expect(abs(try #require(mode.amplitude) - (0.35 * (0.8 + 0.45) - 0.25)) < 1e-15)
  }

  /// The slowest mode of a symmetric double well is odd, the loss even.
  @Test func theLossOfASymmetricWellDoesNotSeeTheHopping() throws {
    let modes = try modes(
      "problem: {kind: double-well}\ninitial: {kind: gaussian, mean: 1.0, standardDeviation: 0.2}\n")
    #expect(modes[0].correlation < VisibleMode.leastCorrelation)
    #expect(modes[1].correlation > 0.1)
  }
}
