import ArgumentParser
import Experiments
import Foundation
import Stochastic

struct CertifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "certify",
    abstract: "The papers' constants, conditions and certificates for a problem.",
    discussion: """
      Says of every claim whether it holds, fails or cannot be decided, by which argument and by how much. What the \
      theorems need and only measurement gives is measured by quadrature in up to three dimensions.
      """)

  @Argument(help: ArgumentHelp("An experiment file.", valueName: "file"))
  var file: String

  @OptionGroup var options: RunOptions

  @OptionGroup var simulated: PathsOption

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "An accuracy with which the conditions that depend on it are checked too.", valueName: "e"))
  var epsilon: Double?

  @Flag(help: "Measure the Gibbs law by Monte Carlo in more than three dimensions, which takes a while.")
  var measure = false

  @Flag(
    name: .customLong("run"),
    help: "Simulate the SDE and SGD, and hold the decay bound of Theorem 3.4 against them; implies --measure."
  )
  var runs = false

  func validate() throws {
    if let epsilon, !(epsilon > 0 && epsilon.isFinite) {
      throw ValidationError("--epsilon \(epsilon): expected a positive, finite number")
    }
  }

  func run() throws {
    let experiment = try options.experiment(file: file, paths: simulated)
    let study = try CertifyStudy(
      experiment, file: file, threads: options.threads, accuracy: epsilon, measuresByChains: measure,
      runs: runs)
    let directory = try options.directory(named: experiment.name, results: CertifyResult.fileNames)
    let control = RunControl()
    let interrupts = Interrupts(control)
    defer { withExtendedLifetime(interrupts) {} }
    let stage = StageReport(quiet: options.quiet)
    let result: CertifyResult
    do {
      result = try study.run(control: control, started: Date()) { stage.show($0) }
      stage.finish()
    } catch is CancellationError {
      stage.finish()
      log("langevin: stopped; a certificate run keeps nothing")
      throw ExitStatus.interrupted
    }
    try options.deliver(result, of: experiment, file: file, in: directory)
  }
}
