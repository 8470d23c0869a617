import Stochastic
import Testing

@testable import Experiments
@testable import Stochastic

/// The measurement passes the shipped schemes and catches broken ones.
@Suite struct VerifyMutationTests {
  /// The rows of one scheme in the quick verification.
  private func bench(
    _ kind: OrderKind, _ problem: String, _ integrator: Integrator, paths: Int
  ) throws -> OrderBench {
    let bench = try #require(
      try VerifyScale.quick.benches().first { bench in
        bench.kind == kind && bench.problem.name == problem
          && bench.tasks.contains { $0.scheme.name == integrator.rawValue }
      })
    // those of first order stay for scale
    let tasks = bench.tasks.filter {
      $0.scheme.name == integrator.rawValue || $0.scheme.name == Integrator.eulerMaruyama.rawValue
    }
    return OrderBench(
      kind: kind, problem: bench.problem, horizon: bench.horizon, burnIn: bench.burnIn,
      referenceStep: bench.referenceStep, reference: bench.reference, tasks: tasks,
      paths: min(paths, bench.paths))
  }

  private func findings(
    _ bench: OrderBench, _ integrator: Integrator, _ source: some PathSource
  ) throws -> (rows: [OrderRow], agreements: [Agreement]) {
    let meter = OrderMeter(source: source, control: RunControl())
    let findings = try meter.measure(bench, seed: 5)
    return (
      findings.rows.filter { $0.scheme.hasPrefix(integrator.rawValue) },
      findings.agreements.filter { $0.statement.hasPrefix(integrator.rawValue) }
    )
  }

  /// A loop over the scheme's own `advance` that shares no code with the ensembles gives the same paths.
  @Test(arguments: Integrator.allCases) func replayedSchemesTakeTheSamePaths(integrator: Integrator) throws {
    try compare(integrator, integrator.scheme)
  }

  private func compare<S: Scheme>(_ integrator: Integrator, _ scheme: S.Type) throws {
    for problem in ["tanh-net", "quartic"] {
      let kind: OrderKind = problem == "quartic" ? .stationary : .strong
      let tasks = [OrderTask(scheme: VerifiedScheme(integrator), nominal: .order(1), steps: [0.25, 0.125])]
      let bench = OrderBench(
        kind: kind, problem: problem == "quartic" ? .quartic() : try .tanhNet(), horizon: 2, burnIn: 1,
        referenceStep: 0.0625, tasks: tasks, paths: 48)
      let layout = CurveLayout(bench, reference: bench.referenceDynamics)
      let run = PathRun(
        potential: bench.problem.potential, learningRate: bench.problem.learningRate,
        initial: bench.problem.initial, times: bench.times, curves: layout.curves, recordsWeights: true,
        seed: 3)
      let shipped = try EnsembleSource(threads: 1).values(run, paths: 16..<64, control: RunControl())
      let replayed = try ReplacedScheme(integrator, by: scheme).values(
        run, paths: 16..<64, control: RunControl())
      for (a, b) in zip(shipped.values.joined().joined().joined(), replayed.values.joined().joined().joined())
      {
        #expect(abs(a - b) < 1e-11, "\(integrator) on \(problem)")
      }
    }
  }

  /// What passes when it is whole: the same rows as below.
  @Test func shippedSchemesPass() throws {
    for (integrator, scheme) in [(Integrator.eulerMaruyama, EulerMaruyama.self), (.sra1, SRA1.self)]
      as [(Integrator, any Scheme.Type)]
    {
      for kind in [OrderKind.strong, .weak] {
        let verdicts = try rows(kind, "tanh-net", integrator, scheme, paths: kind == .strong ? 4096 : 131_072)
        #expect(verdicts.allSatisfy { $0.verdict == .pass }, "\(verdicts)")
      }
    }
    let heun = try rows(.strong, "tanh-net", .heun, Heun.self, paths: 4096)
    #expect(heun.allSatisfy { $0.verdict == .pass }, "\(heun)")
    let matthews = try rows(
      .stationary, "quadratic", .leimkuhlerMatthews, LeimkuhlerMatthews.self, paths: 8192)
    #expect(matthews.allSatisfy { $0.verdict == .pass }, "\(matthews)")
  }

  private func rows(
    _ kind: OrderKind, _ problem: String, _ integrator: Integrator, _ scheme: any Scheme.Type, paths: Int,
    postprocessing: Bool? = nil
  ) throws -> [OrderRow] {
    func open<S: Scheme>(_ scheme: S.Type) throws -> [OrderRow] {
      try findings(
        try bench(kind, problem, integrator, paths: paths), integrator,
        ReplacedScheme(integrator, by: scheme, postprocessing: postprocessing)
      ).rows
    }
    return try open(scheme)
  }

  @Test func strongOrdersCatch() throws {
    let mutants: [(Integrator, any Scheme.Type)] = [
      (.eulerMaruyama, LoudEuler.self), (.eulerMaruyama, RootStepEuler.self),
      (.eulerMaruyama, FaintEuler.self), (.eulerMaruyama, QuietEuler.self), (.heun, NoiseTwiceHeun.self),
      (.sra1, ArealessSRA1.self), (.sra1, SwappedSRA1.self), (.sra1, Heun.self),
    ]
    for (integrator, mutant) in mutants {
      for row in try rows(.strong, "tanh-net", integrator, mutant, paths: 4096) {
        #expect(row.verdict == .fail, "\(mutant): \(row.measuredText)")
      }
    }
  }

  @Test func weakOrdersCatch() throws {
    let mutants: [(Integrator, any Scheme.Type)] = [
      (.eulerMaruyama, LoudEuler.self), (.eulerMaruyama, RootStepEuler.self),
      (.eulerMaruyama, QuietEuler.self), (.heun, NoiseTwiceHeun.self), (.heun, QuietPredictorHeun.self),
      (.heun, EulerMaruyama.self),
      (.sra1, SwappedSRA1.self),
    ]
    for (integrator, mutant) in mutants {
      for row in try rows(.weak, "tanh-net", integrator, mutant, paths: 131_072) {
        #expect(row.verdict != .pass, "\(mutant): \(row.measuredText)")
      }
    }
  }

  /// A scheme without error where it should have none: the gradient at the wrong point, and no postprocessing.
  @Test func stationaryBiasCatches() throws {
    let wrongPoint = try rows(
      .stationary, "quadratic", .leimkuhlerMatthews, EulerMaruyama.self, paths: 8192)
    let unprocessed = try rows(
      .stationary, "quadratic", .leimkuhlerMatthews, LeimkuhlerMatthews.self, paths: 8192,
      postprocessing: false)
    for row in wrongPoint + unprocessed { #expect(row.verdict == .fail, "\(row.data)") }
    let loud = try rows(.stationary, "quadratic", .heun, NoiseTwiceHeun.self, paths: 8192)
    for row in loud { #expect(row.verdict != .pass, "\(row.data)") }
  }

  /// The test of one limit sees a scheme of the right order that goes elsewhere.
  @Test func theCommonLimitIsSeen() throws {
    let bench = try bench(.weak, "tanh-net", .eulerMaruyama, paths: 65_536)
    let whole = try findings(
      bench, .eulerMaruyama, ReplacedScheme(.eulerMaruyama, by: EulerMaruyama.self))
    let loud = try findings(bench, .eulerMaruyama, ReplacedScheme(.eulerMaruyama, by: LoudEuler.self))
    #expect(whole.agreements.count == 1 && whole.agreements.allSatisfy(\.holds))
    #expect(loud.agreements.count == 1 && !loud.agreements.contains(where: \.holds))
  }
}
