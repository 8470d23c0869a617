/// Numbers as YAML 1.2 and JSON write them: decimal digits, an optional fraction, an optional exponent.
///
/// Hexadecimal, octal, digit separators, sexagesimals and the words for infinity and not-a-number are not numbers.
enum DecimalText {
  /// The value of a decimal number, infinite when it overflows; nil when the text is not a number.
  static func value(_ text: String) -> Double? {
    isNumber(text.utf8) ? Double(text) : nil
  }

  private static func isNumber(_ text: String.UTF8View) -> Bool {
    var rest = text[...]
    skipSign(&rest)
    var digits = skipDigits(&rest)
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      digits += skipDigits(&rest)
    }
    guard digits > 0 else { return false }
    if let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") {
      rest.removeFirst()
      skipSign(&rest)
      guard skipDigits(&rest) > 0 else { return false }
    }
    return rest.isEmpty
  }

  private static func skipSign(_ rest: inout Substring.UTF8View) {
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
  }

  private static func skipDigits(_ rest: inout Substring.UTF8View) -> Int {
    var count = 0
    while let digit = rest.first, digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") {
      rest.removeFirst()
      count += 1
    }
    return count
  }
}
