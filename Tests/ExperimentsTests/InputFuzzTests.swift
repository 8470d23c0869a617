import Foundation
import TestSupport
import Testing

@testable import Experiments

/// The same mutations on every machine.
@Suite struct InputFuzzTests {
  private static let tokens = [
    "[", "]", "{", "}", ":", "- ", "? ", "&a ", "*a", "!!int ", "|", ">", "'", "\"", "#", "\n", "\t", "  ",
    ",", "~",
    "1e999", "-1", "0", ".nan", "1e300", "99999999999999999999", "---\n", "...\n", "%YAML 1.1\n", "<<: ",
    "\u{FEFF}",
    "\u{2028}", "true", "null", "kind", "name", "@", "`", "\\", "\"\\uD800\"", "\"\\xFF\"",
  ]

  private func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
    guard !bytes.isEmpty else { return }
    let start = Int.random(in: 0..<bytes.count, using: &random)
    let end = min(bytes.count, start + Int.random(in: 1...12, using: &random))
    switch Int.random(in: 0..<6, using: &random) {
    case 0: bytes[start] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 1: bytes.removeSubrange(start..<end)
    case 2: bytes.insert(contentsOf: bytes[start..<end], at: start)
    case 3: bytes.insert(contentsOf: (Self.tokens.randomElement(using: &random) ?? "").utf8, at: start)
    case 4: bytes.replaceSubrange(start..<end, with: (Self.tokens.randomElement(using: &random) ?? "").utf8)
    default: swapWords(&bytes, &random)
    }
  }

  private func swapWords(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
    var words = bytes.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    words.swapAt(
      Int.random(in: 0..<words.count, using: &random), Int.random(in: 0..<words.count, using: &random))
    bytes = Array(words.joined(separator: [UInt8(ascii: " ")]))
  }

  /// Comments make most of a template; mutating them would test little.
  private func withoutComments(_ text: String) -> [UInt8] {
    let lines = text.split(separator: "\n").map { $0.prefix { $0 != "#" } }
    return Array(lines.filter { !$0.isEmpty }.joined(separator: "\n").utf8)
  }

  @Test func mutatedTemplatesAreReadOrRefusedInOneLine() throws {
    try withInputDirectory { directory in
      try Data("x1,x2,y\n0.5,-1,0.3\n1.5,0.25,-0.4\n".utf8)
        .write(to: directory.appendingPathComponent("train.csv"))
      let templates = try Template.all.map { withoutComments(try Template.text(named: $0.name)) }
      var random = SplitMix64(seed: 20_240_229)
      var refused = 0
      let cases = 3_000
      for index in 0..<cases {
        var bytes = templates[index % templates.count]
        for _ in 0..<Int.random(in: 1...4, using: &random) { mutate(&bytes, &random) }
        do throws(InputError) {
          let text = try InputFile.text(bytes, file: "fuzz.yaml")
          _ = try Experiment.parse(text, file: "fuzz.yaml", directory: directory)
        } catch {
          refused += 1
          #expect(error.file == "fuzz.yaml" || error.file == "train.csv")
          #expect(error.description.hasPrefix(error.file))
          #expect(error.description.isOneLine)
          #expect(error.description.utf8.count < 1_000)
        }
      }
      #expect(refused > cases / 2 && refused < cases)
    }
  }

  @Test func mutatedTablesAreReadOrRefusedInOneLine() throws {
    let table = Array("x1,x2,y\r\n0.5,-1,\"0.3\"\r\n1.5,0.25,-0.4\r\n".utf8)
    var random = SplitMix64(seed: 7)
    var refused = 0
    for _ in 0..<1_000 {
      var bytes = table
      for _ in 0..<2 { mutate(&bytes, &random) }
      do throws(InputError) {
        var reader = CSVReader(bytes, file: "fuzz.csv")
        while try reader.next() != nil {}
      } catch {
        refused += 1
        #expect(error.description.hasPrefix("fuzz.csv:"))
        #expect(error.description.isOneLine)
      }
    }
    #expect(refused > 0)
  }
}
