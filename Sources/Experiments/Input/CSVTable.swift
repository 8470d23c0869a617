import Foundation

/// The columns of a CSV file that an experiment asks for, as numbers.
struct CSVTable {
  private let file: String
  private let header: [String]
  private var reader: CSVReader

  /// Opens a table and reads its header.
  ///
  /// - Throws: `InputError` naming the CSV file, or the experiment's field that names it when it cannot be read.
  init(_ field: InputField, directory: URL) throws(InputError) {
    file = try field.text("the path of a CSV file")
    let url = file.hasPrefix("/") ? URL(fileURLWithPath: file) : directory.appendingPathComponent(file)
    let bytes: [UInt8]
    do {
      bytes = try InputFile.bytes(at: url, limit: InputLimits.csvBytes)
    } catch {
      throw field.error("\(error.expected); \(url.path) is \(error.found)")
    }
    reader = CSVReader(Array(try InputFile.text(bytes, file: file).utf8), file: file)
    guard let first = try reader.next() else {
      throw InputError(
        file: file, line: nil, keyPath: "", value: "an empty file",
        expected: "a header line and rows of numbers")
    }
    header = first.fields.map(Self.trimmed)
    for (index, name) in header.enumerated() where header[..<index].contains(name) {
      throw InputError(
        file: file, line: first.line, keyPath: "column \"\(name.shortened())\"", value: "the same name twice",
        expected: "a name of its own for each column")
    }
  }

  /// Position of the column that `field` names.
  func column(_ field: InputField) throws(InputError) -> Int {
    let name = try field.text("the name of a column")
    guard let index = header.firstIndex(of: name) else {
      let known = header.map { $0.shortened(to: 24) }
      let shown = known.prefix(12).joined(separator: ", ") + (known.count > 12 ? ", ..." : "")
      let hint = NearestName.find(name, among: header).map { " (did you mean \($0)?)" } ?? ""
      throw field.error("a column of \(file), whose header is \(shown)\(hint)")
    }
    return index
  }

  /// The rows of the chosen columns, in the order of `columns`.
  mutating func rows(_ columns: [Int]) throws(InputError) -> [[Double]] {
    let most = min(InputLimits.samples, InputLimits.dataEntries / max(1, columns.count - 1))
    var rows: [[Double]] = []
    while let record = try reader.next() {
      guard record.fields.count == header.count else {
        throw InputError(
          file: file, line: record.line, keyPath: "", value: "\(record.fields.count) fields",
          expected: "\(header.count), as in the header")
      }
      guard rows.count < most else {
        throw InputError(
          file: file, line: record.line, keyPath: "", value: "one more row",
          expected: "at most \(InputLimits.shown(most)) rows for \(columns.count) columns")
      }
      rows.append(try numbers(columns, of: record))
    }
    guard !rows.isEmpty else {
      throw InputError(
        file: file, line: nil, keyPath: "", value: "a header alone", expected: "at least one row of numbers")
    }
    return rows
  }

  private func numbers(_ columns: [Int], of record: CSVRecord) throws(InputError) -> [Double] {
    var row: [Double] = []
    row.reserveCapacity(columns.count)
    for column in columns {
      let text = record.fields[column]
      guard let value = DecimalText.value(text) ?? DecimalText.value(Self.trimmed(text)), value.isFinite
      else {
        let found = text.isEmpty ? "an empty cell" : text.shortened()
        throw InputError(
          file: file, line: record.line, keyPath: "column \"\(header[column].shortened())\"", value: found,
          expected: NumberRule.finite.rawValue)
      }
      row.append(value)
    }
    return row
  }

  private static func trimmed(_ text: String) -> String {
    text.trimmingCharacters(in: .whitespaces)
  }
}
