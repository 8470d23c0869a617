import Yams

/// YAML text to a tree of `InputNode`: one document, no anchors, no tags, text keys, bounded depth.
enum YAMLReader {
  /// - Throws: `InputError` with the line of the first thing that is not accepted.
  static func tree(of text: String, file: String) throws(InputError) -> InputNode {
    var text = text
    if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
    text.makeContiguousUTF8()
    if let fault = YAMLGuard.fault(in: text) {
      throw InputError(
        file: file, line: fault.line, keyPath: "", value: fault.found, expected: fault.expected)
    }
    let composed = DeepStack.run { [text] () -> Result<InputNode?, InputError> in
      Result { () throws(InputError) in try compose(text, file) }
    }
    guard let node = try composed?.get() else {
      throw InputError(
        file: file, line: nil, keyPath: "", value: "an empty file", expected: "an experiment")
    }
    return node
  }

  private static func compose(_ text: String, _ file: String) throws(InputError) -> InputNode? {
    do {
      // No rules for implicit types: numbers are told from text by `DecimalText`. The parser owns the anchors.
      let parser = try Yams.Parser(yaml: text, resolver: .basic, encoding: .utf8)
      let conversion = NodeConversion(file: file)
      return try withExtendedLifetime(parser) {
        try parser.singleRoot().map { try conversion.convert($0, path: "", depth: 0) }
      }
    } catch let error as InputError {
      throw error
    } catch let error as YamlError {
      throw SyntaxFault(error, in: text).error(file: file)
    } catch {
      throw InputError(file: file, line: nil, keyPath: "", value: "\(error)", expected: "valid YAML")
    }
  }
}

/// Copies a composed YAML node, refusing what experiments have no use for.
private struct NodeConversion {
  let file: String

  func convert(_ node: Node, path: String, depth: Int) throws(InputError) -> InputNode {
    let line = node.mark?.line ?? 1
    guard depth < InputLimits.nesting else {
      let limit = "at most \(InputLimits.nesting) levels of lists and mappings"
      throw InputError(file: file, line: line, keyPath: "", value: "deeper nesting", expected: limit)
    }
    try refuseDecoration(node, path, line)
    switch node {
    case .scalar(let scalar):
      let plain = scalar.style == .plain || scalar.style == .any
      return InputNode(content: .scalar(scalar.string, quoted: !plain), line: line)
    case .sequence(let sequence):
      var nodes: [InputNode] = []
      nodes.reserveCapacity(sequence.count)
      for element in sequence {
        nodes.append(try convert(element, path: path, depth: depth + 1))
      }
      return InputNode(content: .sequence(nodes), line: line)
    case .mapping(let mapping):
      return InputNode(content: .mapping(try entries(of: mapping, path, depth)), line: line)
    case .alias:
      throw InputError(
        file: file, line: line, keyPath: path, value: "an alias", expected: "the value written out")
    }
  }

  private func entries(
    of mapping: Node.Mapping, _ path: String, _ depth: Int
  ) throws(InputError) -> [InputEntry] {
    var entries: [InputEntry] = []
    for (key, value) in mapping {
      let line = key.mark?.line ?? 1
      guard let name = key.scalar?.string else {
        throw InputError(
          file: file, line: line, keyPath: path, value: "a list or mapping as a key",
          expected: "a name as key")
      }
      try refuseDecoration(key, path, line, isKey: true)
      let inner = path.appending(key: name)
      entries.append(
        InputEntry(key: name, line: line, value: try convert(value, path: inner, depth: depth + 1)))
    }
    return entries
  }

  /// Anchors and tags. (Yams drops `!!str` on quoted text and a lone `!`, so those two pass, and change nothing.)
  private func refuseDecoration(
    _ node: Node, _ path: String, _ line: Int, isKey: Bool = false
  ) throws(InputError) {
    if let anchor = node.anchor {
      let found = "the anchor &\(anchor.rawValue.shortened())"
      throw InputError(
        file: file, line: line, keyPath: path, value: found,
        expected: "the value alone (anchors and aliases are refused)")
    }
    let tag = writtenTag(of: node)
    let isPlain = node.scalar.map { $0.style == .plain || $0.style == .any } ?? true
    let isImplied = tag.isEmpty || tag == Tag.Name.str.rawValue && (isKey || !isPlain)
    if !isImplied {
      throw InputError(
        file: file, line: line, keyPath: path, value: "the tag \(tag.shortened())",
        expected: "the value alone (tags are refused)")
    }
  }

  /// The tag as the parser left it; `Node.tag` would put an implied one in its place.
  private func writtenTag(of node: Node) -> String {
    switch node {
    case .scalar(let scalar): scalar.tag.rawValue
    case .sequence(let sequence): sequence.tag.rawValue
    case .mapping(let mapping): mapping.tag.rawValue
    case .alias(let alias): alias.tag.rawValue
    }
  }
}

extension String {
  /// `path.key`, or the key alone at the top.
  func appending(key: String) -> String {
    isEmpty ? key.shortened() : self + "." + key.shortened()
  }
}
