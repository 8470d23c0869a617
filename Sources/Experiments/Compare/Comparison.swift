import Foundation
import Stochastic

/// `langevin compare`: an experiment, its ensemble, and the result it ends in.
public struct Comparison: Sendable {
  public let experiment: Experiment
  public let threads: Int
  private let curves: [Curve]
  private let generator: RandomGenerator
  private let runner: any ComparisonRunner

  /// Levels of the quantiles that are recorded.
  public static let quantileLevels = [0.05, 0.25, 0.5, 0.75, 0.95]
  /// Confidence level of the simultaneous bands.
  public static let level = 0.95

  /// - Throws: `InputError` if there is nothing to compare or it needs more memory than is reasonable;
  ///   the same if the numbers cannot be run.
  public init(_ experiment: Experiment, file: String, threads: Int? = nil) throws {
    self.experiment = experiment
    try Self.check(experiment, file: file, threads: threads ?? ProcessorCount.available)
    curves = experiment.dynamics.map { Catalogue.curve($0, learningRate: experiment.learningRate) }
    generator = try Catalogue.generator(experiment.generator)
    do {
      let potential = try Catalogue.potential(experiment.problem, seed: experiment.seed)
      runner = try makeRunner(
        potential, experiment: experiment, curves: curves, generator: generator, threads: threads)
    } catch let error as ProblemError {
      throw InputError(
        file: file, line: nil, keyPath: "", value: "numbers that cannot be run (\(error))",
        expected: "numbers that a run can be made of")
    }
    self.threads = runner.threads
  }

  private static func check(
    _ experiment: Experiment, file: String, threads: Int
  ) throws(InputError) {
    let curves = experiment.dynamics.count
    if curves == 0 {
      throw InputError(
        file: file, line: nil, keyPath: "dynamics", value: "nothing",
        expected: "at least one dynamics to simulate")
    }
    let cells = curves * (curves + 1) / 2 * experiment.times.count
    if cells > InputLimits.recordCells {
      throw InputError(
        file: file, line: nil, keyPath: "times", value: "\(experiment.times.count) times of \(curves) curves",
        expected: "at most \(InputLimits.recordCells) in times x curves x (curves + 1)/2")
    }
    let bytes = Double(threads) * bytesPerThread(experiment)
    if bytes > InputLimits.runBytes {
      throw InputError(
        file: file, line: nil, keyPath: "dynamics",
        value: "\(curves) curves on \(threads) threads that need \(Int(bytes / 1e9)) GB",
        expected: "at most \(Int(InputLimits.runBytes / 1e9)) GB in all threads")
    }
  }

  /// What the simulators of one thread take: vectors of weights, scratch of the net's kernels, batches, and a record.
  private static func bytesPerThread(_ experiment: Experiment) -> Double {
    let weights = 8 * Double(experiment.problem.dimension)
    var scratch = 0.0
    if case .twoLayer(let net) = experiment.problem {
      scratch = 8 * Double(net.width + net.inputDimension + 8)
    }
    let lanes = experiment.dynamics.reduce(0.0) { sum, dynamics in
      return sum + weights + scratch + sampleLanes(dynamics, experiment) + Double(experiment.times.count)
    }
    return 128 * lanes
  }

  /// What a dynamics that is made of samples takes: its batches, and vectors of one lane a sample.
  private static func sampleLanes(_ dynamics: DynamicsSpecification, _ experiment: Experiment) -> Double {
    guard let batch = Catalogue.curve(dynamics, learningRate: 1).dynamics.minibatch?.batch else { return 0 }
    if case .covarianceSDE = dynamics.kind {
      return 4 * Double(batch) + 10 * Double(experiment.problem.samples ?? 0)
    }
    return 8 * Double(batch)
  }

  /// Runs, or goes on from a checkpoint. The state is unfinished if the run was cancelled. Every now and then `save`
  /// is offered a checkpoint, which is made only if it is asked for.
  public func run(
    resuming checkpoint: Checkpoint? = nil, control: RunControl = RunControl(),
    save: @escaping (() -> Checkpoint) -> Void = { _ in }
  ) throws -> EnsembleState {
    let state = try checkpoint.map { try restored($0) }
    let identity = try identity
    return try runner.run(resuming: state, control: control) { state in
      save { Checkpoint(identity: identity, numbers: state.numbers) }
    }
  }

  private func restored(_ checkpoint: Checkpoint) throws -> EnsembleState {
    guard try checkpoint.identity == identity,
      let state = EnsembleState.restored(
        from: checkpoint.numbers, curves: curves, times: experiment.times, paths: experiment.paths)
    else { throw CheckpointMismatch() }
    return state
  }

  /// What a checkpoint must be of for this run to go on from it to the same bits: the experiment, its data, and the
  /// program.
  public var identity: String {
    get throws {
      var data = ""
      if case .twoLayer(let net) = experiment.problem {
        let set = Catalogue.dataSet(net.data, seed: experiment.seed)
        data = "\(Checksum.of(set.inputs.flatMap { $0 } + set.labels))\n"
      }
      return try "\(Langevin.version) \(Langevin.processor)\n" + data + experiment.json().serialized
    }
  }

  /// The result of a finished run that started at `started`.
  public func result(
    _ state: EnsembleState, file: String?, started: Date, seconds: Double
  ) throws -> CompareResult {
    let provenance = Provenance(
      version: Langevin.version, seed: experiment.seed, generator: generator.name, threads: threads,
      processor: Langevin.processor, started: started.ISO8601Format(), seconds: seconds,
      paths: experiment.paths, experimentFile: file, experiment: try experiment.json())
    let statistics = ComparisonStatistics(experiment: experiment, curves: curves, state: state)
    return CompareResult(
      name: experiment.name, provenance: provenance, learningRate: experiment.learningRate,
      horizon: experiment.horizon, curves: statistics.curveResults, gaps: statistics.gapResults,
      notes: ComparisonNotes(experiment: experiment, curves: curves, generator: generator).notes)
  }
}

/// A checkpoint of something else than the run that was to go on from it.
public struct CheckpointMismatch: Error {}

/// An ensemble whose potential's type is known to itself only.
private protocol ComparisonRunner: Sendable {
  var threads: Int { get }
  func run(
    resuming: EnsembleState?, control: RunControl, checkpoint: ((EnsembleState) -> Void)?
  ) throws -> EnsembleState
}

extension Ensemble: ComparisonRunner {}

private func makeRunner(
  _ potential: some Potential, experiment: Experiment, curves: [Curve], generator: RandomGenerator,
  threads: Int?
) throws -> any ComparisonRunner {
  try Ensemble(
    potential: potential, learningRate: experiment.learningRate, initial: experiment.initial,
    times: experiment.times, curves: curves, paths: experiment.paths, seed: experiment.seed,
    generator: generator, refinable: experiment.brownianPath == .refinable, threads: threads)
}
