import Gibbs
import Stochastic
import Testing

/// Monte Carlo against quadrature and the discretised generator in three dimensions.
@Suite(.serialized) struct SpaceTests {
  struct Problem: Sendable, CustomTestStringConvertible {
    let potential: WrappedPotential
    let learningRate: Double
    let testDescription: String

    static func net(
      _ activation: String, outer: [Double], inputs: [[Double]], labels: [Double], _ regularization: Double,
      _ learningRate: Double
    ) -> Problem {
      Problem(
        potential: .net(
          activation: activation, beta: 1, outer: outer, inputs: inputs, labels: labels,
          regularization: regularization),
        learningRate: learningRate, testDescription: "\(activation) \(outer.count)-\(inputs[0].count)")
    }

    static let all = [
      net(
        "sigmoid", outer: [2], inputs: [[1, -0.5, 0.3], [-0.7, 1.2, 0.4], [0.2, 0.8, -1.5], [1.1, 1, 1]],
        labels: [0.4, 1.3, 0.9, 1.6], 0.15, 0.3),
      net(
        "tanh", outer: [1.2, -0.8, 0.5], inputs: [[1.5], [-0.6], [0.9]], labels: [0.9, -0.2, 0.7], 0.2, 0.5),
      net(
        "softplus", outer: [0.7], inputs: [[0.9, 0.1, -0.4], [-1, 0.6, 0.8]], labels: [1.1, 0.2], 0.3, 0.4),
    ]
  }

  @Test(arguments: Problem.all)
  func bothMethodsAgree(_ problem: Problem) throws {
    let start = InitialLaw.gaussian(mean: [0, 0, 0], standardDeviation: 0.1)
    let measure = try GibbsMeasure(problem.potential, initial: start)
    let truth = try measure.report(learningRate: problem.learningRate, method: .deterministic, radii: nil)
    let found = try measure.report(learningRate: problem.learningRate, method: .monteCarlo, radii: nil)
    for (name, number, answer) in [
      ("log Z", found.logPartitionFunction, truth.logPartitionFunction),
      ("E L", found.meanLoss, truth.meanLoss), ("E|W|^2", found.meanSquaredNorm, truth.meanSquaredNorm),
      ("C", found.excessRiskNorm, truth.excessRiskNorm), ("gap", found.spectralGap, truth.spectralGap),
    ] {
      let (value, error) = (try #require(number.value), try #require(number.standardError))
      let exact = try #require(answer.value)
      try expect(Estimate(value: value, standardError: error), near: exact, "\(name)")
      #expect(error < 0.05 * max(exact.magnitude, 1), "\(name): \(error)")
    }
    let gap = try #require(truth.spectralGap.value)
    let error = try #require(truth.spectralGap.error)
    for bracket in [found, truth] {
      #expect(bracket.gapLower <= gap + error && gap - error <= (bracket.gapUpper ?? .infinity))
    }
  }
}
