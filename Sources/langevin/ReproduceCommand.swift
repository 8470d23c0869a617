import ArgumentParser
import Experiments
import Stochastic

struct ReproduceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reproduce",
    abstract: "The papers' figures, made again from nothing.",
    discussion: """
      Without a figure they are listed. Each comes as a picture with its data, a caption that says what the paper \
      claims and what was measured, and checks of the claims: a claim that does not hold is a warning.
      """)

  @Argument(
    help: ArgumentHelp("Which figure, such as gopalani-mukherjee-figure-1 or figure-1.", valueName: "figure"))
  var figure: String?

  @Flag(help: "At a scale that takes seconds and suffices for the checks.")
  var small = false

  @OptionGroup var options: RunOptions

  private static let defaultSeed: UInt64 = 1

  func run() throws {
    guard let name = figure else {
      return options.json
        ? print(PaperFigures.json.serialized, terminator: "") : print(PaperFigures.listingText)
    }
    let figure = try PaperFigures.find(name)
    let directory = try options.directory(named: figure.id, results: FigureResult.fileNames)
    let control = RunControl()
    let interrupts = Interrupts(control)
    defer { withExtendedLifetime(interrupts) {} }
    let result = try measure(figure, control)
    try options.deliver(result, in: directory)
  }

  /// Runs to the end, or leaves with status 130 when interrupted.
  private func measure(_ figure: any PaperFigure, _ control: RunControl) throws -> FigureResult {
    let scale = small ? FigureScale.small : .full
    let runs = figure.runs(scale)
    let progress = ProgressReport(control, paths: runs, quiet: options.quiet)
    do {
      let result = try FigureResult(
        figure, scale: scale, seed: options.seed ?? Self.defaultSeed, threads: options.threads,
        control: control)
      progress.finish(completed: runs)
      return result
    } catch {
      progress.finish(completed: Int(control.fraction * Double(runs)))
      guard error is CancellationError else { throw error }
      log("langevin: stopped; an unfinished figure keeps nothing")
      throw ExitStatus.interrupted
    }
  }
}
