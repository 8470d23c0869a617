import Foundation
import GSL
import Stochastic
import Testing

/// The random numbers of a run come from Philox or from a GSL generator: other numbers, the same laws.
///
/// Gate: means within 4.5 standard errors of their difference, √2 times that of one of them.
@Suite(.serialized) struct GeneratorChoiceTests {
  struct Run: Sendable, CustomTestStringConvertible {
    let problem: String
    let regularization: Double
    let initial: InitialLaw
    let dynamics: Dynamics
    var testDescription: String { "\(problem), \(dynamics)" }
  }

  static let runs = [
    Run(
      problem: "P1", regularization: 0.1, initial: .gaussian(mean: [-1], standardDeviation: 0.35),
      dynamics: .sde(stepSize: 0.05)),
    Run(
      problem: "P1", regularization: 0.1, initial: .gaussian(mean: [-1], standardDeviation: 0.35),
      dynamics: .sgd(batch: 2, sampling: .withReplacement)),
    Run(
      problem: "P3", regularization: 0.08, initial: .point([1, 0.5]), dynamics: .sde(stepSize: 0.05)),
    Run(
      problem: "P3", regularization: 0.08, initial: .point([1, 0.5]),
      dynamics: .sgd(batch: 2, sampling: .reshuffle)),
    Run(
      problem: "P3", regularization: 0.08, initial: .point([1, 0.5]),
      dynamics: .sgd(batch: 1, sampling: .withoutReplacement)),
  ]

  @Test(arguments: ["mt19937", "ranlxd2"], runs) func sameMeans(generator: String, run: Run) throws {
    let potential = try Reference.problem(run.problem).potential(regularization: run.regularization)
    func means(_ generator: RandomGenerator, seed: UInt64) throws -> [Estimate] {
      let state = try simulate(
        potential, learningRate: 0.2, initial: run.initial, times: [0.2, 0.6, 1], curves: [run.dynamics],
        paths: 50_000, seed: seed, generator: generator)
      return (0..<3).map { state.mean(curve: 0, time: $0) }
    }
    let philox = try means(.philox, seed: 6000)
    let other = try means(.gsl(GeneratorType(named: generator)), seed: 6001)
    for (first, second) in zip(philox, other) {
      let error = hypot(first.standardError, second.standardError)
      expect(Estimate(value: second.value, standardError: error), near: first.value, "mean")
      #expect(second != first, "the generator was not changed")
    }
  }
}
