/// A value of an experiment file with the line it stands on: text, list or mapping, nothing else.
struct InputNode: Sendable {
  enum Content: Sendable {
    /// A single value. Quoted (or block) text is text; anything else may be a number, a boolean or null.
    case scalar(String, quoted: Bool)
    case sequence([InputNode])
    case mapping([InputEntry])
  }

  let content: Content
  /// Counted from 1.
  let line: Int

  /// The number, whatever its range, if this is one; quoted digits are text.
  var number: Double? {
    guard case .scalar(let text, quoted: false) = content else { return nil }
    return DecimalText.value(text)
  }

  /// The text, unless it is a number, a boolean or null.
  var text: String? {
    guard case .scalar(let text, let quoted) = content else { return nil }
    if quoted { return text }
    let reserved = ["", "~", "null", "Null", "NULL", "true", "True", "TRUE", "false", "False", "FALSE"]
    return reserved.contains(text) || DecimalText.value(text) != nil ? nil : text
  }

  /// The value as it stands in the file, on one line and short.
  var excerpt: String {
    excerpt(depth: 2).shortened()
  }

  private func excerpt(depth: Int) -> String {
    switch content {
    case .scalar(let text, quoted: false): return text.isEmpty ? "nothing" : text.shortened()
    case .scalar(let text, quoted: true): return "\"" + text.shortened() + "\""
    case .sequence(let nodes):
      return "[" + list(nodes, depth) { $0.excerpt(depth: depth - 1) } + "]"
    case .mapping(let entries):
      return "{" + list(entries, depth) { $0.key.shortened() + ": " + $0.value.excerpt(depth: depth - 1) }
        + "}"
    }
  }

  private func list<Item>(_ items: [Item], _ depth: Int, _ text: (Item) -> String) -> String {
    if items.isEmpty { return "" }
    if depth == 0 { return "..." }
    let most = 5
    return items.prefix(most).map(text).joined(separator: ", ") + (items.count > most ? ", ..." : "")
  }
}

/// One key of a mapping with its value.
struct InputEntry: Sendable {
  let key: String
  let line: Int
  let value: InputNode
}
