import Foundation

/// The files of a comparison, and how they are written.
public enum CompareFiles {
  static let result = "result.json"
  static let experiment = "experiment.yaml"
  static let script = "plot.gp"
  static let pictures = ["compare.png", "compare.svg"]
  static let report = "report.html"
  /// The names that do not depend on the result.
  public static let fixed = [result, experiment, script, report] + pictures
}

extension ResultDirectory {
  /// Writes result.json, the experiment as it was run, the tables, the plot script, the pictures and the
  /// report, and removes the checkpoint of the run that is now complete.
  ///
  /// `experimentSource` is the text of the experiment file as it was run. Without gnuplot, or if it fails,
  /// `log` gets one line and the rest is written. Throws `OutputError`.
  public func write(
    _ result: CompareResult, experimentSource: String, plots: Bool = true, gnuplot: Gnuplot = Gnuplot(),
    log: (String) -> Void
  ) throws(OutputError) {
    try write(result.json.serialized, to: CompareFiles.result)
    try write(experimentSource, to: CompareFiles.experiment)
    let tables = try CompareTables(result)
    for table in tables.curves + tables.gaps {
      try write(table.text, to: table.fileName)
    }
    try write(PlotScript(result: result, tables: tables).text, to: CompareFiles.script)
    let picture =
      plots
      ? try draw(CompareFiles.script, pictures: CompareFiles.pictures, with: gnuplot, log: log) : nil
    let report = CompareReport(result: result, tables: tables, picture: picture, source: experimentSource)
    try write(report.html, to: CompareFiles.report)
    try remove(Self.checkpoint)
  }
}
