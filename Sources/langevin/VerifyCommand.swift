import ArgumentParser
import Experiments

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Measured convergence orders and known-answer checks on this machine.",
    discussion: """
      Measures the strong order, the weak order and the order of the stationary bias of every scheme, and SGD's and \
      noisy gradient descent's distance from the SDE, on problems whose truth is known; and compares with numbers \
      that are known. Ends with status 1 if anything does not hold.
      """)

  @Flag(help: "At a scale that takes less than a minute.")
  var quick = false

  @OptionGroup var options: RunOptions

  private static let defaultSeed: UInt64 = 1

  func run() throws {
    let study = VerifyStudy(
      quick ? .quick : .full, seed: options.seed ?? Self.defaultSeed, threads: options.threads)
    try options.conduct("a verification", named: "verify", fileNames: VerifyResult.fileNames) {
      try study.run(control: $0, progress: $1)
    } finish: { result, directory in
      try options.deliver(result, in: directory)
      guard result.holds else { throw ExitStatus.failed }
    }
  }
}
