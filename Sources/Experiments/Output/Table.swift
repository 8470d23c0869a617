/// A CSV file: a header line, then one line per row. Cells with commas, quotes or line ends are quoted (RFC 4180).
public struct Table: Sendable, Equatable {
  /// The name of the file.
  public let fileName: String
  /// The text of the file.
  public let text: String

  /// Throws `OutputError.ragged` if a column has more or fewer entries than the first.
  init(fileName: String, columns: [(name: String, cells: [String])]) throws(OutputError) {
    let rows = columns.first?.cells.count ?? 0
    for column in columns where column.cells.count != rows {
      throw .ragged(table: fileName, column: column.name, found: column.cells.count, expected: rows)
    }
    var lines = [columns.map(\.name).joined(separator: ",")]
    for row in 0..<rows {
      lines.append(columns.map { Self.cell($0.cells[row]) }.joined(separator: ","))
    }
    self.fileName = fileName
    text = lines.joined(separator: "\n") + "\n"
  }

  private static func cell(_ text: String) -> String {
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}

/// A column of numbers, written so that they read back to the same bits; non-finite ones as inf, -inf, nan.
func column(_ name: String, _ values: [Double]) -> (name: String, cells: [String]) {
  (name, values.map(\.plainText))
}
