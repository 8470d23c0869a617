import ArgumentParser
import Experiments
import Foundation
import Stochastic

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "SDE and SGD side by side over the horizon T.",
    discussion: """
      Simulates every dynamics of the experiment, records the loss, and measures the gap between each two of \
      them. Ctrl-C stops within a second; --resume goes on to the same bits. With --epsilon every mean loss is found \
      to that accuracy, at all times at once and with 99 % confidence: the SDE by multilevel Monte Carlo, free of any \
      step size, and algorithms with as many paths as it takes.
      """)

  @Argument(help: ArgumentHelp("An experiment file; a built-in experiment without one.", valueName: "file"))
  var file: String?

  @OptionGroup var options: RunOptions

  @OptionGroup var simulated: PathsOption

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("An accuracy of the mean losses, instead of a number of paths.", valueName: "number"))
  var epsilon: Double?

  @Option(
    help: ArgumentHelp(
      "With --epsilon: the scheme for the SDE (\(Integrator.allCases.map(\.rawValue).joined(separator: ", "))).",
      valueName: "name"))
  var integrator: String?

  @Flag(help: "Finish the interrupted run in the output directory.")
  var resume = false

  private static let builtIn = "first-look"

  func validate() throws {
    if resume && options.force { throw ValidationError("--resume and --force exclude each other") }
    if resume && options.json && options.out == nil {
      throw ValidationError("--resume with --json needs --out")
    }
    if integrator != nil && epsilon == nil { throw ValidationError("--integrator needs --epsilon") }
    _ = try levelIntegrator()
    guard let epsilon else { return }
    guard epsilon > 0, epsilon.isFinite else {
      throw ValidationError("--epsilon \(epsilon): expected a positive number")
    }
    if simulated.paths != nil { throw ValidationError("--epsilon and --paths exclude each other") }
  }

  private func levelIntegrator() throws -> Integrator {
    guard let integrator else { return .sra1 }
    guard let known = Integrator(rawValue: integrator) else {
      let names = Integrator.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--integrator \(integrator): expected one of \(names)")
    }
    return known
  }

  /// The means to an accuracy.
  private func runAccurately(_ epsilon: Double) throws {
    let experiment = try options.experiment(file: file, builtIn: Self.builtIn, paths: simulated)
    let study = try AccurateComparison(
      experiment, file: file ?? Self.builtIn, epsilon: epsilon, integrator: levelIntegrator(),
      threads: options.threads)
    let directory = try options.directory(
      named: experiment.name,
      results: CompareResult.accurateFileNames(curves: experiment.dynamics.map(\.name)), resume: resume)
    let checkpoint = try directory.flatMap { try load(from: $0, of: study.identity, to: "accuracy") }
    let control = RunControl()
    let interrupts = Interrupts(control)
    defer { withExtendedLifetime(interrupts) {} }
    let (stage, saver) = (StageReport(quiet: options.quiet), CheckpointSaver(directory))
    let result: CompareResult
    do {
      defer { stage.finish() }
      result = try study.run(
        file: file, resuming: checkpoint, control: control, started: Date(),
        save: { saver.saveNowAndThen($0) }, progress: { stage.show($0) })
    } catch let interruption as InterruptedComparison {
      throw try stopped("", keeping: interruption.checkpoint, in: directory)
    }
    try options.deliver(result, of: experiment, file: file, in: directory)
  }

  func run() throws {
    if let epsilon { return try runAccurately(epsilon) }
    let experiment = try options.experiment(file: file, builtIn: Self.builtIn, paths: simulated)
    let comparison = try Comparison(
      experiment, file: file ?? Self.builtIn, threads: options.threads)
    let directory = try options.directory(
      named: experiment.name, results: CompareResult.fileNames(curves: experiment.dynamics.map(\.name)),
      resume: resume)
    let checkpoint = try directory.flatMap {
      try load(from: $0, of: comparison.identity, to: "number of paths")
    }
    let started = Date()
    let control = RunControl()
    // to the very end: what is being written is written whole, unless asked twice
    let interrupts = Interrupts(control)
    defer { withExtendedLifetime(interrupts) {} }
    let state = try simulate(comparison, control, from: checkpoint, in: directory)
    let result = try comparison.result(
      state, file: file, started: started, seconds: Date().timeIntervalSince(started))
    do {
      try options.deliver(result, of: comparison.experiment, file: file, in: directory)
    } catch let error as OutputError {
      // the paths are the costly part: they must not be lost with the disk
      if let directory { try? save(state, of: comparison, in: directory) }
      throw error
    }
  }

  /// - Parameter goal: what the run goes to, a number of paths or an accuracy
  private func load(
    from directory: ResultDirectory, of identity: String, to goal: String
  ) throws -> Checkpoint? {
    guard resume else { return nil }
    let path = directory.url.appendingPathComponent(ResultDirectory.checkpoint)
    guard let checkpoint = Checkpoint(data: try Data(contentsOf: path)) else {
      throw UsageError("\(path.relativePath) is damaged: --force starts again")
    }
    guard checkpoint.identity == identity else {
      throw UsageError(
        "\(path.relativePath) is of another experiment, data set, seed, \(goal) or build: --force starts again"
      )
    }
    return checkpoint
  }

  private func save(
    _ state: EnsembleState, of comparison: Comparison, in directory: ResultDirectory
  ) throws {
    let checkpoint = Checkpoint(identity: try comparison.identity, numbers: state.numbers)
    try directory.write(checkpoint.data, to: ResultDirectory.checkpoint)
  }

  /// Runs to the end, or leaves with status 130 when interrupted.
  private func simulate(
    _ comparison: Comparison, _ control: RunControl, from checkpoint: Checkpoint?,
    in directory: ResultDirectory?
  ) throws -> EnsembleState {
    let progress = ProgressReport(
      control, paths: comparison.experiment.paths, quiet: options.quiet)
    let saver = CheckpointSaver(directory)
    let state = try comparison.run(resuming: checkpoint, control: control) { saver.saveNowAndThen($0) }
    progress.finish(completed: state.foldedPaths)
    guard !state.isFinished else { return state }
    throw try stopped(
      " after \(state.foldedPaths) of \(state.pathCount) paths",
      keeping: Checkpoint(identity: comparison.identity, numbers: state.numbers), in: directory)
  }

  /// Keeps what there is, if there is a place for it, and says so.
  private func stopped(
    _ done: String, keeping checkpoint: Checkpoint, in directory: ResultDirectory?
  ) throws -> ExitCode {
    if let directory {
      try directory.write(checkpoint.data, to: ResultDirectory.checkpoint)
      log("langevin: stopped\(done); go on with the same command and --resume")
    } else {
      log("langevin: stopped\(done); nothing was kept (give --out to be able to resume)")
    }
    return ExitStatus.interrupted
  }
}
