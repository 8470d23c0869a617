import Foundation
import Testing

/// A file that no experiment can be read from, and what must be said of it.
struct BadFile: Sendable, CustomStringConvertible {
  let description: String
  let content: Data
  /// After the name of the file.
  let place: String
  let phrases: [String]

  init(_ description: String, _ content: Data, _ place: String, _ phrases: [String]) {
    (self.description, self.content, self.place, self.phrases) = (description, content, place, phrases)
  }

  /// The small experiment with something changed.
  init(_ description: String, _ old: String, _ new: String, _ place: String, _ phrases: [String]) {
    let text = smallExperiment.replacing(old, with: new)
    precondition(text != smallExperiment, description)
    self.init(description, Data(text.utf8), place, phrases)
  }

  static let all: [BadFile] = shapeless + changed

  private static let levels = 20_000

  private static let shapeless: [BadFile] = [
    .init("empty", Data(), "", ["an empty file"]),
    .init("junk", Data((0..<4096).map { UInt8(($0 * 167 + 128) % 256) }), "1", ["UTF-8"]),
    .init("zeros", Data(count: 100), "1", ["control character"]),
    .init("a number", Data("42\n".utf8), "1", ["42"]),
    .init("deep", Data(String(repeating: "[", count: levels).utf8), "1", ["level"]),
    .init("deep maps", Data(String(repeating: "{a: ", count: levels).utf8), "1", ["level"]),
    .init("bomb", Data(bomb.utf8), "2", ["the alias *a0"]),
  ]

  private static var bomb: String {
    "a0: &a0 [x, x]\n" + (1...40).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1)]\n" }.joined()
  }

  private static let changed: [BadFile] = [
    .init("no problem", "problem:\n", "broblem:\n", "3", ["broblem", "did you mean problem?"]),
    .init(
      "wrong type", "outer: [1.0]", "outer: [abc]", "6", ["problem.outer[0]", "found abc", "finite number"]),
    .init("not finite", "outer: [1.0]", "outer: [.nan]", "6", ["problem.outer[0]", "found .nan"]),
    .init("ragged", "[0.5]]", "[0.5, 1]]", "8", ["problem.data.inputs[1]", "not 2"]),
    .init("labels", "-0.6, 0.4", "-0.6", "8", ["problem.data.labels", "2 labels"]),
    .init("negative rate", "Rate: 0.1", "Rate: -0.1", "9", ["learningRate", "found -0.1", "> 0"]),
    .init("late time", "1.0]\npaths", "1.5]\npaths", "11", ["times[1]", "found 1.5"]),
    .init("half a path", "paths: 64", "paths: 6.4", "12", ["paths", "found 6.4", "whole number"]),
    .init(
      "generator", "seed: 3", "seed: 3\ngenerator: gsl:ranlxd3", "14", ["generator", "did you mean ranlxd"]),
    .init("batch", "batch: 1", "batch: 3", "16", ["dynamics[1].batch", "found 3", "from 1 to 2"]),
    .init(
      "no dynamics",
      "dynamics:\n  - {name: sde, kind: sde, dt: 0.01}\n  - {name: sgd, kind: sgd, batch: 1}\n",
      "", "", ["dynamics: found nothing", "at least one"]),
    .init("tab", "  outer", "\touter", "6", ["tabs"]),
    .init(
      "no data", "{inputs: [[-1.0], [0.5]], labels: [-0.6, 0.4]}",
      "{csv: {file: no.csv, inputs: [x], label: y}}",
      "8", ["problem.data.csv.file", "no.csv"]),
  ]
}

extension CommandLineTests {
  @Suite struct Inputs {
    /// Exit 65 and one line on standard error that starts with the file and its line; nothing is created.
    private func expectRefusal(
      _ scratch: Scratch, _ file: String, line: String, phrases: [String],
      sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
      let before = try scratch.entries()
      let outcome = try Program.run(["compare", file], in: scratch, secondsAllowed: 10)
      #expect(outcome.status == 65, "\(outcome.errors)", sourceLocation: sourceLocation)
      #expect(outcome.output == "", sourceLocation: sourceLocation)
      #expect(outcome.errorLines.count == 1, "\(outcome.errors)", sourceLocation: sourceLocation)
      let place = line.isEmpty ? "langevin: \(file): " : "langevin: \(file):\(line): "
      #expect(outcome.errors.hasPrefix(place), "\(outcome.errors)", sourceLocation: sourceLocation)
      for phrase in phrases + ["found", "expected"] {
        #expect(outcome.errors.contains(phrase), "\(outcome.errors)", sourceLocation: sourceLocation)
      }
      #expect(outcome.errors.utf8.count < 1000, sourceLocation: sourceLocation)
      #expect(try scratch.entries() == before, sourceLocation: sourceLocation)
    }

    @Test(arguments: BadFile.all) func refused(file: BadFile) throws {
      let scratch = try Scratch()
      try scratch.write(file.content, to: "bad.yaml")
      try expectRefusal(scratch, "bad.yaml", line: file.place, phrases: file.phrases)
    }

    @Test func aMissingFile() throws {
      try expectRefusal(Scratch(), "missing.yaml", line: "", phrases: ["no such file"])
    }

    @Test func aDirectory() throws {
      let scratch = try Scratch()
      try scratch.makeDirectory("folder.yaml")
      try expectRefusal(scratch, "folder.yaml", line: "", phrases: ["a directory"])
    }

    @Test func sgdWithoutData() throws {
      let scratch = try Scratch()
      try scratch.write(bowlExperiment.replacing("noisy-gd", with: "sgd, batch: 1"), to: "bowl.yaml")
      try expectRefusal(scratch, "bowl.yaml", line: "11", phrases: ["dynamics[1].kind", "no", "data"])
    }

    @Test func anEmptyNameIsNoFile() throws {
      let scratch = try Scratch()
      let outcome = try Program.run(["compare", ""], in: scratch)
      #expect(outcome.status == 65 || outcome.status == 2)
      #expect(outcome.errorLines.count == 1)
      #expect(try scratch.entries() == [])
    }
  }
}
