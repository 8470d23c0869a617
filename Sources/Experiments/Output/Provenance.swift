/// Where a result comes from: enough to run it again.
public struct Provenance: Sendable {
  /// The version of Langevin.
  public var version: String
  public var seed: UInt64
  /// The random number generator of the whole run.
  public var generator: String
  public var threads: Int
  /// The processor the run was made on.
  public var processor: String
  /// When the run started, as an ISO 8601 date and time.
  public var started: String
  /// How long it took, in wall-clock seconds.
  public var seconds: Double
  public var paths: Int
  /// The experiment file as it was named; none for a built-in experiment.
  public var experimentFile: String?
  /// The experiment file as it was run, overrides included: a JSON object.
  public var experiment: JSONValue
  /// The accuracy that the command line asked for.
  public var epsilon: Double?

  public init(
    version: String, seed: UInt64, generator: String, threads: Int, processor: String, started: String,
    seconds: Double, paths: Int, experimentFile: String?, experiment: JSONValue,
    epsilon: Double? = nil
  ) {
    self.version = version
    self.seed = seed
    self.generator = generator
    self.threads = threads
    self.processor = processor
    self.started = started
    self.seconds = seconds
    self.paths = paths
    self.experimentFile = experimentFile
    self.experiment = experiment
    self.epsilon = epsilon
  }

  /// The `provenance` object of a result file.
  public var json: JSONValue {
    let options = epsilon.map { [("epsilon", JSONValue.number($0))] } ?? []
    return .object(
      [
        ("version", .string(version)), ("seed", .unsigned(seed)), ("generator", .string(generator)),
        ("threads", .integer(threads)), ("processor", .string(processor)), ("started", .string(started)),
        ("seconds", .number(seconds)), ("paths", .integer(paths)),
        ("experimentFile", .optional(experimentFile) { .string($0) }), ("experiment", experiment),
      ] + options)
  }

  /// The same for people, as a table.
  var htmlTable: String {
    let rows =
      [
        ["Langevin", version], ["seed", "\(seed)"], ["generator", generator], ["threads", "\(threads)"],
        ["processor", processor], ["started", started], ["wall-clock time", "\(seconds.shortText) s"],
        ["experiment file", experimentFile ?? "built in"],
      ] + (epsilon.map { [["epsilon", $0.shortText]] } ?? [])
    return Experiments.htmlTable(header: ["", ""], rows: rows, textColumns: 2)
  }
}
