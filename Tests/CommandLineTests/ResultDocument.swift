import Foundation
import Testing

/// A `result.json`, read by someone else's parser.
struct ResultDocument {
  let text: String
  let root: [String: Any]

  init(_ text: String) throws {
    self.text = text
    let document = try JSONDecoder().decode(AnyJSON.self, from: Data(text.utf8))
    root = try #require(document.value as? [String: Any])
  }

  var provenance: [String: Any] { root["provenance"] as? [String: Any] ?? [:] }
  var curves: [[String: Any]] { root["curves"] as? [[String: Any]] ?? [] }
  var gaps: [[String: Any]] { root["gaps"] as? [[String: Any]] ?? [] }

  /// The loss of the curve of that name.
  func loss(_ name: String) throws -> [String: Any] {
    try #require(try curve(name)["loss"] as? [String: Any])
  }

  func curve(_ name: String) throws -> [String: Any] {
    try #require(curves.first { $0["name"] as? String == name })
  }

  /// The text of curves and gaps to the byte, but for what the clock said.
  var numbers: String {
    get throws {
      let start = try #require(text.range(of: "\n  \"curves\": ["))
      let end = try #require(text.range(of: "\n  \"notes\": "))
      return text[start.lowerBound..<end.lowerBound].split(separator: "\n")
        .filter { !$0.contains("\"secondsPerPathStep\"") }.joined(separator: "\n")
    }
  }
}

/// Any JSON value: `[String: Any]`, `[Any]`, `String`, `Bool`, `NSNull`, and the first of `Int`, `UInt64` and
/// `Double` that holds the number. (`JSONSerialization` does not read every number to the bit.)
private struct AnyJSON: Decodable {
  let value: Any

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let members = try? container.decode([String: AnyJSON].self) {
      value = members.mapValues(\.value)
    } else if let items = try? container.decode([AnyJSON].self) {
      value = items.map(\.value)
    } else if let text = try? container.decode(String.self) {
      value = text
    } else if let truth = try? container.decode(Bool.self) {
      value = truth
    } else if let number = try? container.decode(Int.self) {
      value = number
    } else if let number = try? container.decode(UInt64.self) {
      value = number
    } else if container.decodeNil() {
      value = NSNull()
    } else {
      value = try container.decode(Double.self)
    }
  }
}

/// A JSON number, or one of the strings that stand for the numbers JSON lacks.
func double(_ value: Any?) -> Double? {
  if let number = value as? Int { return Double(number) }
  switch value as? String {
  case "inf": return .infinity
  case "-inf": return -.infinity
  case "nan": return .nan
  default: return value as? Double
  }
}

/// An array of such numbers.
func doubles(_ value: Any?) throws -> [Double] {
  try (try #require(value as? [Any])).map { try #require(double($0)) }
}

extension Scratch {
  func result(_ directory: String) throws -> ResultDocument {
    try ResultDocument(text("\(directory)/result.json"))
  }

  /// Runs `compare` on an experiment text and gives the result, which must be fine.
  func compare(_ experiment: String, _ options: [String] = []) throws -> ResultDocument {
    try write(experiment, to: "experiment.yaml")
    let outcome = try Program.run(["compare", "experiment.yaml", "--json"] + options, in: self)
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try ResultDocument(outcome.output)
  }
}
