import Foundation
import Testing

@testable import Experiments

@Suite struct InputFileTests {
  private func fault(_ url: URL) -> InputError? {
    do {
      _ = try Experiment.load(contentsOf: url)
      return nil
    } catch {
      return error
    }
  }

  @Test func filesAreReadAndNamedAfterThemselves() throws {
    try withInputDirectory { directory in
      let url = directory.appendingPathComponent("my well.v2.yaml")
      let text = "problem: {kind: double-well}\nlearningRate: 0.1\nhorizon: 1\n"
      try Data(text.utf8).write(to: url)
      let experiment = try Experiment.load(contentsOf: url)
      #expect(experiment.name == "my well.v2")
      #expect(experiment.source == text)
    }
  }

  @Test func filesThatCannotBeReadAreNamed() throws {
    try withInputDirectory { directory in
      let missing = directory.appendingPathComponent("none.yaml")
      #expect(
        fault(missing)?.description.hasSuffix(
          "none.yaml: found no such file, expected a file that can be read") == true)
      #expect(fault(directory)?.value == "a directory")
      #expect(fault(URL(fileURLWithPath: "/dev/zero"))?.value == "more than 64 MB")
      #expect(fault(URL(fileURLWithPath: "/dev/null"))?.value == "an empty file")
      #expect(fault(URL(fileURLWithPath: "/proc/self/mem"))?.value.contains("cannot be read") == true)
    }
  }

  @Test func bytesThatAreNotUTF8AreRefusedWithTheirLine() throws {
    try withInputDirectory { directory in
      let url = directory.appendingPathComponent("latin.yaml")
      try Data("name: a\n# caf".utf8 + [0xE9] + "\n".utf8).write(to: url)
      #expect(fault(url)?.line == 2)
      #expect(fault(url)?.expected == "text in UTF-8")
      try Data([0xFF, 0xFE, 0x6E, 0x00]).write(to: url)
      #expect(fault(url)?.line == 1)
      try Data((0...255).map { UInt8($0) }).write(to: url)
      #expect(fault(url)?.expected == "text in UTF-8")
    }
  }

  @Test func pipesAreRead() throws {
    try withInputDirectory { directory in
      let url = directory.appendingPathComponent("pipe.yaml")
      #expect(mkfifo(url.path, 0o600) == 0)
      let text = "problem: {kind: double-well}\nlearningRate: 0.1\nhorizon: 1\n"
      Thread { try? Data(text.utf8).write(to: url) }.start()
      let experiment = try Experiment.load(contentsOf: url)
      #expect(experiment.horizon == 1)
    }
  }

  @Test func namelessFilesMustNameTheirExperiment() {
    let text = "problem: {kind: double-well}\nlearningRate: 0.1\nhorizon: 1\n"
    for file in [".yaml", "a/.hidden.yaml"] {
      do {
        _ = try Experiment.parse(text, file: file, directory: URL(fileURLWithPath: "/"))
        Issue.record("accepted")
      } catch {
        #expect(error.keyPath == "name")
        #expect(error.expected.contains("without a leading dot"))
      }
    }
  }
}
