import ArgumentParser
import Experiments
import Foundation
import Stochastic

struct GibbsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gibbs",
    abstract: "Z_s, C(s,L), the spectral gap and friends, each with its error.",
    discussion: """
      What the invariant law exp(-2L/s)/Z of the SGD-SDE is worth: by quadrature and two discretisations of the \
      generator in one to three dimensions, by Monte Carlo above.
      """)

  @Argument(help: ArgumentHelp("An experiment file.", valueName: "file"))
  var file: String

  @OptionGroup var options: RunOptions

  @OptionGroup var simulated: PathsOption

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Everything over these learning rates as well, separated by commas (as gibbs.learningRates in the file).",
      valueName: "list"))
  var learningRates: String?

  func run() throws {
    var experiment = try options.experiment(file: file, paths: simulated)
    if let rates = learningRates {
      experiment = try experiment.overriding(learningRates: positiveNumbers(rates))
    }
    let study = try GibbsStudy(experiment, file: file, threads: options.threads)
    let directory = try options.directory(named: experiment.name, results: GibbsResult.fileNames)
    let control = RunControl()
    let interrupts = Interrupts(control)
    defer { withExtendedLifetime(interrupts) {} }
    let started = Date()
    let stage = StageReport(quiet: options.quiet)
    let result: GibbsResult
    do {
      result = try study.run(control: control, started: started) { stage.show($0) }
      stage.finish()
    } catch is CancellationError {
      stage.finish()
      log("langevin: stopped; a study of Gibbs measures keeps nothing")
      throw ExitStatus.interrupted
    }
    try options.deliver(result, of: experiment, file: file, in: directory)
  }
}

/// Up to a hundred positive numbers separated by commas.
private func positiveNumbers(_ text: String) throws -> [Double] {
  let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map {
    Double($0.trimmingCharacters(in: .whitespaces)) ?? .nan
  }
  guard (1...100).contains(numbers.count), numbers.allSatisfy({ $0 > 0 && $0.isFinite }) else {
    throw UsageError("--learning-rates \(text): expected 1 to 100 positive numbers such as 0.05,0.1,0.2")
  }
  return numbers
}
