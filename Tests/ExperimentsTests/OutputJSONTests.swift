import Foundation
import Testing

@testable import Experiments

@Suite("JSON output") struct OutputJSONTests {
  private func parsed(_ value: JSONValue) throws -> Any {
    try JSONSerialization.jsonObject(with: Data(value.serialized.utf8), options: [.fragmentsAllowed])
  }

  @Test(
    "strings survive escaping",
    arguments: [
      "", "plain", "say \"hi\"", "back\\slash", "a/b", "tab\tline\nreturn\r",
      "\u{0}\u{1}\u{F}\u{10}\u{1F}\u{7F}",
      "λ_s μ 漢字 👩‍🚀", "\u{2028}\u{2029}", "</script>",
    ])
  func escaping(_ string: String) throws {
    #expect(try parsed(.string(string)) as? String == string)
    let object = try #require(try parsed(.object([(string, .integer(1))])) as? [String: Int])
    #expect(object == [string: 1])
  }

  @Test(
    "doubles survive to the bit",
    arguments: [
      0.1, 1 / 3, -2.5e-7, 1e16, 123_456_789.125, .pi, .leastNonzeroMagnitude, .leastNormalMagnitude,
      .greatestFiniteMagnitude, 0, -0.0, 1 + .ulpOfOne,
    ] as [Double])
  func doubles(_ value: Double) throws {
    let text = JSONValue.number(value).serialized.trimmingCharacters(in: .whitespacesAndNewlines)
    #expect(Double(text)?.bitPattern == value.bitPattern)
    let read = try JSONDecoder().decode(Double.self, from: Data(text.utf8))
    #expect(read.bitPattern == value.bitPattern)
  }

  @Test func nonFiniteNumbersAreStrings() throws {
    let value = JSONValue.numbers([.infinity, -.infinity, .nan, -.nan])
    #expect(try parsed(value) as? [String] == ["inf", "-inf", "nan", "nan"])
  }

  @Test func integersAreExact() throws {
    #expect(JSONValue.unsigned(.max).serialized == "18446744073709551615\n")
    #expect(JSONValue.integer(.min).serialized == "-9223372036854775808\n")
  }

  @Test func layout() {
    let value = JSONValue.object([
      ("b", .numbers([1, 2.5])), ("a", .object([])), ("c", .array([])), ("d", .bool(true)), ("e", .null),
      ("f", .array([.object([("x", .integer(1))])])),
    ])
    let expected = """
      {
        "b": [1.0, 2.5],
        "a": {},
        "c": [],
        "d": true,
        "e": null,
        "f": [
          {
            "x": 1
          }
        ]
      }

      """
    #expect(value.serialized == expected)
  }

  @Test func longArraysWrap() throws {
    let numbers = (0..<200).map { Double($0) / 7 }
    let text = JSONValue.object([("x", .numbers(numbers))]).serialized
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 110 })
    let read = try JSONDecoder().decode([String: [Double]].self, from: Data(text.utf8))
    #expect(read["x"] == numbers)
  }

  @Test func equalityMindsOrderAndCase() {
    let a = JSONValue.object([("x", .integer(1)), ("y", .null)])
    #expect(a == .object([("x", .integer(1)), ("y", .null)]))
    #expect(a != .object([("y", .null), ("x", .integer(1))]))
    #expect(a != .object([("x", .integer(1))]))
    #expect(JSONValue.integer(1) != .number(1))
    #expect(JSONValue.number(.nan) != .number(.nan))
  }
}

@Suite("result.json") struct OutputResultJSONTests {
  private func document(_ result: CompareResult) throws -> [String: Any] {
    let data = Data(result.json.serialized.utf8)
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  /// What is read to the bit: the JSONSerialization of Linux may miss the last one of a Double.
  private struct Numbers: Decodable {
    struct Curve: Decodable {
      struct Loss: Decodable {
        let mean, standardError, minimum, maximum: [Double]
        let quantiles, quantileStandardErrors: [String: [Double]]
      }
      let times: [Double]
      let loss: Loss
    }
    struct Gap: Decodable {
      let times: [Double]
      let difference: [String: [Double]]
    }
    let curves: [Curve]
    let gaps: [Gap]
  }

  private func numbers(_ result: CompareResult) throws -> Numbers {
    try JSONDecoder().decode(Numbers.self, from: Data(result.json.serialized.utf8))
  }

  @Test func numbersReadBackToTheBit() throws {
    let result = OutputFixture.result()
    let read = try numbers(result)
    for (curve, read) in zip(result.curves, read.curves) {
      #expect(read.times == curve.times)
      #expect(read.loss.mean == curve.mean)
      #expect(read.loss.standardError == curve.standardError)
      #expect(read.loss.minimum == curve.minimum)
      #expect(read.loss.maximum == curve.maximum)
      let levels = ["0.05", "0.5", "0.95"]
      #expect(levels.map { read.loss.quantiles[$0] } == curve.quantiles.map(\.values))
      #expect(levels.map { read.loss.quantileStandardErrors[$0] } == curve.quantiles.map(\.standardErrors))
    }
    let gap = result.gaps[0]
    #expect(read.curves.count == 2 && read.gaps.count == 1)
    #expect(read.gaps[0].times == gap.times)
    #expect(
      read.gaps[0].difference == [
        "mean": gap.mean, "standardError": gap.standardError, "lower": gap.lower, "upper": gap.upper,
      ])
  }

  @Test func startsWithSchemaAndProvenance() throws {
    let text = OutputFixture.result().json.serialized
    #expect(text.hasPrefix("{\n  \"schema\": \"langevin/compare/1\",\n  \"provenance\": {\n"))
    let document = try document(OutputFixture.result())
    #expect(
      Set(document.keys) == [
        "schema", "provenance", "name", "learningRate", "horizon", "curves", "gaps", "notes",
      ])
    let provenance = try #require(document["provenance"] as? [String: Any])
    #expect(
      Set(provenance.keys) == [
        "version", "seed", "generator", "threads", "processor", "started", "seconds", "paths",
        "experimentFile", "experiment",
      ])
    #expect((provenance["seed"] as? NSNumber)?.uint64Value == UInt64.max)
    #expect((provenance["experiment"] as? [String: Any])?["name"] as? String == "tiny")
  }

  @Test func curvesHaveTheFixedShape() throws {
    let curves = try #require(try document(OutputFixture.result())["curves"] as? [[String: Any]])
    let keys: Set = [
      "name", "kind", "learningRate", "times", "loss", "diverged", "steps", "secondsPerPathStep",
    ]
    #expect(Set(curves[0].keys) == keys.union(["dt"]))
    #expect(Set(curves[1].keys) == keys)
    #expect(curves[0]["dt"] as? Double == 0.01)
    #expect(curves[0]["times"] as? [Double] == [0.25, 1, 4])
    let loss = try #require(curves[0]["loss"] as? [String: Any])
    #expect(
      Set(loss.keys) == [
        "mean", "standardError", "quantiles", "minimum", "maximum", "quantileStandardErrors",
        "quantilePaths", "contributing",
      ])
    #expect(loss["contributing"] as? [Int] == [1000, 999, 998])
    #expect(loss["quantilePaths"] as? Int == 640)
  }

  @Test func divergenceIsNullOrNumbers() throws {
    var result = OutputFixture.result()
    result.curves[1].diverged = Divergence(count: 3, firstPath: 17, firstTime: 1.25)
    let curves = try #require(try document(result)["curves"] as? [[String: Any]])
    let none = try #require(curves[0]["diverged"] as? [String: Any])
    let some = try #require(curves[1]["diverged"] as? [String: Any])
    #expect(none["count"] as? Int == 0 && none["firstPath"] is NSNull && none["firstTime"] is NSNull)
    #expect(some["count"] as? Int == 3 && some["firstPath"] as? Int == 17)
    #expect(some["firstTime"] as? Double == 1.25)
  }

  @Test func gapsHaveTheFixedShape() throws {
    let gaps = try #require(try document(OutputFixture.result())["gaps"] as? [[String: Any]])
    #expect(Set(gaps[0].keys) == ["between", "coupling", "times", "difference", "supremum"])
    #expect(gaps[0]["between"] as? [String] == ["sde", "sgd"])
    #expect(gaps[0]["coupling"] as? String == "common initial weights")
    let supremum = try #require(gaps[0]["supremum"] as? [String: Any])
    #expect(Set(supremum.keys) == ["value", "lower", "upper", "time", "level", "method"])
    #expect(supremum["value"] as? Double == 0.0123 && supremum["upper"] as? Double == 0.0146)
  }

  @Test func divergedMeansAreStrings() throws {
    var result = OutputFixture.result()
    result.curves[0].mean = [0.5, .infinity, .nan]
    let curves = try #require(try document(result)["curves"] as? [[String: Any]])
    let mean = try #require((curves[0]["loss"] as? [String: Any])?["mean"] as? [Any])
    #expect(mean[0] as? Double == 0.5 && mean[1] as? String == "inf" && mean[2] as? String == "nan")
  }
}
