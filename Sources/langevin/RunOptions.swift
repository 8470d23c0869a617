import ArgumentParser
import Experiments
import Foundation

/// The options that every command which computes something has.
struct RunOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Where results go (default: langevin-out/NAME).", valueName: "dir"))
  var out: String?

  @Option(parsing: .unconditional, help: "Overrides the seed.")
  var seed: UInt64?

  @Option(
    parsing: .unconditional, help: "Threads to use; the result does not depend on it (default: all cores).")
  var threads: Int?

  @Flag(help: "Write the result to standard output as JSON, and files only if --out is given too.")
  var json = false

  @Flag(help: "No progress, no log, no summary: errors and warnings only.")
  var quiet = false

  @Flag(help: "Draw no pictures.")
  var noPlots = false

  @Flag(help: "Replace the results in the output directory.")
  var force = false

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads \(threads): expected 1 to 1024")
    }
    if out == "" { throw ValidationError("--out: expected the name of a directory") }
  }

  /// The directory of the results; nil if they only go to standard output.
  /// `results` are the files that may be written there; `resume` says that an unfinished run there is to go on.
  func directory(
    named name: String, results: [String], resume: Bool = false
  ) throws(OutputError) -> ResultDirectory? {
    if json && out == nil { return nil }
    let directory = try ResultDirectory(
      out ?? "langevin-out/\(name)", results: results, force: force, resume: resume)
    try directory.refuseForeignFiles(results)
    return directory
  }

  /// The experiment in a file, or a built-in one, with what the options override.
  func experiment(file: String?, builtIn: String = "", paths: PathsOption) throws -> Experiment {
    let names = Catalogue.generatorNames
    let experiment =
      if let file {
        try Experiment.load(contentsOf: URL(fileURLWithPath: file), knownGenerators: names)
      } else {
        try Experiment.parse(
          Template.text(named: builtIn), file: builtIn, directory: URL(fileURLWithPath: "."),
          knownGenerators: names)
      }
    return try experiment.overriding(paths: paths.paths?.value, seed: seed)
  }

  /// Hands out a finished result: warnings if nothing else would show them, the files, then JSON or the summary.
  ///
  /// - Parameter source: the text of the experiment as it was run, where there was one
  func deliver(_ result: some StudyResult, in directory: ResultDirectory?, source: String? = nil) throws {
    if json || quiet {
      for warning in result.warnings { log("langevin: WARNING: \(warning)") }
    }
    if let directory {
      try directory.write(result, experimentSource: source, plots: !noPlots) { if !quiet { log($0) } }
    }
    if json {
      print(result.json.serialized, terminator: "")
    } else if !quiet {
      print(result.summary)
      if let directory { print("\nresults in \(directory.url.relativePath)") }
    }
  }

  /// The same for what an experiment ended in, which is written as it can be run from anywhere.
  func deliver(
    _ result: some StudyResult, of experiment: Experiment, file: String?, in directory: ResultDirectory?
  ) throws {
    let base = URL(fileURLWithPath: file ?? ".").deletingLastPathComponent()
    try deliver(result, in: directory, source: experiment.relocatable(from: base).source)
  }
}

/// The option of the commands that read an experiment.
struct PathsOption: ParsableArguments {
  @Option(parsing: .unconditional, help: "Overrides the experiment's number of paths: 1 to 1e12.")
  var paths: WholeNumber?

  func validate() throws {
    if let paths = paths?.value, !(1...1_000_000_000_000).contains(paths) {
      throw ValidationError("--paths \(paths): expected 1 to 1e12")
    }
  }
}
