import Foundation
import Stochastic

/// `langevin compare --epsilon`: an accuracy of every mean loss instead of a number of paths.
///
/// What flows in time (the SDE, the gradient flow) is estimated by multilevel Monte Carlo, without the bias of a step size: a
/// curve's own integrator and dt do not matter. Algorithms are simulated as they are, all together, with as many paths as the
/// one that varies most needs.
public struct AccurateComparison: Sendable {
  public let experiment: Experiment
  public let epsilon: Double
  public let integrator: Integrator
  public let threads: Int
  private let file: String
  private let curves: [Curve]
  private let generator: RandomGenerator
  private let potential: any StudiedPotential

  /// Of the means of a curve, all times together
  public static let confidence = 0.99

  /// - Parameters:
  ///   - epsilon: each mean loss is within it of the truth, with 99 % confidence for all times of a curve at once
  ///   - integrator: of the levels; what the file says of integrators and step sizes is not used
  /// - Throws: `InputError` for an experiment that cannot be run, or not to an accuracy; `ProblemError` for ε.
  public init(
    _ experiment: Experiment, file: String, epsilon: Double, integrator: Integrator = .sra1,
    threads: Int? = nil
  ) throws {
    // everything that a comparison refuses is refused here too
    self.threads = try Comparison(experiment, file: file, threads: threads).threads
    self.experiment = experiment
    self.epsilon = epsilon
    self.integrator = integrator
    self.file = file
    curves = experiment.dynamics.map { Catalogue.curve($0, learningRate: experiment.learningRate) }
    generator = try Catalogue.generator(experiment.generator)
    potential = try Catalogue.potential(experiment.problem, seed: experiment.seed)
    _ = try AccuracyBudget(epsilon: epsilon)
    for (index, curve) in curves.enumerated() where !curve.dynamics.isDiscrete && scheme(curve) == nil {
      throw InputError(
        file: file, line: nil, keyPath: "dynamics[\(index)]",
        value: curve.dynamics.isAdaptive
          ? "an adaptive sde" : "a dynamics of kind \(curve.dynamics.kindName)",
        expected:
          "with --epsilon, sde with a scheme of fixed steps, gradient-flow, or an algorithm such as sgd")
    }
  }

  /// What the levels of a curve step; nil for an algorithm.
  private func scheme(_ curve: Curve) -> LevelScheme? {
    switch curve.dynamics {
    case .sde: return .sde(integrator)
    case .gradientFlow, .adaptiveGradientFlow: return .gradientFlow
    default: return nil
    }
  }

  /// What a checkpoint must be of for this run to go on from it to the same bits.
  public var identity: String {
    get throws {
      let comparison = try Comparison(experiment, file: file, threads: threads)
      return try "epsilon \(epsilon), \(integrator.rawValue)\n" + comparison.identity
    }
  }

  /// Runs, or goes on from a checkpoint. Every now and then `save` is offered one, which is made only if it is asked for.
  ///
  /// - Parameter file: the experiment file as the result is to name it
  /// - Throws: `InterruptedComparison` if `control` was cancelled; `CheckpointMismatch`.
  public func run(
    file: String?, resuming checkpoint: Checkpoint? = nil, control: RunControl = RunControl(), started: Date,
    save: @escaping (() -> Checkpoint) -> Void = { _ in }, progress: @escaping (String) -> Void = { _ in }
  ) throws -> CompareResult {
    let kept = try AccurateProgress(
      identity: try identity, curves: curves.count, resuming: checkpoint, save: save)
    do {
      return try run(file: file, kept, control, started: started, progress)
    } catch is CancellationError {
      throw InterruptedComparison(checkpoint: kept.checkpoint)
    }
  }

  private func run(
    file: String?, _ kept: AccurateProgress, _ control: RunControl, started: Date,
    _ progress: @escaping (String) -> Void
  ) throws -> CompareResult {
    let algorithms = curves.filter { scheme($0) == nil }.map(\.name)
    let plain = try algorithms.isEmpty ? nil : plainResult(algorithms, kept, control, progress)
    var results: [CurveResult] = []
    for (index, curve) in curves.enumerated() {
      if let scheme = scheme(curve) {
        results.append(try multilevel(index, scheme, kept, control) { progress("\(curve.name): \($0)") })
      } else if let result = plain?.curves.first(where: { $0.name == curve.name }) {
        results.append(result)
      }
    }
    let seconds = Date().timeIntervalSince(started)
    let paths = results.reduce(0) { $0 + ($1.accuracy?.paths ?? 0) }
    return CompareResult(
      name: experiment.name,
      provenance: Provenance(
        version: Langevin.version, seed: experiment.seed, generator: generator.name, threads: threads,
        processor: Langevin.processor, started: started.ISO8601Format(), seconds: seconds, paths: paths,
        experimentFile: file, experiment: try experiment.json(), epsilon: epsilon),
      learningRate: experiment.learningRate, horizon: experiment.horizon, curves: results,
      gaps: IndependentGaps(curves: results, coupled: plain?.gaps ?? []).gaps,
      notes: notes(results))
  }

  private func notes(_ results: [CurveResult]) -> [String] {
    let levels = results.filter { $0.accuracy?.multilevel != nil }
    let ignored = levels.map {
      "\($0.name) is the process itself, at no step size: the file's integrator and dt are not used; "
        + "its quantiles and extremes are of \($0.accuracy?.quantilesFrom ?? "few paths")"
    }
    return ignored
      + ComparisonNotes(experiment: experiment, curves: curves, generator: generator).independentOfSteps
  }
}

extension AccurateComparison {
  /// Paths of the algorithms from which their variance is first estimated.
  private static let pilot = 4096
  /// More paths than the variance asks for, because it is estimated.
  private static let margin = 1.1
  private static let mostPaths = 1e12

  /// The algorithms, together, with the paths that the largest standard error asks for.
  private func plainResult(
    _ names: [String], _ kept: AccurateProgress, _ control: RunControl, _ progress: (String) -> Void
  ) throws -> CompareResult {
    var part = experiment
    part.dynamics = experiment.dynamics.filter { names.contains($0.name) }
    // the paths of an interrupted ensemble followed from those before it
    part.paths = kept.plain?.paths ?? Self.pilot
    let budget = try AccuracyBudget(
      epsilon: epsilon, confidence: Self.confidence, count: experiment.times.count, hasBias: false)
    while true {
      let paths = part.paths
      progress("\(names.joined(separator: ", ")): \(paths) paths")
      let comparison = try Comparison(part, file: file, threads: threads)
      let started = Date()
      let state = try comparison.run(
        resuming: kept.plain.map { Checkpoint(identity: try comparison.identity, numbers: $0.state) },
        control: control.part()
      ) { kept.offer(paths: paths, $0) }
      kept.plain = (paths, state.numbers)
      guard state.isFinished else { throw CancellationError() }
      let seconds = Date().timeIntervalSince(started)
      var result = try comparison.result(state, file: file, started: started, seconds: seconds)
      let error = result.curves.flatMap(\.standardError).filter { !$0.isNaN }.max() ?? 0
      if error <= budget.standardError {
        for index in result.curves.indices { describe(&result.curves[index], budget, seconds) }
        return result
      }
      let wanted =
        Self.margin * Double(part.paths) * (error / budget.standardError) * (error / budget.standardError)
      guard wanted <= Self.mostPaths else {
        throw ProblemError(
          "epsilon \(epsilon) would take \(wanted.shortText) paths of \(names.joined(separator: ", ")); expected an "
            + "epsilon that takes at most 1e12")
      }
      part.paths = Int(wanted.rounded(.up))
      kept.plain = nil
    }
  }

  private func describe(_ curve: inout CurveResult, _ budget: AccuracyBudget, _ seconds: Double) {
    curve.accuracy = CurveAccuracy(
      method: .plain, epsilon: epsilon, confidence: Self.confidence,
      // means over the paths that are left say nothing of those that are not
      halfWidth: curve.standardError.map {
        curve.diverged.count > 0 ? .infinity : budget.criticalValue * $0
      }, biasBound: curve.times.map { _ in 0 },
      paths: curve.contributing.last ?? 0, seconds: seconds,
      quantilesFrom: "the first \(curve.quantilePaths) paths")
  }

  private func multilevel(
    _ index: Int, _ scheme: LevelScheme, _ kept: AccurateProgress, _ control: RunControl,
    _ progress: @escaping (String) -> Void
  ) throws -> CurveResult {
    let curve = curves[index]
    // beyond the numbers of levels, so that no level of another curve has the same seed
    let seed = StreamKey(seed: experiment.seed, purpose: .levels).derivedSeed(1 << 32 | UInt64(index))
    let answer = try estimate(potential, scheme, seed: seed, kept, kept.journals[index], control, progress)
    return MultilevelCurve(
      name: curve.name, kind: curve.dynamics.kindName, learningRate: experiment.learningRate, answer: answer,
      threads: threads
    ).result
  }

  private func estimate(
    _ potential: some Potential, _ scheme: LevelScheme, seed: UInt64, _ kept: AccurateProgress,
    _ journal: MultilevelJournal, _ control: RunControl, _ progress: @escaping (String) -> Void
  ) throws -> MultilevelResult {
    try MultilevelEstimator(
      potential: potential, learningRate: experiment.learningRate, initial: experiment.initial,
      times: experiment.times, scheme: scheme, epsilon: epsilon, confidence: Self.confidence, seed: seed,
      generator: generator, threads: threads
    ).run(control: control, journal: journal, progress: progress) { kept.offer() }
  }
}
