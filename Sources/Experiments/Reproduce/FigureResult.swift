import Foundation
import Stochastic

/// What was found when a figure was measured: all of it but when, where and by which program.
public struct FigureFindings: Sendable {
  /// One paragraph: what the paper says, what was measured, where they differ
  public let caption: String
  public let checks: [FigureCheck]
  /// What was run, for the provenance
  let settings: [(String, JSONValue)]
  /// The numbers behind the picture
  let data: [(String, JSONValue)]
  /// The same as files
  let tables: [Table]
  /// The most telling of them, with a header
  let overview: [[String]]
  let picture: FigurePicture
}

/// A figure of a paper, made again.
public struct FigureResult: Sendable {
  public let figure: any PaperFigure
  public let scale: FigureScale
  public let provenance: Provenance
  public let findings: FigureFindings

  /// Measures a figure.
  /// - Throws: `CancellationError` once `control` is cancelled; `ProblemError` if a run diverges.
  public init(
    _ figure: any PaperFigure, scale: FigureScale, seed: UInt64, threads: Int? = nil,
    control: RunControl = RunControl()
  ) throws {
    let started = Date()
    let threads = threads ?? ProcessorCount.available
    findings = try figure.measure(scale, seed: seed, threads: threads, control: control)
    self.figure = figure
    self.scale = scale
    provenance = Provenance(
      version: Langevin.version, seed: seed, generator: "philox", threads: threads,
      processor: Langevin.processor, started: started.ISO8601Format(),
      seconds: Date().timeIntervalSince(started), paths: figure.runs(scale), experimentFile: nil,
      experiment: .object(
        [("figure", .string(figure.id)), ("scale", .string(scale.rawValue))] + findings.settings))
  }

  /// The whole result as the document `result.json`, schema `langevin/reproduce/1`.
  public var json: JSONValue {
    .object(
      [
        ("schema", .string("langevin/reproduce/1")), ("provenance", provenance.json),
        ("figure", .string(figure.id)), ("title", .string(figure.title)),
        ("source", .string(figure.source)), ("scale", .string(scale.rawValue)),
        ("caption", .string(findings.caption)), ("checks", .array(findings.checks.map(\.json))),
      ] + findings.data)
  }

  /// The checks that fail.
  public var warnings: [String] {
    findings.checks.filter { !$0.holds }.map { "\($0.statement): found \($0.comparison)" }
  }

  /// The result for the terminal; it ends without a line break.
  public var summary: String {
    var lines = ["\(figure.id) (\(scale.rawValue) scale): \(figure.title)"]
    lines += aligned(findings.overview) + [""]
    for check in findings.checks {
      lines.append("  \(check.holds ? "holds: " : "WARNING, does not hold: ")\(check.statement)")
      lines.append("    found \(check.comparison)")
    }
    return (lines + [""] + wrapped(findings.caption, columns: 100)).joined(separator: "\n")
  }
}

/// The words of a text in lines of at most so many characters, a longer word on a line of its own.
func wrapped(_ text: String, columns: Int) -> [String] {
  text.split(separator: " ").reduce(into: []) { lines, word in
    if let last = lines.last, last.count + 1 + word.count <= columns {
      lines[lines.count - 1] = last + " " + word
    } else {
      lines.append(String(word))
    }
  }
}
