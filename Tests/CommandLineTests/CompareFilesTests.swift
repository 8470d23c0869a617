import Foundation
import Testing

extension CommandLineTests {
  @Suite struct CompareFiles {
    private static let always = [
      ".langevin-files", "curve-sde.csv", "curve-sgd.csv", "experiment.yaml", "gap-sde-sgd.csv", "plot.gp",
      "report.html", "result.json",
    ]
    private static let pictures = ["compare.png", "compare.svg"]

    private static var hasGnuplot: Bool {
      (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        .contains { FileManager.default.isExecutableFile(atPath: "\($0)/gnuplot") }
    }

    /// Without a file there is an experiment all the same, with SGD and the SDE in it.
    @Test func builtInExperimentRuns() throws {
      let scratch = try Scratch()
      let outcome = try Program.run(["compare", "--paths", "200", "--no-plots"], in: scratch)
      #expect(outcome.status == 0)
      let name = try #require(try scratch.entries("langevin-out").first)
      let result = try scratch.result("langevin-out/\(name)")
      #expect(result.root["name"] as? String == name)
      #expect(result.provenance["paths"] as? Int == 200)
      #expect(result.provenance["experimentFile"] is NSNull)
      let kinds = result.curves.map { $0["kind"] as? String }
      #expect(kinds.contains("sde") && kinds.contains("sgd"))
    }

    @Test func everyFileIsThere() throws {
      let scratch = try Scratch()
      try scratch.write(smallExperiment, to: "small.yaml")
      let outcome = try Program.run(["compare", "small.yaml", "--out", "r"], in: scratch)
      #expect(outcome.status == 0)
      let pictures = Self.hasGnuplot ? Self.pictures : []
      #expect(try scratch.entries("r") == (Self.always + pictures).sorted())
      #expect(outcome.output.contains("small: 64 paths"))
      #expect(outcome.output.contains("results in r\n"))
      for name in ["sde", "sgd"] { #expect(outcome.output.contains("  \(name) ")) }
      #expect(try scratch.text("r/report.html").lowercased().hasPrefix("<!doctype html>"))
    }

    @Test func resultsGoToADirectoryNamedAfterTheExperiment() throws {
      let scratch = try Scratch()
      try scratch.write(smallExperiment, to: "any-file.yaml")
      let outcome = try Program.run(["compare", "any-file.yaml", "--no-plots"], in: scratch)
      #expect(outcome.status == 0)
      #expect(scratch.exists("langevin-out/small/result.json"))
    }

    @Test func tablesHoldTheNumbersOfTheResult() throws {
      let scratch = try Scratch()
      try scratch.write(smallExperiment, to: "small.yaml")
      _ = try Program.run(["compare", "small.yaml", "--out", "r", "--no-plots"], in: scratch)
      let result = try scratch.result("r")
      let loss = try result.loss("sgd")
      let rows = try table(scratch.text("r/curve-sgd.csv"))
      #expect(
        Array(rows.header.prefix(6)) == ["time", "mean", "standard_error", "paths", "minimum", "maximum"])
      #expect(rows.columns["time"] == [0.5, 1])
      #expect(try rows.columns["mean"] == doubles(loss["mean"]))
      #expect(try rows.columns["standard_error"] == doubles(loss["standardError"]))
      for (level, values) in try #require(loss["quantiles"] as? [String: Any]) {
        #expect(try rows.columns["q\(level)"] == doubles(values))
      }
      let gap = try #require(result.gaps.first { $0["between"] as? [String] == ["sde", "sgd"] })
      let difference = try #require(gap["difference"] as? [String: Any])
      let gapRows = try table(scratch.text("r/gap-sde-sgd.csv"))
      #expect(gapRows.header == ["time", "mean", "standard_error", "lower", "upper"])
      #expect(try gapRows.columns["mean"] == doubles(difference["mean"]))
      #expect(try gapRows.columns["standard_error"] == doubles(difference["standardError"]))
    }

    private func table(_ text: String) throws -> (header: [String], columns: [String: [Double]]) {
      let rows = text.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
      let header = try #require(rows.first)
      #expect(rows.allSatisfy { $0.count == header.count })
      let columns = try header.indices.map { column in
        try rows.dropFirst().map { try #require(Double($0[column])) }
      }
      return (header, Dictionary(uniqueKeysWithValues: zip(header, columns)))
    }

    @Test func experimentIsKeptToTheByteAndRunsAgainToTheSameNumbers() throws {
      let scratch = try Scratch()
      try scratch.write(smallExperiment, to: "small.yaml")
      _ = try Program.run(["compare", "small.yaml", "--out", "r", "--no-plots"], in: scratch)
      #expect(try scratch.text("r/experiment.yaml") == smallExperiment)
      let overrides = ["--paths", "100", "--seed", "18446744073709551615"]
      let first = try scratch.compare(smallExperiment, overrides + ["--out", "q", "--no-plots"])
      let again = try Program.run(["compare", "q/experiment.yaml", "--json"], in: scratch)
      #expect(again.status == 0, "\(again.errors)")
      let second = try ResultDocument(again.output)
      #expect(try second.numbers == first.numbers)
      #expect(second.provenance["seed"] as? UInt64 == .max)
      #expect(second.provenance["paths"] as? Int == 100)
    }

    /// The saved experiment names its data so that it can still find them.
    @Test func savedExperimentWithDataFromAFileRunsAgain() throws {
      let scratch = try Scratch()
      try scratch.write("x,y\n0.5,0.3\n1.5,-0.4\n", to: "in/train.csv")
      try scratch.write(csvExperiment, to: "in/data.yaml")
      let first = try Program.run(
        ["compare", "in/data.yaml", "--out", "r", "--no-plots"], in: scratch)
      #expect(first.status == 0, "\(first.errors)")
      let second = try Program.run(["compare", "r/experiment.yaml", "--json"], in: scratch)
      #expect(second.status == 0, "\(second.errors)")
      #expect(try ResultDocument(second.output).numbers == scratch.result("r").numbers)
    }

    /// An experiment without a name has that of its file; its saved copy is the same experiment.
    @Test func savedExperimentKeepsTheNameItWasRunUnder() throws {
      let scratch = try Scratch()
      let text = smallExperiment.replacing("name: small\n", with: "")
      try scratch.write(text, to: "nameless.yaml")
      _ = try Program.run(["compare", "nameless.yaml", "--out", "r", "--no-plots"], in: scratch)
      #expect(try scratch.result("r").root["name"] as? String == "nameless")
      let again = try Program.run(["compare", "r/experiment.yaml", "--json"], in: scratch)
      #expect(try ResultDocument(again.output).root["name"] as? String == "nameless")
    }

    @Test func noPlotsMeansNoPictures() throws {
      let scratch = try Scratch()
      try scratch.write(smallExperiment, to: "small.yaml")
      let outcome = try Program.run(["compare", "small.yaml", "--out", "r", "--no-plots"], in: scratch)
      #expect(outcome.status == 0)
      #expect(outcome.errors == "")
      #expect(try scratch.entries("r") == Self.always)
    }

    @Test func withoutGnuplotTheRestIsWritten() throws {
      let scratch = try Scratch()
      try scratch.write(smallExperiment, to: "small.yaml")
      let outcome = try Program.run(
        ["compare", "small.yaml", "--out", "r"], in: scratch, path: scratch.url.path)
      #expect(outcome.status == 0)
      #expect(outcome.errorLines.count == 1)
      #expect(outcome.errors.contains("gnuplot was not found"))
      #expect(try scratch.entries("r") == Self.always)
    }

    @Test func aGnuplotThatFailsIsReportedInALine() throws {
      let scratch = try Scratch()
      try scratch.write(smallExperiment, to: "small.yaml")
      // by a shell, so that no child of another test can hold the script open for writing
      let script = "mkdir bin && printf '#!/bin/sh\\necho no such terminal >&2\\nexit 1\\n' > bin/gnuplot"
      #expect(try Program.shell("\(script) && chmod +x bin/gnuplot", in: scratch).status == 0)
      let outcome = try Program.run(
        ["compare", "small.yaml", "--out", "r"], in: scratch, path: scratch.file("bin").path)
      #expect(outcome.status == 0)
      #expect(outcome.errorLines.count == 1)
      #expect(outcome.errors.contains("no such terminal"))
      #expect(try scratch.entries("r") == Self.always)
    }
  }
}
