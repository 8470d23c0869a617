import Foundation
import Gibbs
import Guarantees
import Stochastic

/// `langevin plan`: the step size and the number of steps with which SGD comes within ε of the minimum.
public struct PlanStudy: Sendable {
  public let experiment: Experiment
  /// ε
  public let accuracy: Double
  /// T
  public let horizon: Double
  /// Whether SGD is run at the planned steps
  public let runs: Bool
  let threads: Int
  let file: String
  let sgd: (batch: Int, sampling: Sampling)
  private let potential: any StudiedPotential

  /// The search has settled once the step size moves by no more than this part of itself in a round.
  public static let tolerance = 0.05
  /// More rounds than that are not made.
  public static let roundLimit = 8
  /// Below that many paths a mean has no confidence limit worth the name.
  public static let leastPaths = 100
  /// Confidence level at which the run is held against ε.
  public static let level = 0.99

  /// - Parameter horizon: T; the experiment's if nil.
  /// - Throws: `InputError` if the problem has no Gibbs law, or the experiment no SGD.
  public init(
    _ experiment: Experiment, file: String, accuracy: Double, horizon: Double? = nil, runs: Bool,
    threads: Int? = nil
  ) throws {
    self.experiment = experiment
    self.file = file
    self.accuracy = accuracy
    self.horizon = horizon ?? experiment.horizon
    self.runs = runs
    self.threads = threads ?? ProcessorCount.available
    guard experiment.problem.samples != nil else {
      throw InputError(
        file: file, line: nil, keyPath: "problem.kind", value: experiment.problem.kindName,
        expected: "two-layer: a plan is for SGD, which draws samples, and this problem has none")
    }
    guard let sgd = experiment.firstSGD else {
      throw InputError(
        file: file, line: nil, keyPath: "dynamics",
        value: experiment.variantRemark == nil ? "no sgd" : "sgd with momentum, weightDecay or decay only",
        expected: "at least one plain dynamics of kind sgd: the plan is for its batch and its sampling")
    }
    guard experiment.paths >= Self.leastPaths else {
      throw InputError(
        file: file, line: nil, keyPath: "paths", value: "\(experiment.paths)",
        expected: "at least \(Self.leastPaths): a plan rests on confidence limits of means over them")
    }
    self.sgd = sgd
    potential = try Catalogue.gibbsPotential(of: experiment, file: file)
    guard potential.smoothness.best < .infinity else {
      throw InputError(
        file: file, line: nil, keyPath: "problem.activation", value: experiment.problem.activationName,
        expected: "a loss with a Lipschitz gradient, for the step size is at most 1/gLip: "
          + potential.gradientLipschitz.reason)
    }
  }

  /// The longest time at which a plan may be asked for: as in the file, 1e12 of its steps.
  public static func longestHorizon(of experiment: Experiment) -> Double {
    InputLimits.steps * experiment.learningRate
  }

  /// Measures until the step size settles; `progress` hears what is being done.
  /// - Throws: `PlanError`; `CancellationError` once `control` is cancelled.
  public func run(
    control: RunControl, started: Date, progress: @escaping (String) -> Void
  ) throws -> PlanResult {
    var result = try result(potential, control, progress)
    result.provenance.seconds = Date().timeIntervalSince(started)
    result.provenance.started = started.ISO8601Format()
    return result
  }

  private func result<P: StudiedPotential>(
    _ potential: P, _ control: RunControl, _ progress: @escaping (String) -> Void
  ) throws -> PlanResult {
    progress("searching the minima")
    let measure = try GibbsMeasure(
      potential, initial: experiment.initial, seed: experiment.seed, integrator: experiment.gibbs.integrator,
      threads: threads, control: control)
    let search = PlanSearch(study: self, measure: measure, control: control, progress: progress)
    let rounds = try search.rounds()
    let promises = try [StepPlan.Rule.theorem32, .corollary33].map { rule in
      try PlanFulfilment(
        study: self, measure: measure, round: rounds[rounds.count - 1], control: control,
        progress: progress
      ).promise(rule)
    }
    return PlanResult(
      name: experiment.name, provenance: try provenance, accuracy: accuracy, horizon: horizon,
      dimension: potential.dimension, batch: sgd.batch, sampling: sgd.sampling,
      smoothness: search.smoothness, minimum: measure.minimum, rounds: rounds, promises: promises,
      warnings: PlanNotes.warnings(promises),
      notes: PlanNotes.notes(measure.minimum, rounds) + [experiment.variantRemark].compactMap { $0 })
  }

  private var provenance: Provenance {
    get throws {
      Provenance(
        version: Langevin.version, seed: experiment.seed,
        generator: try Catalogue.generator(experiment.generator).name, threads: threads,
        processor: Langevin.processor, started: "", seconds: 0, paths: experiment.paths,
        experimentFile: file, experiment: try experiment.json(), epsilon: accuracy)
    }
  }
}

extension ProblemSpecification {
  fileprivate var activationName: String {
    if case .twoLayer(let net) = self {
      "\(net.activation.name.rawValue) with \(net.outer.width) outer weights"
    } else {
      kindName
    }
  }
}
