import Gibbs
import Stochastic
import Testing

@Suite struct ReferenceIntegralsTests {
  @Test(arguments: GibbsReference.cases(dimension: 1...2))
  func standingIntegralsAgree(_ item: GibbsReference.Case) throws {
    let integrals = try GibbsQuadrature(
      item.potential, learningRate: item.learningRate, minima: item.minima
    ).integrals
    let answers = item.answers
    let pairs: [(Exact, GibbsReference.Number)] = [
      (integrals.logPartitionFunction, answers.logPartitionFunction),
      (integrals.excessRiskNorm, answers.excessRiskNorm),
      (integrals.meanLoss, answers.meanLoss), (integrals.meanExcessLoss, answers.meanExcessLoss),
      (integrals.meanSquaredNorm, answers.meanSquaredNorm),
      (integrals.meanSquaredGradient, answers.meanSquaredGradient),
      (integrals.meanLaplacian, answers.meanLaplacian), (integrals.lossDeviation, answers.lossDeviation),
    ]
    let gate = item.potential.dimension == 1 ? 1e-9 : 1e-8
    for (mine, truth) in pairs {
      let difference = (mine.value - truth.value).magnitude
      #expect(difference <= gate * truth.value.magnitude + truth.error)
      // the stated error covers the true one, and is not absurd
      #expect(difference <= mine.error + truth.error)
      #expect(mine.error <= 10 * gate * max(truth.value.magnitude, 1))
    }
  }
}
