import Yams

/// A YAML syntax error in our words: the line, what was found, what was expected.
struct SyntaxFault {
  private var line: Int?
  private var found: String
  private var keyPath = ""
  private var expected = "valid YAML"

  init(_ error: YamlError, in text: String) {
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _):
      line = mark.line
      if problem.contains("nesting level") {
        found = "deeper nesting"
        expected = "at most \(InputLimits.nesting) levels of lists and mappings"
        return
      }
      found = "a syntax error (\(Self.story(context, problem, at: mark)))"
      if Self.startsWithTab(line: mark.line, of: text) { expected = "indentation by spaces, not tabs" }
    case .composer(_, let problem, let mark, _):
      line = mark.line
      let isSecond = problem.contains("another document")
      found = isSecond ? "a second document" : problem
      if isSecond { expected = "one experiment per file" }
    case .reader(let problem, let offset, _, _):
      line = offset.map { 1 + text.prefix($0).count(where: \.isNewline) }
      found = problem
      expected = "text of printable characters"
    case .duplicatedKeysInMapping(let duplicates, let context):
      line = context.mark.line
      found = "the same key twice"
      keyPath = (duplicates.first ?? "").shortened()
      expected = "each key once"
    default:
      found = "text that cannot be parsed"
    }
  }

  func error(file: String) -> InputError {
    InputError(file: file, line: line, keyPath: keyPath, value: found, expected: expected)
  }

  /// The parser's own words, with the line where the construct began if that is another one.
  private static func story(_ context: YamlError.Context?, _ problem: String, at mark: Mark) -> String {
    guard let context, !context.text.isEmpty else { return problem }
    let start = context.mark.line == mark.line ? "" : " from line \(context.mark.line)"
    return "\(context.text)\(start): \(problem)"
  }

  private static func startsWithTab(line: Int, of text: String) -> Bool {
    let lines = text.split(separator: "\n", maxSplits: line, omittingEmptySubsequences: false)
    guard lines.indices.contains(line - 1) else { return false }
    return lines[line - 1].prefix { $0 == " " || $0 == "\t" }.contains("\t")
  }
}
