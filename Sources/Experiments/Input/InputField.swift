/// What a number must be besides finite.
enum NumberRule: String {
  case finite = "a finite number"
  case positive = "a finite number > 0"
  case nonNegative = "a finite number >= 0"

  func accepts(_ value: Double) -> Bool {
    switch self {
    case .finite: value.isFinite
    case .positive: value.isFinite && value > 0
    case .nonNegative: value.isFinite && value >= 0
    }
  }
}

/// A value of an experiment file together with its place: what every reader of a block is given.
struct InputField {
  let node: InputNode
  /// `problem.data.inputs`; empty for the whole experiment.
  let path: String
  let file: String

  /// The error that this field is not what was expected.
  func error(_ expected: String) -> InputError {
    InputError(file: file, line: node.line, keyPath: path, value: node.excerpt, expected: expected)
  }

  func element(_ index: Int, _ node: InputNode) -> InputField {
    InputField(node: node, path: "\(path)[\(index)]", file: file)
  }

  // MARK: single values

  func number(_ rule: NumberRule) throws(InputError) -> Double {
    guard let value = node.number, rule.accepts(value) else { throw error(rule.rawValue) }
    return value
  }

  /// A whole number, written with digits or as `1e3`.
  func count(_ range: ClosedRange<Int>) throws(InputError) -> Int {
    guard case .scalar(let text, quoted: false) = node.content,
      let value = Int(text) ?? node.number.flatMap(Int.init(exactly:)), range.contains(value)
    else {
      throw error(
        "a whole number from \(InputLimits.shown(range.lowerBound)) to \(InputLimits.shown(range.upperBound))"
      )
    }
    return value
  }

  /// A seed: a whole number below 2^64.
  func seed() throws(InputError) -> UInt64 {
    guard case .scalar(let text, quoted: false) = node.content,
      let value = UInt64(text) ?? node.number.flatMap(UInt64.init(exactly:))
    else { throw error("a whole number from 0 to \(UInt64.max)") }
    return value
  }

  func text(_ expected: String = "text") throws(InputError) -> String {
    if let text = node.text, !text.isEmpty { return text }
    guard case .scalar(let plain, quoted: false) = node.content, !plain.isEmpty else { throw error(expected) }
    throw error("\(expected) (put it in quotes if it is meant as text)")
  }

  /// Text that can name a file or directory.
  func fileName() throws(InputError) -> String {
    let name = try text("a name")
    if let fault = FileNameRule.fault(in: name) { throw error("a name \(fault)") }
    return name
  }

  func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _: Choice.Type
  ) throws(InputError) -> Choice {
    let names = Choice.allCases.map(\.rawValue)
    guard let text = node.text else { throw error(NearestName.oneOf(names, insteadOf: "")) }
    guard let choice = Choice(rawValue: text) else {
      throw error(NearestName.oneOf(names, insteadOf: text))
    }
    return choice
  }

  // MARK: lists

  /// The elements of a list of at most `limit`; `what` says what it should hold.
  func list(of what: String, upTo limit: Int, allowsEmpty: Bool = false) throws(InputError) -> [InputNode] {
    guard case .sequence(let nodes) = node.content else { throw error("a list of \(what)") }
    guard allowsEmpty || !nodes.isEmpty else { throw error("a list of \(what) that is not empty") }
    guard nodes.count <= limit else {
      throw error("at most \(InputLimits.shown(limit)) \(what), not \(nodes.count)")
    }
    return nodes
  }

  func numbers(
    _ rule: NumberRule, upTo limit: Int, allowsEmpty: Bool = false
  ) throws(InputError) -> [Double] {
    let nodes = try list(of: "numbers", upTo: limit, allowsEmpty: allowsEmpty)
    var values: [Double] = []
    values.reserveCapacity(nodes.count)
    for (index, node) in nodes.enumerated() {
      guard let value = node.number, rule.accepts(value) else {
        throw element(index, node).error(rule.rawValue)
      }
      values.append(value)
    }
    return values
  }

  /// One number for all of `count` coordinates, or a list of exactly that many.
  func broadcast(to count: Int) throws(InputError) -> [Double] {
    if let value = node.number, value.isFinite { return Array(repeating: value, count: count) }
    guard case .sequence(let nodes) = node.content else {
      throw error("a finite number, or a list of \(count), one per weight")
    }
    guard nodes.count == count else {
      throw error("one number, or \(count) of them (one per weight), not \(nodes.count)")
    }
    return try numbers(.finite, upTo: count)
  }

  // MARK: mappings

  /// The field as a mapping whose keys are all among `keys`.
  func section(_ keys: [String]) throws(InputError) -> InputSection {
    guard case .mapping(let entries) = node.content else {
      throw error("a mapping with keys \(keys.joined(separator: ", "))")
    }
    let section = InputSection(field: self, entries: entries)
    try section.allow(keys)
    return section
  }
}
