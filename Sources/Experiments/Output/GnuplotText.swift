/// A gnuplot string that stands for exactly this text: in single quotes nothing is substituted, and a quote
/// is written twice. Control characters, which no plot can show, become spaces.
func gnuplotQuoted(_ text: String) -> String {
  "'" + singleLine(text).replacing("'", with: "''") + "'"
}

/// The text with every control character and line break replaced by a space.
func singleLine(_ text: String) -> String {
  String(
    text.map { character in
      character.isNewline || character.unicodeScalars.contains { $0.properties.generalCategory == .control }
        ? " " : character
    })
}

/// The text if it has at most `limit` characters, else its beginning and an ellipsis.
func elided(_ text: String, to limit: Int = 26) -> String {
  text.count <= limit ? text : text.prefix(limit - 1) + "…"
}
