import ArgumentParser
import Experiments
import Foundation

struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Step size s*, step count k, and whether the guarantee's hypotheses hold.",
    discussion: """
      With which step size, after how many steps, comes SGD within epsilon of the minimum, by Theorem 3.2 and \
      Corollary 3.3 of Gopalani and Mukherjee. Their constants A and B are measured: how far the Gibbs law is from \
      the minimum, and SGD from the SDE, over a ladder of learning rates around s*, until s* settles. SGD's batch \
      and sampling are those of the file's first sgd dynamics.
      """)

  @Argument(help: ArgumentHelp("An experiment file.", valueName: "file"))
  var file: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The excess risk E L - min L that SGD is to reach.", valueName: "number"))
  var epsilon: Double

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The time T = k s* at which to reach it (default: the file's).", valueName: "time"))
  var horizon: Double?

  @Flag(name: .customLong("run"), help: "Run SGD at the planned steps, and show how loose the theorems are.")
  var runs = false

  @OptionGroup var options: RunOptions

  @OptionGroup var simulated: PathsOption

  func validate() throws {
    guard epsilon > 0, epsilon.isFinite else {
      throw ValidationError("--epsilon \(epsilon): expected a positive number")
    }
    if let horizon, !(horizon > 0 && horizon.isFinite) {
      throw ValidationError("--horizon \(horizon): expected a positive number")
    }
    if let paths = simulated.paths?.value, paths < PlanStudy.leastPaths {
      throw ValidationError("--paths \(paths): a plan needs at least \(PlanStudy.leastPaths)")
    }
  }

  func run() throws {
    let experiment = try options.experiment(file: file, paths: simulated)
    let longest = PlanStudy.longestHorizon(of: experiment)
    if let horizon, horizon > longest {
      throw UsageError(
        "--horizon \(horizon): expected at most \(longest), which is 1e12 steps of the file's learningRate "
          + "\(experiment.learningRate)")
    }
    let study = try PlanStudy(
      experiment, file: file, accuracy: epsilon, horizon: horizon, runs: runs, threads: options.threads)
    try options.conduct(
      "a plan", of: experiment, file: file, fileNames: PlanResult.fileNames
    ) { try study.run(control: $0, started: Date(), progress: $1) }
  }
}
