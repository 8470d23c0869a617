/// Refuses, from the bytes alone, what must not reach the YAML composer.
enum YAMLGuard {
  /// The fault found first, if any: a control character, or an alias.
  ///
  /// Anchored lists of aliases grow exponentially when the composer compares keys, so aliases are looked for without
  /// knowing what is quoted or commented: `*name` after any `&name`. Text that has both by chance can be respelt.
  static func fault(in text: String) -> (line: Int, found: String, expected: String)? {
    var line = 1
    var anchors: Set<String> = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "\n"): line += 1
      case UInt8(ascii: "\r"): if rest.first != UInt8(ascii: "\n") { line += 1 }
      case UInt8(ascii: "\t"): break
      case 0..<0x20, 0x7F:
        return (line, "a control character (byte \(byte))", "a text file")
      case UInt8(ascii: "&"):
        anchors.insert(name(at: rest))
      case UInt8(ascii: "*") where !anchors.isEmpty:
        let alias = name(at: rest)
        if !alias.isEmpty, anchors.contains(alias) {
          return (
            line, "the alias *\(alias.shortened())", "the value written out (anchors and aliases are refused)"
          )
        }
      default: break
      }
    }
    return nil
  }

  /// The longest run of characters that an anchor may be made of.
  private static func name(at rest: Substring.UTF8View) -> String {
    let letters = rest.prefix { byte in
      let lower = byte | 0x20
      return lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z")
        || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
        || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
    }
    return String(Substring(letters))
  }
}
