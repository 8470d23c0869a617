import Foundation
import Testing

extension CommandLineTests {
  @Suite struct Directories {
    private static let small = ["compare", "small.yaml", "--no-plots", "--out", "r"]

    @Test func resultsAreNotReplacedUnasked() throws {
      let scratch = try Scratch()
      try scratch.write(smallExperiment, to: "small.yaml")
      #expect(try Program.run(Self.small, in: scratch).status == 0)
      let before = try scratch.text("r/result.json")
      let again = try Program.run(Self.small + ["--seed", "9"], in: scratch)
      #expect(again.status == 2)
      #expect(again.output == "")
      #expect(again.errorLines.count == 1)
      #expect(again.errors.contains("--force"))
      #expect(try scratch.text("r/result.json") == before)
      try scratch.write("mine", to: "r/notes.txt")
      let forced = try Program.run(Self.small + ["--seed", "9", "--force"], in: scratch)
      #expect(forced.status == 0)
      #expect(try scratch.result("r").provenance["seed"] as? Int == 9)
      #expect(try scratch.text("r/notes.txt") == "mine")
    }

    @Test func forceRemovesTheTablesOfTheLastRun() throws {
      let scratch = try Scratch()
      try scratch.write(smallExperiment, to: "small.yaml")
      #expect(try Program.run(Self.small, in: scratch).status == 0)
      try scratch.write(bowlExperiment, to: "bowl.yaml")
      let outcome = try Program.run(
        ["compare", "bowl.yaml", "--paths", "64", "--no-plots", "--out", "r", "--force"], in: scratch)
      #expect(outcome.status == 0)
      #expect(scratch.exists("r/curve-flow.csv"))
      #expect(!scratch.exists("r/curve-sgd.csv"))
    }

    /// A user's own file under a name that the run needs: refused before the run, not after it.
    @Test(arguments: ["result.json", "plot.gp", "curve-sde.csv", "gap-sde-sgd.csv"])
    func foreignFilesStayWhatTheyAre(name: String) throws {
      let scratch = try Scratch()
      try scratch.write(smallExperiment, to: "small.yaml")
      try scratch.write("mine", to: "r/\(name)")
      for options in [[], ["--force"]] {
        let outcome = try Program.run(Self.small + options, in: scratch)
        #expect(outcome.status == 2)
        #expect(outcome.errorLines.count == 1)
        #expect(outcome.errors.contains(options.isEmpty ? "--force" : name))
        #expect(try scratch.text("r/\(name)") == "mine")
        #expect(try scratch.entries("r").filter { !$0.hasPrefix(".") } == [name], "half a result was written")
      }
    }

    @Test func aFileIsNoDirectory() throws {
      let scratch = try Scratch()
      try scratch.write(smallExperiment, to: "small.yaml")
      try scratch.write("mine", to: "r")
      let outcome = try Program.run(Self.small, in: scratch)
      #expect(outcome.status == 2)
      #expect(outcome.errorLines.count == 1)
      #expect(outcome.errors.contains("not a directory"))
      #expect(try scratch.text("r") == "mine")
    }

    /// Below a file nothing can be made, whoever asks.
    @Test func aDirectoryThatCannotBeMadeIsAFailure() throws {
      let scratch = try Scratch()
      try scratch.write("mine", to: "file")
      let outcome = try Program.run(
        ["compare", "--paths", "64", "--no-plots", "--out", "file/r"], in: scratch)
      #expect(outcome.status == 1)
      #expect(outcome.output == "")
      #expect(outcome.errorLines.count == 1)
      #expect(outcome.errors.contains("file/r"))
      #expect(outcome.errors.contains("directory"), "the reason in words: \(outcome.errors)")
      #expect(!outcome.errors.contains("NSCocoaErrorDomain"))
    }

    @Test(.enabled(if: getuid() != 0, "root may write everywhere"))
    func aDirectoryThatMayNotBeWrittenIsAFailure() throws {
      let scratch = try Scratch()
      try scratch.write(smallExperiment, to: "small.yaml")
      try scratch.makeDirectory("r")
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o555], ofItemAtPath: scratch.file("r").path)
      let outcome = try Program.run(Self.small, in: scratch)
      #expect(outcome.status == 1)
      #expect(outcome.errorLines.count == 1)
      #expect(outcome.errors.contains("ermission"))
    }

    @Test func resumingNothingLeavesNothing() throws {
      let scratch = try Scratch()
      try scratch.write(smallExperiment, to: "small.yaml")
      let outcome = try Program.run(Self.small + ["--resume"], in: scratch)
      #expect(outcome.status == 2)
      #expect(outcome.errorLines.count == 1)
      #expect(outcome.errors.contains("no unfinished run"))
      #expect(!scratch.exists("r"))
    }

    @Test(arguments: [
      "list", "template", "compare --paths 64 --json", "template sine", "compare --paths 64 --out r",
    ])
    func aReaderThatLeavesIsNoCrash(arguments: String) throws {
      let scratch = try Scratch()
      for reader in ["head -1", "true"] {
        let outcome = try Program.shell("\"$LANGEVIN\" \(arguments) --help | \(reader)", in: scratch)
        #expect(outcome.errors == "")
        let run = try Program.shell("rm -rf r; \"$LANGEVIN\" \(arguments) | \(reader)", in: scratch)
        #expect(run.errors == "")
      }
    }
  }
}
