/// Turns names chosen by people into names of files that are safe on every system, and all different.
struct FileNames {
  private var taken: Set<String> = []

  /// The name with everything but ASCII letters, digits, `_`, `-` and `.` replaced by `_`, at most 60
  /// characters, not hidden and not empty.
  static func sanitised(_ name: String) -> String {
    var text = ""
    for character in name {
      let isPlain =
        character.isASCII && (character.isLetter || character.isNumber || "_-.".contains(character))
      if isPlain {
        text.append(character)
      } else if text.last != "_" {
        text.append("_")
      }
    }
    text = String(text.drop { $0 == "." }.prefix(60))
    return text.isEmpty ? "unnamed" : text
  }

  /// `stem.suffix`, or `stem-2.suffix`, `stem-3.suffix`, ... when that is taken; letter case does not tell
  /// two files apart.
  mutating func unique(_ stem: String, suffix: String) -> String {
    var name = "\(stem).\(suffix)"
    var attempt = 1
    while !taken.insert(name.lowercased()).inserted {
      attempt += 1
      name = "\(stem)-\(attempt).\(suffix)"
    }
    return name
  }
}
