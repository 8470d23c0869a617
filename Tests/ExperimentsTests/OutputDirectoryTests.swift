import Foundation
import Testing

@testable import Experiments

@Suite("Result directory") struct OutputDirectoryTests {
  private let path = OutputFixture.freshPath()

  private func withDirectory(_ body: (URL) throws -> Void) throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(URL(fileURLWithPath: path))
  }

  private func files() throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: path))
  }

  @Test func createsItAndTheOnesAbove() throws {
    try withDirectory { _ in
      let directory = try ResultDirectory(path + "/a/b")
      try directory.write("x", to: "result.json")
      #expect(try String(contentsOfFile: path + "/a/b/result.json", encoding: .utf8) == "x")
      #expect(throws: OutputError.notEmpty(directory: path + "/a/b")) { try ResultDirectory(path + "/a/b") }
    }
  }

  @Test func whatWasMadeForNothingIsRemoved() throws {
    let exists = FileManager.default.fileExists(atPath:)
    try withDirectory { url in
      try ResultDirectory(path + "/a/b").removeIfUnused()
      #expect(!exists(path))
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      try ResultDirectory(path).removeIfUnused()
      try ResultDirectory(path + "/a/b").removeIfUnused()
      #expect(exists(path) && !exists(path + "/a"), "a directory that was there stays")
      let used = try ResultDirectory(path + "/a/b")
      try used.write("x", to: "result.json")
      used.removeIfUnused()
      #expect(exists(path + "/a/b/result.json"))
    }
  }

  @Test func takesAnEmptyOne() throws {
    try withDirectory { url in
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      _ = try ResultDirectory(path)
      #expect(try files().isEmpty)
    }
  }

  @Test func refusesAFullOneAndTellsTheWayOut() throws {
    try withDirectory { url in
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      try Data().write(to: url.appendingPathComponent("mine.txt"))
      let error = #expect(throws: OutputError.self) { try ResultDirectory(path) }
      #expect(error == .notEmpty(directory: path))
      #expect(error?.description.contains("--force") == true)
      #expect(error?.description.contains("--resume") == false)
      #expect(throws: OutputError.nothingToResume(directory: path)) {
        try ResultDirectory(path, resume: true)
      }
    }
  }

  @Test func anUnfinishedRunCanBeResumedOrForced() throws {
    try withDirectory { url in
      try ResultDirectory(path).write("half", to: ResultDirectory.checkpoint)
      let error = #expect(throws: OutputError.self) { try ResultDirectory(path) }
      #expect(error == .unfinishedRun(directory: path))
      #expect(error?.description.contains("--resume") == true)
      let resumed = try ResultDirectory(path, resume: true)
      #expect(try files().contains(ResultDirectory.checkpoint))
      try resumed.write(
        OutputFixture.result(), experimentSource: "name: tiny\n", plots: false, log: { _ in })
      #expect(try !files().contains(ResultDirectory.checkpoint))
      try Data([1]).write(to: url.appendingPathComponent(ResultDirectory.checkpoint))
      _ = try ResultDirectory(path, force: true)
      #expect(try files() == [".langevin-files"])
    }
  }

  @Test func forceRemovesOnlyItsOwn() throws {
    try withDirectory { url in
      let first = try ResultDirectory(path)
      try first.write(OutputFixture.result(), experimentSource: "name: tiny\n", plots: false, log: { _ in })
      try Data("precious".utf8).write(to: url.appendingPathComponent("curve-mine.csv"))
      try Data("half".utf8).write(to: url.appendingPathComponent(".result.json.partial"))
      #expect(
        try files() == [
          ".langevin-files", "result.json", "experiment.yaml", "curve-sde.csv", "curve-sgd.csv",
          "gap-sde-sgd.csv", "plot.gp", "report.html", "curve-mine.csv", ".result.json.partial",
        ])
      let second = try ResultDirectory(path, force: true)
      #expect(try files() == [".langevin-files", "curve-mine.csv"])
      let mine = OutputFixture.result([OutputFixture.curve("mine")])
      let file = url.appendingPathComponent("curve-mine.csv")
      #expect(throws: OutputError.foreignFile(path: file.path)) {
        try second.write(mine, experimentSource: "", plots: false, log: { _ in })
      }
      #expect(try String(contentsOf: file, encoding: .utf8) == "precious")
    }
  }

  @Test func forceRefusesBeforeTheRunIfAResultIsForeign() throws {
    try withDirectory { url in
      try ResultDirectory(path).write("ours", to: "plot.gp")
      let file = url.appendingPathComponent("result.json")
      try Data("theirs".utf8).write(to: file)
      #expect(throws: OutputError.foreignFile(path: file.path)) {
        try ResultDirectory(path, results: CompareResult.fileNames(curves: []), force: true)
      }
      #expect(try files().contains("plot.gp"))
    }
  }

  @Test func aListThatPointsElsewhereIsHarmless() throws {
    try withDirectory { url in
      let outside = path + "-outside"
      defer { try? FileManager.default.removeItem(atPath: outside) }
      try Data("precious".utf8).write(to: URL(fileURLWithPath: outside))
      let name = URL(fileURLWithPath: outside).lastPathComponent
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      try Data("../\(name)\n..\n.\n\n\(outside)\n".utf8).write(
        to: url.appendingPathComponent(".langevin-files"))
      _ = try ResultDirectory(path, force: true)
      #expect(FileManager.default.fileExists(atPath: outside))
    }
  }

  @Test(arguments: ["", ".", "..", "a/b", ".langevin-files", "a\nb"])
  func badNamesAreRefused(_ name: String) throws {
    try withDirectory { _ in
      let directory = try ResultDirectory(path)
      #expect(throws: OutputError.badFileName(name)) { try directory.write("x", to: name) }
    }
  }

  @Test func aFileInTheWayIsNotADirectory() throws {
    try withDirectory { url in
      try Data().write(to: url)
      #expect(throws: OutputError.notADirectory(path: path)) { try ResultDirectory(path) }
      let error = #expect(throws: OutputError.self) { try ResultDirectory(path + "/below") }
      guard case .system("create", _, _) = error else {
        Issue.record("expected a system error, got \(String(describing: error))")
        return
      }
    }
  }

  @Test func writingReplacesWholeFilesByRenaming() throws {
    try withDirectory { url in
      let directory = try ResultDirectory(path)
      try directory.write("old", to: "result.json")
      let reader = try FileHandle(forReadingFrom: url.appendingPathComponent("result.json"))
      try directory.write("new, and longer", to: "result.json")
      // A file written in place would show the new bytes to a reader that opened the old one.
      #expect(try reader.readToEnd() == Data("old".utf8))
      #expect(
        try String(contentsOf: url.appendingPathComponent("result.json"), encoding: .utf8)
          == "new, and longer")
      #expect(try files() == [".langevin-files", "result.json"])
    }
  }
}
