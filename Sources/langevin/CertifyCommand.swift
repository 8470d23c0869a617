import ArgumentParser
import Experiments
import Foundation

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
    try options.conduct(
      "a certificate run", of: experiment, file: file, fileNames: CertifyResult.fileNames
    ) { try study.run(control: $0, started: Date(), progress: $1) }
  }
}
