import Foundation

/// An unfinished run on disk: what it is of, and the numbers it has.
///
/// A text line, the run's identity in one line of JSON, and the numbers as raw little-endian doubles.
public struct Checkpoint: Sendable {
  public let identity: String
  public let numbers: [Double]

  private static let magic = "langevin checkpoint 1\n"

  public init(identity: String, numbers: [Double]) {
    self.identity = identity
    self.numbers = numbers
  }

  public var data: Data {
    var data = Data((Self.magic + identity.utf8.count.description + "\n" + identity).utf8)
    data.append(contentsOf: [UInt8](repeating: 0, count: (8 - data.count % 8) % 8))
    numbers.map(\.bitPattern.littleEndian).withUnsafeBytes { data.append(contentsOf: $0) }
    return data
  }

  /// nil if these are not the bytes of a whole checkpoint.
  public init?(data: Data) {
    let bytes = [UInt8](data)
    let magic = Array(Self.magic.utf8)
    guard bytes.starts(with: magic), let end = bytes[magic.count...].firstIndex(of: 10),
      let length = Int(String(decoding: bytes[magic.count..<end], as: UTF8.self)), length >= 0,
      end + 1 + length <= bytes.count
    else { return nil }
    identity = String(decoding: bytes[(end + 1)..<(end + 1 + length)], as: UTF8.self)
    let start = (end + 1 + length + 7) / 8 * 8
    guard start <= bytes.count, (bytes.count - start) % 8 == 0 else { return nil }
    numbers = stride(from: start, to: bytes.count, by: 8).map { place in
      Double(bitPattern: (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[place + $1]) << UInt64(8 * $1) })
    }
  }
}
