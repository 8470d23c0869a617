/// One record of a CSV file and the line it starts on.
struct CSVRecord {
  let line: Int
  let fields: [String]
}

/// Comma-separated values, RFC 4180: quoted fields, doubled quotes, any line ends, a header treated as any record.
///
/// The SwiftCSV package (0.10.0) is not used: after an unclosed quote it takes the rest of the file for one cell, it
/// pads records that are too short instead of refusing them, and it does not say on which line a record stands.
struct CSVReader {
  private let bytes: [UInt8]
  private let file: String
  private var position = 0
  private var line = 1

  init(_ bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// The next record, or nil at the end; empty lines are passed over.
  mutating func next() throws(InputError) -> CSVRecord? {
    while endLine() {}
    guard position < bytes.count else { return nil }
    let start = line
    var fields = [try field()]
    while position < bytes.count, !endLine() {
      position += 1  // the comma that ended the field
      fields.append(try field())
    }
    return CSVRecord(line: start, fields: fields)
  }

  /// Reads up to, and not including, the comma or line end after a field.
  private mutating func field() throws(InputError) -> String {
    if position < bytes.count, bytes[position] == UInt8(ascii: "\"") { return try quotedField() }
    let start = position
    while position < bytes.count, !isEndOfField(bytes[position]) {
      if bytes[position] == UInt8(ascii: "\"") { throw error("a quote inside an unquoted field", line) }
      position += 1
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func quotedField() throws(InputError) -> String {
    let opened = line
    var content: [UInt8] = []
    position += 1
    while position < bytes.count {
      if bytes[position] != UInt8(ascii: "\"") {
        let start = position
        if !endLine() { position += 1 }
        content += bytes[start..<position]
      } else if position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "\"") {
        content.append(UInt8(ascii: "\""))
        position += 2
      } else {
        position += 1
        guard position == bytes.count || isEndOfField(bytes[position]) else {
          throw error("text after a closing quote", line)
        }
        return String(decoding: content, as: UTF8.self)
      }
    }
    throw error("a quote that is never closed", opened)
  }

  /// Steps over one line end (LF, CR or CR LF), if there is one here.
  private mutating func endLine() -> Bool {
    guard position < bytes.count else { return false }
    let byte = bytes[position]
    guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else { return false }
    position += 1
    if byte == UInt8(ascii: "\r"), position < bytes.count, bytes[position] == UInt8(ascii: "\n") {
      position += 1
    }
    line += 1
    return true
  }

  private func isEndOfField(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  private func error(_ found: String, _ line: Int) -> InputError {
    InputError(
      file: file, line: line, keyPath: "", value: found, expected: "a field, or a field in double quotes")
  }
}
