import Experiments
import Stochastic

extension RunOptions {
  /// Runs a study that has no checkpoint, says what it is at, and hands out its result; Ctrl-C ends it with status 130.
  ///
  /// - Parameters:
  ///   - name: what the log calls it, such as "a plan"
  ///   - fileNames: the files that it may write
  func conduct<Result: StudyResult>(
    _ name: String, of experiment: Experiment, file: String?, fileNames: [String],
    _ run: (RunControl, @escaping (String) -> Void) throws -> Result
  ) throws {
    let directory = try directory(named: experiment.name, results: fileNames)
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
      guard error is CancellationError else { throw error }
      log("langevin: stopped; \(name) keeps nothing")
      throw ExitStatus.interrupted
    }
    try deliver(result, of: experiment, file: file, in: directory)
  }
}
