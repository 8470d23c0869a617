extension Experiment {
  /// The experiment file as a JSON object.
  func json() throws(InputError) -> JSONValue { try YAMLReader.tree(of: source, file: name).json }

  /// The same experiment with other values for paths or seed, in its source too.
  public func overriding(paths: Int?, seed: UInt64?) throws(InputError) -> Experiment {
    guard paths != nil || seed != nil, case .object(var members) = try json() else { return self }
    var experiment = self
    if let paths {
      experiment.paths = paths
      members.removeAll { $0.0 == "paths" }
      members.append(("paths", .integer(paths)))
    }
    if let seed {
      experiment.seed = seed
      members.removeAll { $0.0 == "seed" }
      members.append(("seed", .unsigned(seed)))
    }
    experiment.source = JSONValue.object(members).serialized
    return experiment
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
