import Foundation

/// The files of a plan.
public enum PlanFiles {
  static let result = "result.json"
  static let experiment = "experiment.yaml"
  static let report = "report.html"
  /// All of them; some are written only where there is something to write.
  public static let all =
    [result, experiment, report, PlanPlotScript.fileName] + PlanPlotScript.pictures + PlanTables.all
}

extension ResultDirectory {
  /// Writes result.json, the experiment as it was run, the tables, the plot script, the pictures and the report.
  ///
  /// Without gnuplot, or if it fails, `log` gets one line and the rest is written. Throws `OutputError`.
  public func write(
    _ result: PlanResult, experimentSource: String, plots: Bool = true, gnuplot: Gnuplot = Gnuplot(),
    log: (String) -> Void
  ) throws(OutputError) {
    try write(result.json.serialized, to: PlanFiles.result)
    try write(experimentSource, to: PlanFiles.experiment)
    for table in try PlanTables(result).tables { try write(table.text, to: table.fileName) }
    try write(PlanPlotScript(result: result).text, to: PlanPlotScript.fileName)
    let picture =
      plots
      ? try draw(PlanPlotScript.fileName, pictures: PlanPlotScript.pictures, with: gnuplot, log: log) : nil
    let report = PlanHTMLReport(result: result, picture: picture, source: experimentSource)
    try write(report.html, to: PlanFiles.report)
  }
}
