import Foundation
import Stochastic

/// One experiment, read and checked: the problem, the learning rate, what is simulated, and how it is recorded.
///
/// The convention is `dW = -grad L(W) dt + sqrt(s) dB` with s = `learningRate`.
public struct Experiment: Sendable, Equatable {
  /// Usable as a directory name; the file's base name unless given.
  public var name: String
  public var problem: ProblemSpecification
  /// s > 0: the noise scale of the SDE and the step size of SGD.
  public var learningRate: Double
  /// T > 0: the time at which the simulation ends.
  public var horizon: Double
  public var initial: InitialLaw
  /// When to record: strictly ascending, within [0, T].
  public var times: [Double]
  /// Number of simulated paths, at least 1.
  public var paths: Int
  public var seed: UInt64
  public var generator: GeneratorChoice
  public var brownianPath = BrownianPathKind.perRun
  /// What is simulated, each with a name of its own; may be empty.
  public var dynamics: [DynamicsSpecification]
  public var gibbs: GibbsOptions
  /// The experiment file as it was read.
  public var source: String

  /// Reads and checks an experiment file (YAML, of which JSON is a subset).
  ///
  /// - Parameters:
  ///   - file: Its CSV files are looked for relative to its own directory.
  ///   - knownGenerators: The names that may follow `gsl:`; empty to accept any.
  /// - Throws: `InputError` with the file, line, key path, what was found and what was expected.
  public static func load(
    contentsOf file: URL, knownGenerators: [String] = []
  ) throws(InputError) -> Experiment {
    let shown = file.relativePath
    let bytes: [UInt8]
    do {
      bytes = try InputFile.bytes(at: file, limit: InputLimits.fileBytes)
    } catch {
      throw InputError(
        file: shown, line: nil, keyPath: "", value: error.found, expected: error.expected)
    }
    let text = try InputFile.text(bytes, file: shown)
    return try parse(
      text, file: shown, directory: file.deletingLastPathComponent(), knownGenerators: knownGenerators)
  }

  /// Reads and checks the text of an experiment.
  ///
  /// - Parameters:
  ///   - file: The name that errors show; the experiment is called after it unless it names itself.
  ///   - directory: Where relative CSV paths start.
  ///   - knownGenerators: The names that may follow `gsl:`; empty to accept any.
  /// - Throws: `InputError` with the file, line, key path, what was found and what was expected.
  public static func parse(
    _ text: String, file: String, directory: URL, knownGenerators: [String] = []
  ) throws(InputError) -> Experiment {
    guard text.utf8.count <= InputLimits.fileBytes else {
      let most = InputLimits.fileBytes >> 20
      throw InputError(
        file: file, line: nil, keyPath: "", value: "more than \(most) MB", expected: "at most \(most) MB")
    }
    let root = InputField(node: try YAMLReader.tree(of: text, file: file), path: "", file: file)
    let reader = ExperimentReader(section: try root.section(ExperimentReader.keys))
    return try reader.read(source: text, directory: directory, knownGenerators: knownGenerators)
  }
}
