import Experiments
import Stochastic

extension RunOptions {
  /// Runs a study that has no checkpoint and says what it is at; Ctrl-C ends it with status 130.
  ///
  /// - Parameters:
  ///   - name: what the log calls it, such as "a plan"
  ///   - directory: the name of the directory of results, unless an option says otherwise
  ///   - fileNames: the files that it may write
  ///   - finish: hands the result out; being written is written whole, unless interrupted twice
  func conduct<Result: StudyResult>(
    _ name: String, named directory: String, fileNames: [String],
    _ run: (RunControl, @escaping (String) -> Void) throws -> Result,
    finish: (Result, ResultDirectory?) throws -> Void
  ) throws {
    let directory = try self.directory(named: directory, results: fileNames)
    let control = RunControl()
    // to the very end: what is being written is written whole, unless asked twice
    let interrupts = Interrupts(control)
    defer { withExtendedLifetime(interrupts) {} }
    let stage = StageReport(quiet: quiet)
    let result: Result
    do {
      result = try run(control) { stage.show($0) }
      stage.finish()
    } catch {
      stage.finish()
      directory?.removeIfUnused()
      guard error is CancellationError else { throw error }
      log("langevin: stopped; \(name) keeps nothing")
      throw ExitStatus.interrupted
    }
    try finish(result, directory)
  }

  /// The same for the study of an experiment, whose result is written with the experiment.
  func conduct<Result: StudyResult>(
    _ name: String, of experiment: Experiment, file: String?, fileNames: [String],
    _ run: (RunControl, @escaping (String) -> Void) throws -> Result
  ) throws {
    try conduct(name, named: experiment.name, fileNames: fileNames, run) {
      try deliver($0, of: experiment, file: file, in: $1)
    }
  }
}
