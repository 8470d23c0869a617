/// A mapping whose values are read by key.
struct InputSection {
  let field: InputField
  let entries: [InputEntry]

  subscript(key: String) -> InputField? {
    entries.first { $0.key == key }.map {
      InputField(node: $0.value, path: field.path.appending(key: key), file: field.file)
    }
  }

  /// The value of a key that must be there.
  func required(_ key: String, _ expected: String) throws(InputError) -> InputField {
    guard let value = self[key] else {
      throw InputError(
        file: field.file, line: field.node.line, keyPath: field.path.appending(key: key),
        value: "no such key",
        expected: expected)
    }
    return value
  }

  /// Refuses the first key that is not among `keys`, suggesting the nearest one.
  func allow(_ keys: [String]) throws(InputError) {
    for entry in entries where !keys.contains(entry.key) {
      throw InputError(
        file: field.file, line: entry.line, keyPath: field.path.appending(key: entry.key),
        value: "an unknown key", expected: NearestName.oneOf(keys, insteadOf: entry.key))
    }
  }

  /// Reads `kind` (or whatever `key` selects the variant) and then refuses the keys that this variant does not have.
  func variant<Kind: RawRepresentable<String> & CaseIterable>(
    _ kind: Kind.Type, by key: String = "kind", keys: (Kind) -> [String]
  ) throws(InputError) -> Kind {
    let names = Kind.allCases.map(\.rawValue)
    let chosen = try required(key, NearestName.oneOf(names, insteadOf: "")).choice(kind)
    try allow([key] + keys(chosen))
    return chosen
  }
}
