import Foundation

/// What a command ends in.
public protocol StudyResult: Sendable {
  /// The whole result, `result.json`
  var json: JSONValue { get }
  /// For the terminal; ends without a line break
  var summary: String { get }
  /// What must not be overlooked
  var warnings: [String] { get }
  /// The files beside `result.json` and the experiment as it was run, whose text is `source`, empty if there was none.
  func documents(source: String) throws(OutputError) -> ResultDocuments
}

/// The files of a result from which pictures and the report are made.
public struct ResultDocuments: Sendable {
  /// Texts other than tables
  var texts: [(name: String, text: String)] = []
  var tables: [Table]
  /// The text of plot.gp, which draws NAME.png and NAME.svg from the tables, for every name in `pictures`
  var plotScript: String
  var pictures: [String]
  /// The text of report.html, from those of the SVG pictures as far as they were drawn
  var report: @Sendable (_ pictures: [String]) -> String
}

/// What the files of a result are called.
public enum ResultFiles {
  static let result = "result.json"
  static let experiment = "experiment.yaml"
  static let script = "plot.gp"
  static let report = "report.html"

  /// All but the tables.
  static func names(pictures: [String]) -> [String] {
    [result, experiment, script, report] + pictures.flatMap(formats)
  }

  static func formats(_ picture: String) -> [String] { [picture + ".png", picture + ".svg"] }
}

extension ResultDirectory {
  /// Writes result.json, the experiment as it was run (if there was one), the tables, the plot script, the pictures and the report, and
  /// removes the checkpoint of the run that is now complete.
  ///
  /// Without gnuplot, or if it fails, `log` gets one line and the rest is written. Throws `OutputError`.
  public func write(
    _ result: some StudyResult, experimentSource: String?, plots: Bool = true, gnuplot: Gnuplot = Gnuplot(),
    log: (String) -> Void
  ) throws(OutputError) {
    try write(result.json.serialized, to: ResultFiles.result)
    if let experimentSource { try write(experimentSource, to: ResultFiles.experiment) }
    let documents = try result.documents(source: experimentSource ?? "")
    for (name, text) in documents.texts { try write(text, to: name) }
    for table in documents.tables { try write(table.text, to: table.fileName) }
    try write(documents.plotScript, to: ResultFiles.script)
    let drawn = plots ? try draw(documents.pictures, with: gnuplot, log: log) : []
    try write(documents.report(drawn), to: ResultFiles.report)
    try remove(Self.checkpoint)
  }

  /// Runs plot.gp, which draws these pictures; the texts of the SVG ones, or none if they were not drawn.
  private func draw(
    _ pictures: [String], with gnuplot: Gnuplot, log: (String) -> Void
  ) throws(OutputError) -> [String] {
    let names = pictures.flatMap(ResultFiles.formats)
    for name in names {
      try claim(name)
      try remove(name)
    }
    switch gnuplot.run(ResultFiles.script, in: url) {
    case .drawn:
      return pictures.compactMap {
        try? String(contentsOf: url.appendingPathComponent($0 + ".svg"), encoding: .utf8)
      }
    case .missing:
      log(
        "gnuplot was not found, so no pictures: install it and run `gnuplot \(ResultFiles.script)` in \(url.path)"
      )
    case .failed(let reason):
      log("gnuplot failed, so no pictures: \(reason)")
      for name in names { try remove(name) }
    }
    return []
  }
}
