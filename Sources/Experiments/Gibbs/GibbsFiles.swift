import Foundation

/// The files of a study of Gibbs measures.
public enum GibbsFiles {
  static let result = "result.json"
  static let experiment = "experiment.yaml"
  static let script = "plot.gp"
  static let pictures = ["gibbs.png", "gibbs.svg"]
  static let ladderPictures = ["ladder.png", "ladder.svg"]
  static let report = "report.html"
  /// All of them; some are written only where there is something to write.
  public static let all =
    [result, experiment, script, report] + pictures + ladderPictures + GibbsTables.all
}

extension ResultDirectory {
  /// Writes result.json, the experiment as it was run, the tables, the plot script, the pictures and the report.
  ///
  /// Without gnuplot, or if it fails, `log` gets one line and the rest is written. Throws `OutputError`.
  public func write(
    _ result: GibbsResult, experimentSource: String, plots: Bool = true, gnuplot: Gnuplot = Gnuplot(),
    log: (String) -> Void
  ) throws(OutputError) {
    try write(result.json.serialized, to: GibbsFiles.result)
    try write(experimentSource, to: GibbsFiles.experiment)
    for table in try GibbsTables(result).tables { try write(table.text, to: table.fileName) }
    try write(GibbsPlotScript(result: result).text, to: GibbsFiles.script)
    let sets = [GibbsFiles.pictures] + (result.ladder.isEmpty ? [] : [GibbsFiles.ladderPictures])
    var pictures: [String] = []
    if plots, try draw(GibbsFiles.script, pictures: sets.flatMap { $0 }, with: gnuplot, log: log) != nil {
      pictures = sets.compactMap { names in
        try? String(contentsOf: url.appendingPathComponent(names[1]), encoding: .utf8)
      }
    }
    let report = GibbsHTMLReport(result: result, pictures: pictures, source: experimentSource)
    try write(report.html, to: GibbsFiles.report)
  }
}
