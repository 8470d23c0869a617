import Foundation

/// An unfinished run on disk: what it is of, and the numbers it has.
///
/// A text line, the run's identity, the numbers as raw little-endian doubles, and a checksum of all before it.
public struct Checkpoint: Sendable {
  public let identity: String
  public let numbers: [Double]

  private static let magic = "langevin checkpoint 1\n"

  public init(identity: String, numbers: [Double]) {
    self.identity = identity
    self.numbers = numbers
  }

  public var data: Data {
    var bytes = Array((Self.magic + identity.utf8.count.description + "\n" + identity).utf8)
    bytes += [UInt8](repeating: 0, count: (8 - bytes.count % 8) % 8)
    numbers.map(\.bitPattern.littleEndian).withUnsafeBytes { bytes += $0 }
    withUnsafeBytes(of: Checksum.of(bytes).littleEndian) { bytes += $0 }
    return Data(bytes)
  }

  /// nil if these are not the bytes of a whole checkpoint.
  public init?(data: Data) {
    let bytes = [UInt8](data)
    let magic = Array(Self.magic.utf8)
    guard bytes.starts(with: magic), bytes.count % 8 == 0, bytes.count >= 8,
      Self.word(bytes, at: bytes.count - 8) == Checksum.of(bytes.dropLast(8)),
      let end = bytes[magic.count...].firstIndex(of: 10),
      let length = Int(String(decoding: bytes[magic.count..<end], as: UTF8.self)), length >= 0,
      end + 1 + length <= bytes.count - 8
    else { return nil }
    identity = String(decoding: bytes[(end + 1)..<(end + 1 + length)], as: UTF8.self)
    let start = (end + 1 + length + 7) / 8 * 8
    numbers = stride(from: start, to: bytes.count - 8, by: 8).map {
      Double(bitPattern: Self.word(bytes, at: $0))
    }
  }

  private static func word(_ bytes: [UInt8], at place: Int) -> UInt64 {
    (0..<8).reduce(0) { $0 | UInt64(bytes[place + $1]) << UInt64(8 * $1) }
  }
}

/// FNV-1a, 64 bits (Fowler, Noll and Vo): tells files and data sets apart, protects against accidents only.
enum Checksum {
  static func of(_ bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  static func of(_ numbers: [Double]) -> UInt64 {
    numbers.withUnsafeBytes { of($0) }
  }
}
