import Foundation
import Gibbs
import Stochastic
import Testing

@Suite struct QuadratureBehaviourTests {
  static let reference = GibbsReference.cases(dimension: 2...2)

  @Test func theSameBitsForAnyNumberOfThreads() throws {
    let item = try #require(Self.reference.first)
    let results = try [1, 2, 5].map {
      try GibbsQuadrature(
        item.potential, learningRate: item.learningRate, minima: item.minima, threads: $0
      ).integrals
    }
    #expect(results[0] == results[1])
    #expect(results[0] == results[2])
  }

  /// With only one of two wells listed the scan of the sublevel set finds the other.
  @Test func anUnlistedWellIsNotMissed() throws {
    let both = try GibbsQuadrature(WrappedPotential.doubleWell, learningRate: 1e-3, minima: [[1], [-1]])
    let one = try GibbsQuadrature(WrappedPotential.doubleWell, learningRate: 1e-3, minima: [[1]])
    #expect(
      (both.integrals.logPartitionFunction.value - one.integrals.logPartitionFunction.value).magnitude
        <= 1e-12)
    // two Gaussians of variance s/4 each: Z = 2 √(πs/2) (1 + O(s))
    #expect(
      (both.integrals.logPartitionFunction.value - log(2 * (Double.pi * 5e-4).squareRoot())).magnitude < 1e-2)
  }

  @Test func aListWithoutTheGlobalMinimumIsRefused() throws {
    #expect(throws: GibbsIntegrationError.self) {
      try GibbsQuadrature(
        WrappedPotential.quadratic(dimension: 1, regularization: 1), learningRate: 0.1, minima: [[0.2]])
    }
  }

  @Test func badInputIsRefused() throws {
    let plane = WrappedPotential.quadratic(dimension: 2, regularization: 1)
    let many = WrappedPotential.quadratic(dimension: 4, regularization: 1)
    #expect(throws: GibbsIntegrationError.dimension(4)) {
      try GibbsQuadrature(many, learningRate: 1, minima: [[0, 0, 0, 0]])
    }
    #expect(throws: GibbsIntegrationError.learningRate(0)) {
      try GibbsQuadrature(plane, learningRate: 0, minima: [[0, 0]])
    }
    #expect(throws: GibbsIntegrationError.self) {
      try GibbsQuadrature(plane, learningRate: 1, minima: [])
    }
    #expect(throws: GibbsIntegrationError.self) {
      try GibbsQuadrature(plane, learningRate: 1, minima: [[0]])
    }
  }

  @Test func aCancelledControlStopsIt() throws {
    let control = RunControl()
    control.cancel()
    #expect(throws: CancellationError.self) {
      try GibbsQuadrature(
        WrappedPotential.quadratic(dimension: 2, regularization: 1), learningRate: 1, minima: [[0, 0]],
        control: control)
    }
  }

  /// log Z of −3600: a loss with a high floor.
  @Test func logarithmsFarFromZero() throws {
    let potential = WrappedPotential.net(
      activation: "tanh", beta: 1, outer: [1], inputs: [[1]], labels: [6], regularization: 1)
    let minima = LocalMinima.find(potential, radius: 3)
    let quadrature = try GibbsQuadrature(potential, learningRate: 1e-2, minima: minima)
    let mine = quadrature.integrals.logPartitionFunction
    #expect(mine.value < -2000)
    // Laplace: −2 min L/s + ½ log(πs/L″)
    let curvature = Evaluator(potential).hessian(at: minima[0])[0][0]
    let laplace = -200 * quadrature.minimumLoss + 0.5 * log(Double.pi * 1e-2 / curvature)
    #expect((mine.value - laplace).magnitude < 1e-2)
    #expect(mine.error < 1e-9)
  }

  /// The marginals of N(0, s/(2λ) I), and that they integrate to one.
  @Test(arguments: 1...3) func marginalsOfTheQuadratic(dimension: Int) throws {
    let quadrature = try GibbsQuadrature(
      WrappedPotential.quadratic(dimension: dimension, regularization: 0.7), learningRate: 0.2,
      minima: [[Double](repeating: 0, count: dimension)])
    let variance = 0.2 / 1.4
    let line = try quadrature.marginalDensity(of: [dimension - 1], counts: [201])
    for (x, density) in zip(line.points[0], line.values) {
      let truth = exp(-x * x / (2 * variance)) / (2 * Double.pi * variance).squareRoot()
      #expect((density - truth).magnitude <= 1e-6)
    }
    guard dimension > 1 else { return }
    let plane = try quadrature.marginalDensity(of: [1, 0], counts: [21, 31])
    #expect(plane.values.count == 21 * 31)
    let (x, y) = (plane.points[0][3], plane.points[1][17])
    let truth = exp(-(x * x + y * y) / (2 * variance)) / (2 * Double.pi * variance)
    #expect((plane.values[3 * 31 + 17] - truth).magnitude <= 1e-6)
  }

  @Test func anExpectationStatesItsOwnError() throws {
    let quadrature = try GibbsQuadrature(
      WrappedPotential.quadratic(dimension: 1, regularization: 1), learningRate: 2, minima: [[0]])
    // N(0, 1)
    let smooth = try quadrature.expectation { point, _ in cos(point[0]) }
    #expect((smooth.value - exp(-0.5)).magnitude <= smooth.error)
    #expect(smooth.error < 1e-10)
    let jump = try quadrature.expectation { point, _ in point[0] > 0.3 ? 1 : 0 }
    #expect((jump.value - 0.5 * erfc(0.3 / 2.0.squareRoot())).magnitude <= jump.error)
    let fourth = try quadrature.expectation { _, loss in 4 * loss * loss }
    #expect((fourth.value - 3).magnitude <= fourth.error)
  }
}
