import Foundation
import Gibbs
import Stochastic
import Testing

@Suite struct ClosedFormTests {
  /// μ_s = N(0, s/(2λ) I): (λ/2)‖W‖² is (s/4) times a chi-squared of D degrees of freedom.
  @Test(arguments: [1, 2, 3], [1e-3, 0.2, 50])
  func quadratic(dimension: Int, learningRate: Double) throws {
    let regularization = 0.7
    let count = Double(dimension)
    let potential = WrappedPotential.quadratic(dimension: dimension, regularization: regularization)
    let integrals = try GibbsQuadrature(
      potential, learningRate: learningRate, minima: [[Double](repeating: 0, count: dimension)]
    ).integrals
    let mean = learningRate * count / 4
    let pairs = [
      (integrals.logPartitionFunction, count / 2 * log(Double.pi * learningRate / regularization)),
      (integrals.meanLoss, mean), (integrals.meanExcessLoss, mean),
      (integrals.excessRiskNorm, learningRate / 4 * (count * (count + 2)).squareRoot()),
      (integrals.lossDeviation, learningRate / 4 * (2 * count).squareRoot()),
      (integrals.meanSquaredNorm, count * learningRate / (2 * regularization)),
      (integrals.meanSquaredGradient, count * learningRate * regularization / 2),
      (integrals.meanLaplacian, count * regularization),
    ]
    for (mine, truth) in pairs {
      #expect((mine.value - truth).magnitude <= mine.error)
      #expect(mine.error <= [1e-9, 1e-7, 1e-4][dimension - 1] * max(truth.magnitude, mean))
    }
  }

  /// Z = ∫ exp(−(w² − 1)²/(2s)) dw = (π/2) e^(−x) (I_(−1/4)(x) + I_(1/4)(x)), x = 1/(4s).
  @Test(arguments: [0.02, 0.05, 0.2, 1])
  func doubleWell(learningRate: Double) throws {
    let quadrature = try GibbsQuadrature(
      WrappedPotential.doubleWell, learningRate: learningRate, minima: [[1], [-1]])
    let x = 1 / (4 * learningRate)
    let truth = log(Double.pi / 2 * (scaledBessel(-0.25, x) + scaledBessel(0.25, x)))
    let mine = quadrature.integrals.logPartitionFunction
    #expect((mine.value - truth).magnitude <= mine.error + 1e-13)
    #expect(mine.error < 1e-9)
    // E W = 0, and W L'(W) has mean s/2
    let first = try quadrature.expectation { point, _ in point[0] }
    #expect(first.value.magnitude <= first.error + 1e-14)
    let virial = try quadrature.expectation { point, _ in
      point[0] * point[0] * (point[0] * point[0] - 1)
    }
    #expect((virial.value - learningRate / 2).magnitude <= virial.error)
    #expect(virial.error < 1e-9 * learningRate)
  }

  /// e^(−x) I_ν(x) by its power series.
  private func scaledBessel(_ order: Double, _ x: Double) -> Double {
    (0..<400).reduce(0) { sum, k in
      let exponent = (2 * Double(k) + order) * log(x / 2) - x
      return sum + exp(exponent - lgamma(Double(k) + 1) - lgamma(Double(k) + order + 1))
    }
  }
}
