import ArgumentParser
import Experiments
import Foundation

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
    try options.conduct(
      "a study of Gibbs measures", of: experiment, file: file, fileNames: GibbsResult.fileNames
    ) { try study.run(control: $0, started: Date(), progress: $1) }
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
