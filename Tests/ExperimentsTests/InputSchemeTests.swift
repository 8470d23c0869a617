import Foundation
import Stochastic
import Testing

@testable import Experiments

extension BadInput {
  /// What the trajectories behind a spectral gap cannot be stepped by.
  static let gapIntegrators: [BadInput] = [
    .init("method: auto", "integrator: hein", 23, "gibbs.integrator", "did you mean heun?"),
    .init("method: auto", "integrator: adaptive", 23, "gibbs.integrator", "with steps of dt"),
    .init("method: auto", "integrator: 2", 23, "gibbs.integrator", "found 2, expected one of euler"),
    .init(
      "method: auto", "method: deterministic\n  integrator: heun", 24, "gibbs.integrator",
      "no integrator with method deterministic"),
  ]
}

/// Integrators, adaptive curves and refinable Brownian paths in experiment files.
@Suite struct InputSchemeTests {
  private func input(_ integrator: String, head: String = "generator: philox") -> String {
    tinyInput.replacingOccurrences(of: "integrator: euler-maruyama, dt: 0.005", with: integrator)
      .replacingOccurrences(of: "generator: gsl:mt19937", with: head)
  }

  @Test(arguments: Integrator.allCases) func everyScheme(integrator: Integrator) throws {
    let experiment = try parsedInput(input("integrator: \(integrator.rawValue), dt: 0.01"))
    #expect(experiment.dynamics[0].kind == .sde(integrator: integrator, stepSize: 0.01))
    #expect(!experiment.isRefinable)
    #expect(experiment.brownianPath == .perRun)
  }

  @Test func adaptive() throws {
    let experiment = try parsedInput(input("integrator: adaptive, tolerance: 1e-4"))
    #expect(experiment.dynamics[0].kind == .adaptiveSDE(tolerance: 1e-4))
    #expect(experiment.isRefinable)
    let standard = try parsedInput(input("integrator: adaptive"))
    #expect(standard.dynamics[0].kind == .adaptiveSDE(tolerance: 1e-3))
  }

  @Test func refinable() throws {
    let experiment = try parsedInput(
      input("integrator: heun, dt: 0.01", head: "generator: philox\nbrownianPath: refinable"))
    #expect(experiment.isRefinable)
    #expect(experiment.usedStepSize(.sde(integrator: .heun, stepSize: 0.03)) == 0.2 / 8)
  }

  struct Refusal: Sendable, CustomTestStringConvertible {
    let integrator: String
    let head: String
    let line: Int
    let keyPath: String
    let expected: String
    var testDescription: String { "\(integrator); \(head)" }
  }

  @Test(arguments: [
    Refusal(
      integrator: "integrator: adaptive, dt: 0.1", head: "generator: philox", line: 18,
      keyPath: "dynamics[0].dt", expected: "no dt with the adaptive integrator"),
    Refusal(
      integrator: "integrator: heun, tolerance: 0.1", head: "generator: philox", line: 18,
      keyPath: "dynamics[0].tolerance", expected: "no tolerance with heun"),
    Refusal(
      integrator: "integrator: adaptive, tolerance: 0", head: "generator: philox", line: 18,
      keyPath: "dynamics[0].tolerance", expected: "> 0"),
    Refusal(
      integrator: "integrator: hoin, dt: 0.1", head: "generator: philox", line: 18,
      keyPath: "dynamics[0].integrator", expected: "heun"),
    Refusal(
      integrator: "integrator: adaptive", head: "generator: gsl:mt19937", line: 16, keyPath: "generator",
      expected: "philox"),
    Refusal(
      integrator: "integrator: heun, dt: 1e-10", head: "brownianPath: refinable", line: 18,
      keyPath: "dynamics[0].dt", expected: "s/2^26"),
    Refusal(
      integrator: "integrator: heun, dt: 0.1", head: "brownianPath: always", line: 16,
      keyPath: "brownianPath", expected: "refinable"),
  ]) func refusals(refusal: Refusal) throws {
    let error = try #require(inputRefusal(input(refusal.integrator, head: refusal.head)))
    #expect(error.keyPath == refusal.keyPath)
    #expect(error.line == refusal.line)
    #expect("\(error)".contains(refusal.expected), "\(error)")
  }

  private func result(_ text: String) throws -> CompareResult {
    let comparison = try Comparison(try parsedInput(text), file: "x.yaml")
    return try comparison.result(try comparison.run(), file: nil, started: Date(), seconds: 0)
  }

  /// A chain that refuses every proposal stays where it began, and its certain number is of nothing.
  @Test func aFrozenChainIsPointedAt() throws {
    let start =
      "initial: {kind: point, weights: [0.5, 0.5, 0.5]}\nlearningRate: 0.2\nhorizon: 2\npaths: 100\n"
    func warnings(_ regularization: Double) throws -> [String] {
      try result(
        "problem: {kind: quadratic, dimension: 3, regularization: \(regularization)}\ntimes: [0, 1, 2]\n"
          + start
          + "dynamics: [{kind: mala, dt: 0.05}]"
      ).warnings
    }
    #expect(try warnings(1000).contains { $0.contains("100 % of the paths stood still") })
    #expect(try warnings(1).isEmpty)
  }

  /// An adaptive curve changes the steps of the others, and unequal steps cost Leimkuhler and Matthews' order.
  @Test func stepsThatAreNotWhatWasAskedForAreNoted() throws {
    let head = "problem: {kind: double-well}\nlearningRate: 0.5\nhorizon: 2\npaths: 200\n"
    let lm = "{name: lm, kind: sde, integrator: leimkuhler-matthews, dt: 0.1}"
    let together = try result(
      head + "times: [0.8, 1.6]\ndynamics: [\(lm), {name: ad, kind: sde, integrator: adaptive}]")
    #expect(together.notes.contains { $0.contains("makes this run's Brownian path refinable") })
    #expect(together.notes.contains { $0.contains("steps of different lengths") })
    let alone = try result(head + "times: [0.8, 1.6]\ndynamics: [\(lm)]")
    #expect(alone.notes.isEmpty, "\(alone.notes)")
    let uneven = try result(head + "times: [0.8, 1.65]\ndynamics: [\(lm)]")
    #expect(uneven.notes.contains { $0.contains("steps of different lengths") })
  }
}
