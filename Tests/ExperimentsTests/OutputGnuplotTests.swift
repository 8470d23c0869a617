import Foundation
import Testing

@testable import Experiments

private let hasGnuplot = Gnuplot().program != nil
private let grid = (0...100).map { Double($0) / 10 }

/// One at a time: a program cannot be started while another test's child still holds it open for writing.
@Suite("Running gnuplot", .serialized) struct OutputGnuplotTests {
  static let results: [(String, CompareResult)] = [
    ("plain", OutputFixture.result()), ("one curve", OutputFixture.result([OutputFixture.curve("only")])),
    ("one time", OutputFixture.result(["a", "b"].map { OutputFixture.curve($0, times: [4]) })),
    ("time zero", OutputFixture.result(["a", "b"].map { OutputFixture.curve($0, times: [0]) })),
    ("zero", OutputFixture.result([OutputFixture.curve("zero", times: grid) { _ in 0 }])),
    ("equal", OutputFixture.result([OutputFixture.curve("c", times: grid, error: 0) { _ in 0.3 }])),
    ("all nan", OutputFixture.result([OutputFixture.curve("nan", times: grid) { _ in .nan }])),
    (
      "diverging",
      OutputFixture.result(
        ["a", "b"].map { OutputFixture.curve($0, times: grid) { $0 > 5 ? .infinity : exp(9 * $0) } })
    ),
    ("huge", OutputFixture.result([OutputFixture.curve("c", times: grid) { $0 < 5 ? -1e300 : 1e300 }])),
    ("tiny", OutputFixture.result([OutputFixture.curve("c", times: grid) { 1e-300 * (1 + $0) }])),
    ("steep", OutputFixture.result([OutputFixture.curve("c", times: grid, error: 0.7) { exp(-$0) }])),
    ("six", OutputFixture.result((0..<6).map { OutputFixture.curve("m\($0)", kind: "sgd", stepSize: nil) })),
    (
      "odd names",
      OutputFixture.result(
        ["it's", "\"q\" \\", "a/b c", "μ_s^{x}@y", "`touch pwned`", "two\nlines", "<b>&amp;"].map {
          OutputFixture.curve($0)
        }, name: "o'dd \\ \"name\" `x` $(y)\nset output")
    ),
  ]

  @Test(
    "gnuplot draws every kind of result", .enabled(if: hasGnuplot, "gnuplot is not installed"),
    arguments: results)
  func draws(_ name: String, _ result: CompareResult) throws {
    let path = OutputFixture.freshPath()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let directory = try ResultDirectory(path)
    var messages: [String] = []
    try directory.write(result, experimentSource: "name: tiny\n", log: { messages.append($0) })
    #expect(messages.isEmpty)
    let png = try Data(contentsOf: directory.url.appendingPathComponent("compare.png"))
    // The eight-byte signature, then the header chunk with width and height.
    #expect(png.prefix(8) == Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
    #expect(Array(png[16..<24]) == [0, 0, 1200 >> 8, 1200 & 255, 0, 0, 900 >> 8, 900 & 255])
    #expect(png.count > 10_000)
    let svg = try Data(contentsOf: directory.url.appendingPathComponent("compare.svg"))
    let reader = XMLReader()
    #expect(reader.read(svg), "the SVG is not well-formed")
    #expect(reader.elements > 100)
    for curve in result.curves { #expect(reader.text.contains(singleLine(curve.name))) }
    let files = try FileManager.default.contentsOfDirectory(atPath: path)
    #expect(!files.contains("pwned"))
  }

  @Test func withoutGnuplotTheRunGoesOn() throws {
    let path = OutputFixture.freshPath()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let directory = try ResultDirectory(path)
    var messages: [String] = []
    try directory.write(
      OutputFixture.result(), experimentSource: "", gnuplot: Gnuplot(searchPath: "/nowhere"),
      log: { messages.append($0) })
    #expect(messages.count == 1)
    #expect(messages.first?.hasPrefix("gnuplot was not found") == true)
    #expect(FileManager.default.fileExists(atPath: path + "/report.html"))
    #expect(!FileManager.default.fileExists(atPath: path + "/compare.svg"))
  }

  /// What comes of a shell script that stands in for gnuplot.
  private func outcome(_ shell: String, secondsAllowed: Double = 30) throws -> Gnuplot.Outcome {
    let path = OutputFixture.freshPath()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let url = URL(fileURLWithPath: path)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    let program = url.appendingPathComponent("gnuplot")
    try "#!/bin/sh\n\(shell)\n".write(to: program, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
    return Gnuplot(searchPath: "/nowhere:\(path)").run("plot.gp", in: url, secondsAllowed: secondsAllowed)
  }

  @Test func successIsDrawn() throws {
    #expect(try outcome("exit 0") == .drawn)
  }

  @Test func itsMessageIsReported() throws {
    let echo = "printf '\\nplot nonsense\\n     ^\\n\"plot.gp\" line 7: undefined variable\\n' >&2; exit 1"
    #expect(try outcome(echo) == .failed("\"plot.gp\" line 7: undefined variable"))
    #expect(try outcome("echo 'no font' >&2; echo more >&2; exit 3") == .failed("no font"))
    #expect(try outcome("exit 3") == .failed("no message"))
  }

  @Test func aHangingOneIsStopped() throws {
    #expect(try outcome("exec sleep 20", secondsAllowed: 0.2) == .failed("stopped by signal 9"))
  }

  @Test(.enabled(if: hasGnuplot, "gnuplot is not installed"))
  func realMessagesAreFound() throws {
    let path = OutputFixture.freshPath()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let url = URL(fileURLWithPath: path)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    try "reset\nplot nonsense\n".write(
      to: url.appendingPathComponent("bad.gp"), atomically: true, encoding: .utf8)
    guard case .failed(let reason) = Gnuplot().run("bad.gp", in: url) else {
      Issue.record("a bad script was drawn")
      return
    }
    #expect(reason.contains("line 2") && reason.contains("nonsense"))
  }
}
