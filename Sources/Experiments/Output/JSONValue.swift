/// A JSON document whose objects keep the order of their keys.
///
/// Two objects are equal when they hold the same keys with equal values in the same order. Numbers compare
/// as IEEE 754 does, so a value that contains NaN is not equal to itself.
/// Reference: RFC 8259.
public indirect enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  case integer(Int)
  case unsigned(UInt64)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([(String, JSONValue)])

  public static func == (a: JSONValue, b: JSONValue) -> Bool {
    switch (a, b) {
    case (.null, .null): true
    case (.bool(let x), .bool(let y)): x == y
    case (.integer(let x), .integer(let y)): x == y
    case (.unsigned(let x), .unsigned(let y)): x == y
    case (.number(let x), .number(let y)): x == y
    case (.string(let x), .string(let y)): x == y
    case (.array(let x), .array(let y)): x == y
    case (.object(let x), .object(let y)):
      x.count == y.count && zip(x, y).allSatisfy { $0.0 == $1.0 && $0.1 == $1.1 }
    default: false
    }
  }

  /// The numbers as a JSON array.
  public static func numbers(_ values: [Double]) -> JSONValue { .array(values.map { .number($0) }) }

  /// The value, or `null` where there is none.
  public static func optional<T>(_ value: T?, _ wrap: (T) -> JSONValue) -> JSONValue {
    value.map(wrap) ?? .null
  }
}

extension JSONValue {
  /// The document as indented text with a final line break.
  ///
  /// Doubles are the shortest text that reads back to the same bits; the non-finite ones, which JSON lacks,
  /// are the strings "inf", "-inf" and "nan". Arrays of scalars run along the line and wrap at 100 columns.
  public var serialized: String {
    var text = ""
    write(to: &text, indent: "")
    return text + "\n"
  }

  private var isScalar: Bool {
    if case .array = self { false } else if case .object = self { false } else { true }
  }

  private func write(to text: inout String, indent: String) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .unsigned(let value): text += String(value)
    case .number(let value): text += value.isFinite ? value.description : "\"\(value.plainText)\""
    case .string(let value): text += Self.quoted(value)
    case .array(let items) where items.allSatisfy(\.isScalar): Self.writeRow(items, &text, indent)
    case .array(let items):
      Self.writeBlock(items, "[", "]", &text, indent) { $0.write(to: &$1, indent: $2) }
    case .object(let members):
      Self.writeBlock(members, "{", "}", &text, indent) { member, text, indent in
        text += Self.quoted(member.0) + ": "
        member.1.write(to: &text, indent: indent)
      }
    }
  }

  /// Scalars side by side; continuation lines are indented one level deeper.
  private static func writeRow(_ items: [JSONValue], _ text: inout String, _ indent: String) {
    var column = 0
    text += "["
    for (index, item) in items.enumerated() {
      var piece = ""
      item.write(to: &piece, indent: "")
      if index < items.count - 1 { piece += "," }
      if column > 0, column + piece.utf8.count > 100 {
        text += "\n\(indent)  "
        column = 0
      } else if index > 0 {
        text += " "
      }
      text += piece
      column += piece.utf8.count + 1
    }
    text += "]"
  }

  private static func writeBlock<Item>(
    _ items: [Item], _ open: String, _ close: String, _ text: inout String, _ indent: String,
    _ writeItem: (Item, inout String, String) -> Void
  ) {
    text += items.isEmpty ? open + close : open
    for (index, item) in items.enumerated() {
      text += (index == 0 ? "\n" : ",\n") + indent + "  "
      writeItem(item, &text, indent + "  ")
    }
    if !items.isEmpty { text += "\n\(indent)\(close)" }
  }

  private static func quoted(_ string: String) -> String {
    var text = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"", "\\": text += "\\\(scalar)"
      case "\n": text += "\\n"
      case _ where scalar.value < 0x20:
        text += (scalar.value < 0x10 ? "\\u000" : "\\u00") + String(scalar.value, radix: 16)
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }
}
