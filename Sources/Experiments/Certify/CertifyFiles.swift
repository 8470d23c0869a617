import Foundation

/// The files of a certificate run.
public enum CertifyFiles {
  static let result = "result.json"
  static let experiment = "experiment.yaml"
  static let script = "plot.gp"
  static let pictures = ["certify.png", "certify.svg"]
  static let report = "report.html"
  public static let all =
    [result, experiment, script, report] + pictures + CertifyTables.all + RealityFiles.all
}

extension ResultDirectory {
  /// Writes result.json, the experiment as it was run, the tables, the plot script, the pictures and the report.
  ///
  /// Without gnuplot, or if it fails, `log` gets one line and the rest is written. Throws `OutputError`.
  public func write(
    _ result: CertifyResult, experimentSource: String, plots: Bool = true, gnuplot: Gnuplot = Gnuplot(),
    log: (String) -> Void
  ) throws(OutputError) {
    try write(result.json.serialized, to: CertifyFiles.result)
    try write(experimentSource, to: CertifyFiles.experiment)
    for table in try CertifyTables(result).tables { try write(table.text, to: table.fileName) }
    try write(CertifyPlotScript(result: result).text, to: CertifyFiles.script)
    let picture =
      plots
      ? try draw(CertifyFiles.script, pictures: CertifyFiles.pictures, with: gnuplot, log: log) : nil
    let realityPicture = try result.reality.flatMap { reality throws(OutputError) in
      try write(reality, plots: plots, gnuplot: gnuplot, log: log)
    }
    let report = CertifyReport(
      result: result, picture: picture, realityPicture: realityPicture, source: experimentSource)
    try write(report.html, to: CertifyFiles.report)
  }
}
