import Foundation

/// Why a file could not be taken in.
struct FileFault: Error {
  let found: String
  let expected: String
}

/// Files read whole, up to a stated size. Pipes work; directories, devices without end and junk are refused.
enum InputFile {
  /// - Throws: `FileFault` when there is no such file, it cannot be read, or it is larger than `limit` bytes.
  static func bytes(at url: URL, limit: Int) throws(FileFault) -> [UInt8] {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isDirectory) else {
      throw FileFault(found: "no such file", expected: "a file that can be read")
    }
    guard !isDirectory.boolValue else {
      throw FileFault(found: "a directory", expected: "a file")
    }
    do {
      let handle = try FileHandle(forReadingFrom: url)
      defer { try? handle.close() }
      var bytes: [UInt8] = []
      while bytes.count <= limit, let part = try handle.read(upToCount: 1 << 20), !part.isEmpty {
        bytes += part
      }
      guard bytes.count <= limit else {
        throw FileFault(
          found: "more than \(limit >> 20) MB", expected: "a file of at most \(limit >> 20) MB")
      }
      return bytes
    } catch let fault as FileFault {
      throw fault
    } catch {
      let reason = (error as NSError).localizedDescription
      throw FileFault(found: "a file that cannot be read (\(reason))", expected: "a file that can be read")
    }
  }

  /// The bytes as UTF-8 text.
  ///
  /// - Throws: `InputError` with the line of the first byte that is not UTF-8.
  static func text(_ bytes: [UInt8], file: String) throws(InputError) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var line = 1
    var iterator = bytes.makeIterator()
    var decoder = UTF8()
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      if scalar == "\n" { line += 1 }
    }
    throw InputError(
      file: file, line: line, keyPath: "", value: "bytes that are not UTF-8", expected: "text in UTF-8")
  }
}
