import Foundation

extension Experiment {
  /// The experiment file as a JSON object.
  func json() throws(InputError) -> JSONValue { try YAMLReader.tree(of: source, file: name).json }

  /// The same experiment with other values for paths or seed, in its source too.
  public func overriding(paths: Int?, seed: UInt64?) throws(InputError) -> Experiment {
    var experiment = self
    experiment.paths = paths ?? self.paths
    experiment.seed = seed ?? self.seed
    var changes: [(path: [String], value: JSONValue)] = []
    if let paths { changes.append((["paths"], .integer(paths))) }
    if let seed { changes.append((["seed"], .unsigned(seed))) }
    try experiment.rewriteSource(changes)
    return experiment
  }

  /// The same experiment with this ladder of learning rates for its Gibbs laws, in its source too.
  public func overriding(learningRates: [Double]) throws(InputError) -> Experiment {
    var experiment = self
    experiment.gibbs.learningRates = learningRates
    let rates = JSONValue.numbers(learningRates)
    if case .object(let members) = try json(), members.contains(where: { $0.0 == "gibbs" }) {
      try experiment.rewriteSource([(["gibbs", "learningRates"], rates)])
    } else {
      try experiment.rewriteSource([(["gibbs"], .object([("learningRates", rates)]))])
    }
    return experiment
  }

  /// The same experiment with a source that runs again from any directory: it has its name, and the paths of its data
  /// start at the root. The text stays as it is if it has no need of that.
  public func relocatable(from directory: URL) throws(InputError) -> Experiment {
    var changes: [(path: [String], value: JSONValue)] = []
    if case .object(let members) = try json(), !members.contains(where: { $0.0 == "name" }) {
      changes.append((["name"], .string(name)))
    }
    if case .twoLayer(let net) = problem, case .table(_, _, .csv(let file, _, _)) = net.data,
      !file.hasPrefix("/")
    {
      let path = URL(fileURLWithPath: file, relativeTo: directory).standardizedFileURL.path
      changes.append((["problem", "data", "csv", "file"], .string(path)))
    }
    var experiment = self
    try experiment.rewriteSource(changes)
    return experiment
  }

  private mutating func rewriteSource(
    _ changes: [(path: [String], value: JSONValue)]
  ) throws(InputError) {
    guard !changes.isEmpty else { return }
    source = changes.reduce(try json()) { $0.replacing($1.path[...], with: $1.value) }.serialized
  }
}

extension JSONValue {
  /// The object with another value at a path of keys; a last key that is not there yet is added.
  fileprivate func replacing(_ path: ArraySlice<String>, with value: JSONValue) -> JSONValue {
    guard let key = path.first else { return value }
    guard case .object(var members) = self else { return self }
    if let place = members.firstIndex(where: { $0.0 == key }) {
      members[place].1 = members[place].1.replacing(path.dropFirst(), with: value)
    } else {
      members.append((key, value))
    }
    return .object(members)
  }
}

extension InputNode {
  /// The same value as JSON.
  var json: JSONValue {
    switch content {
    case .sequence(let nodes): .array(nodes.map(\.json))
    case .mapping(let entries): .object(entries.map { ($0.key, $0.value.json) })
    case .scalar(let string, _):
      if let number {
        UInt64(string).map(JSONValue.unsigned) ?? .number(number)
      } else if text == nil, let boolean = Bool(string.lowercased()) {
        .bool(boolean)
      } else {
        text == nil ? .null : .string(string)
      }
    }
  }
}
