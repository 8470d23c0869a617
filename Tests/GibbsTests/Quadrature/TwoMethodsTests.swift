import Foundation
import GSL
import Gibbs
import Stochastic
import Testing

/// Three weights, and kinks: no table of answers, so a second method that shares only the loss.
@Suite struct TwoMethodsTests {
  static let net = WrappedPotential.net(
    activation: "tanh", beta: 1, outer: [0.9, -0.7, 0.6], inputs: [[1.4], [-0.8], [0.5], [-1.7]],
    labels: [0.8, 0.9, -0.5, 0.3], regularization: 0.15)

  /// Composite Gauss–Legendre over a cube, with two numbers of panels.
  @Test(arguments: [0.4, 1.0])
  func threeWeights(learningRate: Double) throws {
    let quadrature = try GibbsQuadrature(
      Self.net, learningRate: learningRate, minima: LocalMinima.find(Self.net, radius: 3))
    let truth = try legendre(learningRate: learningRate, panels: 8)
    let coarse = try legendre(learningRate: learningRate, panels: 6)
    let mine = [
      quadrature.integrals.logPartitionFunction, quadrature.integrals.meanLoss,
      quadrature.integrals.meanSquaredNorm,
    ]
    for (mine, (truth, coarse)) in zip(mine, zip(truth, coarse)) {
      let slack = (truth - coarse).magnitude + 1e-11
      #expect(slack < 1e-6)
      #expect((mine.value - truth).magnitude <= mine.error + slack)
      #expect(mine.error < 1e-4 * truth.magnitude)
    }
    let identity = quadrature.integrals
    let byLaplacian = learningRate / 2 * identity.meanLaplacian.value
    #expect(
      (identity.meanSquaredGradient.value - byLaplacian).magnitude
        <= identity.meanSquaredGradient.error + learningRate / 2 * identity.meanLaplacian.error)
  }

  /// log Z, E L, E‖W‖², cut where the regulariser alone makes e^(−32).
  private func legendre(learningRate: Double, panels: Int) throws -> [Double] {
    let radius = (32 * learningRate / Self.net.regularization).squareRoot()
    let rules = try (0..<panels).map { panel in
      let ends = [panel, panel + 1].map { radius * (2 * Double($0) / Double(panels) - 1) }
      return try GaussRule.legendre(count: 16, on: ends[0]...ends[1])
    }
    let nodes = rules.flatMap(\.nodes)
    let weights = rules.flatMap(\.weights)
    let evaluator = Evaluator(Self.net)
    var (mass, loss, norm) = (Lanes.zero, Lanes.zero, Lanes.zero)
    for (x, first) in zip(nodes, weights) {
      for (y, second) in zip(nodes, weights) {
        for rule in rules {
          let z = Lanes(rule.nodes)
          evaluator.move(to: [x, y, 0])
          evaluator.weights[2] = z
          let value = evaluator.value()
          let weight = first * second * Lanes(rule.weights) * exp(-2 * value / learningRate)
          mass += weight
          loss += weight * value
          norm += weight * (x * x + y * y + z * z)
        }
      }
    }
    return [log(mass.sum()), loss.sum() / mass.sum(), norm.sum() / mass.sum()]
  }

  /// A kink of width 1/β at the origin.
  @Test(arguments: [1e2, 1e4, 1e7])
  func softplusOnTheLine(beta: Double) throws {
    let potential = WrappedPotential.net(
      activation: "softplus", beta: beta, outer: [1.0], inputs: [[1], [-0.5], [2]], labels: [0.5, 0.4, 1.5],
      regularization: 0.2)
    let minima = LocalMinima.find(potential, radius: 3)
    let integrals = try GibbsQuadrature(potential, learningRate: 0.3, minima: minima).integrals
    // the same loss written out, with the kink as an end
    let mass = try piecewise { exp(-2 * softplusLoss($0, beta) / 0.3) }
    let loss = try piecewise { exp(-2 * softplusLoss($0, beta) / 0.3) * softplusLoss($0, beta) }
    #expect(
      (integrals.logPartitionFunction.value - log(mass)).magnitude
        <= integrals.logPartitionFunction.error + 1e-10)
    #expect((integrals.meanLoss.value - loss / mass).magnitude <= integrals.meanLoss.error + 1e-10)
    #expect(integrals.logPartitionFunction.error < 1e-7)
    #expect(integrals.meanLoss.error < 1e-7)
  }

  /// Kinks along three lines of the plane, against nested adaptive quadrature broken at them.
  @Test(arguments: [10, 1e4])
  func softplusInThePlane(beta: Double) throws {
    let inputs = [[1, 0.3], [-0.5, 0.8], [0.4, -1.2]]
    let potential = WrappedPotential.net(
      activation: "softplus", beta: beta, outer: [1.0], inputs: inputs, labels: [0.5, 0.4, 0.9],
      regularization: 0.2)
    let quadrature = try GibbsQuadrature(
      potential, learningRate: 0.3, minima: LocalMinima.find(potential, radius: 3))
    let evaluator = Evaluator(potential)
    let outer = try integrate(over: Interval(-9, 9), absoluteTolerance: 0, relativeTolerance: 1e-8) { x in
      let kinks = inputs.map { -x * $0[0] / $0[1] }.filter { $0.magnitude < 9 }
      let ends = ([-9, 9] + kinks).sorted()
      return try zip(ends, ends.dropFirst()).reduce(0) { sum, piece in
        try sum
          + integrate(
            over: Interval(piece.0, piece.1), absoluteTolerance: 1e-14, relativeTolerance: 1e-9
          ) { y in exp(-2 * (evaluator.value(at: [x, y]) - quadrature.minimumLoss) / 0.3) }.value
      }
    }
    let truth = log(outer.value) - 2 * quadrature.minimumLoss / 0.3
    let mine = quadrature.integrals.logPartitionFunction
    #expect((mine.value - truth).magnitude <= mine.error + outer.error / outer.value)
    #expect(mine.error < 1e-6)
    // spikes of the Laplacian of width 1/β: either met, or in the error
    let byIdentity = 2 / 0.3 * quadrature.integrals.meanSquaredGradient.value
    #expect(
      (quadrature.integrals.meanLaplacian.value - byIdentity).magnitude
        <= quadrature.integrals.meanLaplacian.error)
  }

  private func piecewise(_ f: (Double) -> Double) throws -> Double {
    let ends = [-12, -1, -1e-2, -1e-4, 0, 1e-4, 1e-2, 1, 12]
    return try zip(ends, ends.dropFirst()).reduce(0) { sum, piece in
      try sum
        + integrate(
          over: Interval(piece.0, piece.1), absoluteTolerance: 1e-15, relativeTolerance: 1e-12
        ) { f($0) }.value
    }
  }

  private func softplusLoss(_ w: Double, _ beta: Double) -> Double {
    let residuals = zip([1, -0.5, 2], [0.5, 0.4, 1.5]).map { x, y in
      y - (max(w * x, 0) + log1p(exp(-beta * (w * x).magnitude)) / beta)
    }
    return residuals.reduce(0) { $0 + $1 * $1 } / 6 + 0.1 * w * w
  }
}
