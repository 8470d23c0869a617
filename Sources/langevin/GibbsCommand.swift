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

  @Option(
    help: ArgumentHelp(
      "Everything over these learning rates as well, separated by commas (as gibbs.learningRates in the file).",
      valueName: "list"))
  var learningRates: PositiveNumbers?

  func run() throws {
    if options.resume { throw UsageError("--resume: a study of Gibbs measures has no checkpoint") }
    var experiment = try options.experiment(file: file, builtIn: "")
    if let rates = learningRates { experiment = try experiment.overriding(learningRates: rates.values) }
    let study = try GibbsStudy(experiment, file: file, threads: options.threads)
    let directory = try options.directory(named: experiment.name, results: GibbsFiles.all)
    try directory?.refuseForeignFiles(GibbsFiles.all)
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
    try deliver(result, experiment, in: directory)
  }

  private func deliver(
    _ result: GibbsResult, _ experiment: Experiment, in directory: ResultDirectory?
  ) throws {
    if options.json || options.quiet {
      for warning in result.warnings { log("langevin: WARNING: \(warning)") }
    }
    if let directory {
      let base = URL(fileURLWithPath: file).deletingLastPathComponent()
      try directory.write(
        result, experimentSource: experiment.relocatable(from: base).source, plots: !options.noPlots,
        log: { if !options.quiet { log($0) } })
    }
    if options.json {
      print(result.json.serialized, terminator: "")
    } else if !options.quiet {
      print(result.summary)
      if let directory { print("\nresults in \(directory.url.relativePath)") }
    }
  }
}

/// Positive numbers separated by commas.
struct PositiveNumbers: ExpressibleByArgument {
  let values: [Double]

  init?(argument: String) {
    let numbers = argument.split(separator: ",", omittingEmptySubsequences: false).map {
      Double($0.trimmingCharacters(in: .whitespaces))
    }
    values = numbers.compactMap { $0 }
    guard values.count == numbers.count, (1...100).contains(values.count),
      values.allSatisfy({ $0 > 0 && $0.isFinite })
    else { return nil }
  }
}
