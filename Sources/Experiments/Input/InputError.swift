/// What is wrong with an experiment file, or with a data file it names, and where.
///
/// The description is always one line:
/// `tiny.yaml:7: problem.outer[1]: found abc, expected a finite number`.
public struct InputError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file at fault, as the user named it.
  public var file: String
  /// Line in that file, counted from 1; nil when the fault is the file itself.
  public var line: Int?
  /// Where in the experiment (`problem.data.inputs[2][0]`) or in the table (`column "x2"`); may be empty.
  public var keyPath: String
  /// The offending value as it stands in the file, shortened.
  public var value: String
  /// What would have been accepted.
  public var expected: String

  public init(file: String, line: Int?, keyPath: String, value: String, expected: String) {
    self.file = file
    self.line = line
    self.keyPath = keyPath
    self.value = value
    self.expected = expected
  }

  public var description: String {
    let place = file.onOneLine + (line.map { ":\($0)" } ?? "")
    let path = keyPath.isEmpty ? "" : keyPath.onOneLine + ": "
    return "\(place): \(path)found \(value.onOneLine), expected \(expected.onOneLine)"
  }
}

extension String {
  /// The text with every control character and line or paragraph separator written as an escape.
  var onOneLine: String {
    var line = ""
    for scalar in unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator:
        line += scalar.escaped(asASCII: true)
      default:
        line.unicodeScalars.append(scalar)
      }
    }
    return line
  }

  /// The text itself, or its first `limit` scalars and an ellipsis.
  func shortened(to limit: Int = 48) -> String {
    guard let end = unicodeScalars.index(startIndex, offsetBy: limit, limitedBy: endIndex), end != endIndex
    else { return self }
    return String(unicodeScalars[..<end]) + "..."
  }
}
