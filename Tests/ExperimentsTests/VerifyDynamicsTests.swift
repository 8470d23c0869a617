import Stochastic
import Testing

@testable import Experiments

/// Rows of dynamics other than the SDE at fixed steps: they hold for what is shipped, and break with what is broken.
@Suite struct VerifyDynamicsTests {
  private func meter(_ source: some PathSource = EnsembleSource(threads: 2)) -> OrderMeter {
    OrderMeter(source: source, control: RunControl())
  }

  /// A bench of the quick verification with a part of its paths.
  private func bench(_ kind: OrderKind, part: Int = 1) throws -> OrderBench {
    let all = try VerifyScale.quick.benches()
    let bench = try #require(all.first { $0.kind == kind })
    return OrderBench(
      kind: kind, problem: bench.problem, horizon: bench.horizon, burnIn: bench.burnIn,
      referenceStep: bench.referenceStep, reference: bench.reference, tasks: bench.tasks,
      paths: bench.paths / part)
  }

  /// Deviations in standard errors, for the notes.
  private func show(_ what: String, _ findings: OrderMeter.Findings) {
    for row in findings.rows { print(what, row.scheme, row.measuredText, row.verdict, row.reason) }
    show(what, findings.agreements)
  }

  private func show(_ what: String, _ agreements: [Agreement]) {
    for answer in agreements {
      print(
        what, answer.statement, answer.found, "expected", answer.expected, "deviation",
        (answer.found - answer.expected) / answer.standardError, answer.holds)
    }
  }

  // MARK: covariance SDE

  /// The test's own stepper in Itô's reading takes the shipped paths.
  @Test func theReplacementTakesTheShippedPaths() throws {
    let problem = try VerifyProblem.tanhNet()
    let run = PathRun(
      potential: problem.potential, learningRate: 0.2, initial: problem.initial, times: [0.4, 1],
      curves: [1, 0.25].map {
        Curve("\($0)", .covarianceSDE(batch: 2, sampling: .withReplacement, stepSize: 0.2 * $0))
      }, recordsWeights: false, seed: 3)
    let sources: [any PathSource] = [
      EnsembleSource(threads: 1), ReplacedCovariance(averaged: false), ReplacedCovariance(averaged: true),
    ]
    let losses = try sources.map {
      Array(try $0.values(run, paths: 16..<72, control: RunControl()).values.joined().joined().joined())
    }
    #expect(losses[0].count == 2 * 2 * 56)
    for (a, b) in zip(losses[0], losses[1]) { #expect(abs(a - b) < 1e-12) }
    #expect(zip(losses[0], losses[2]).contains { abs($0 - $1) > 1e-3 })
  }

  /// Itô against Stratonovich: the exact moments know the difference, here by 13 standard errors at dt = s and 22 at s/4.
  @Test func theReadingOfTheNoiseIsSeen() throws {
    let shipped = try meter().regression(paths: 131_072, seed: 4)
    let ito = try meter(ReplacedCovariance(averaged: false)).regression(paths: 131_072, seed: 4)
    let averaged = try meter(ReplacedCovariance(averaged: true)).regression(paths: 131_072, seed: 4)
    for answers in [shipped, ito] {
      #expect(answers.count == 4 && answers.allSatisfy { $0.holds }, "\(answers)")
    }
    show("Ito", ito)
    show("Stratonovich", averaged)
    #expect(averaged[0].holds)
    for answer in averaged.dropFirst() {
      #expect(abs(answer.found - answer.expected) > 10 * answer.standardError, "\(answer)")
    }
    let wrongBatch = RewrittenDynamics {
      guard case .covarianceSDE(_, let sampling, let step) = $0 else { return $0 }
      return .covarianceSDE(batch: 1, sampling: sampling, stepSize: step)
    }
    let loud = try meter(wrongBatch).regression(paths: 131_072, seed: 4)
    #expect(loud.map(\.holds) == [true, false, false, false])
  }

  @Test func orderAgainstTheCovarianceSDE() throws {
    let bench = try bench(.covariance)
    let shipped = try meter().measure(bench, seed: 5)
    show("covariance", shipped)
    #expect(shipped.rows.allSatisfy { $0.verdict == .pass }, "\(shipped.rows)")
    // steps of the reference that do not shrink with s
    let stuck = RewrittenDynamics {
      guard case .covarianceSDE(_, let sampling, _) = $0 else { return $0 }
      return .covarianceSDE(batch: 2, sampling: sampling, stepSize: 0.05)
    }
    let broken = try meter(stuck).measure(bench, seed: 5)
    show("fixed dt", broken)
    #expect(broken.rows.allSatisfy { $0.verdict != .pass })
  }

  // MARK: underdamped

  @Test func underdampedOrders() throws {
    for kind in [OrderKind.underdamped, .underdampedStationary] {
      let findings = try meter().measure(try bench(kind), seed: 6)
      show(kind.rawValue, findings)
      #expect(findings.rows.allSatisfy { $0.verdict == .pass }, "\(findings.rows)")
      #expect(findings.agreements.count == (kind == .underdamped ? 3 : 2))
      #expect(findings.agreements.allSatisfy { $0.holds })
    }
  }

  /// Too much friction, a step twice as long under the name of a step, and OBABO under every name.
  @Test func underdampedMutants() throws {
    func mutant(_ integrator: UnderdampedIntegrator? = nil, friction: Double = 1, step: Double = 1)
      -> RewrittenDynamics
    {
      RewrittenDynamics {
        guard case .underdamped(let own, let damping, let stepSize) = $0 else { return $0 }
        return .underdamped(
          integrator: integrator ?? own, friction: friction * damping, stepSize: step * stepSize)
      }
    }
    let weak = try bench(.underdamped)
    let damped = try meter(mutant(friction: 1.1)).measure(weak, seed: 6)
    show("friction * 1.1", damped)
    #expect(damped.rows.allSatisfy { $0.verdict != .pass } && !damped.agreements.contains { $0.holds })
    let stationary = try bench(.underdampedStationary, part: 2)
    let swapped = try meter(mutant(.obabo)).measure(stationary, seed: 6)
    show("obabo under every name", swapped)
    #expect(swapped.rows.filter { $0.nominal == .exact }.allSatisfy { $0.verdict == .fail })
    let exact = try meter(mutant(.baoab)).measure(stationary, seed: 6)
    show("baoab under every name", exact)
    #expect(exact.rows.filter { $0.nominal != .exact }.allSatisfy { $0.verdict != .pass })
    #expect(!exact.agreements.contains { $0.holds })
    let doubled = try meter(mutant(step: 0.5)).measure(stationary, seed: 6)
    #expect(!doubled.agreements.contains { $0.holds })
  }

  // MARK: the path that can be refined

  @Test func adaptiveStepsAndTheirMutants() throws {
    var shipped = try meter().adaptiveSteps(seed: 7)
    shipped += try meter().onePath(seed: 7)
    show("adaptive", shipped)
    #expect(shipped.count == 5 && shipped.allSatisfy { $0.holds })
    func answers(_ tolerance: @escaping @Sendable (Double) -> Double) throws -> [Agreement] {
      try meter(
        RewrittenDynamics {
          guard case .adaptiveSDE(let own) = $0 else { return $0 }
          return .adaptiveSDE(tolerance: tolerance(own))
        }
      ).adaptiveSteps(seed: 7)
    }
    let careless = try answers { 8 * $0 }
    show("8 tolerances", careless)
    #expect(!careless.allSatisfy { $0.holds })
    let constant = try answers { _ in 0.01 }
    #expect(!constant.allSatisfy { $0.holds })
    let otherPath = try meter(RewrittenDynamics(isRefinable: false)).onePath(seed: 7)
    show("a path of its own", otherPath)
    #expect(!otherPath.contains { $0.holds })
  }
}
