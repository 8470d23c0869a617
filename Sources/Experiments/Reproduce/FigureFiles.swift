import Foundation

/// The files of a reproduced figure.
public enum FigureFiles {
  static let result = "result.json"
  static let caption = "caption.txt"
  static let script = "plot.gp"
  static let pictures = ["figure.png", "figure.svg"]
  static let report = "report.html"
  /// All of them, whatever the figure.
  public static let all =
    [result, caption, script, report] + pictures + RegularizationTables.all + NoisyLabelTables.all
}

/// gnuplot's commands for figure.png and figure.svg, between the terminal and the end of the picture.
struct FigurePicture: Sendable {
  let title: String
  let width: Int
  let height: Int
  let panels: [String]

  /// The text of plot.gp, which draws from the CSV files beside it.
  var script: String {
    let start = [
      "reset", "set encoding utf8", "set datafile separator comma", "set datafile columnheaders",
    ]
    let commands =
      start + gnuplotTerminal("figure", width: width, height: height)
      + ["set multiplot title \(gnuplotQuoted(title)) noenhanced font large"] + panels
      + ["", "unset multiplot", "unset output"]
    let lines =
      ["# Draw again with: gnuplot plot.gp", "", "do for [picture in 'png svg'] {"]
      + commands.map { $0.isEmpty ? "" : "  " + $0 } + ["}"]
    return lines.joined(separator: "\n") + "\n"
  }
}

extension ResultDirectory {
  /// Writes result.json, the caption, the tables, the plot script, the pictures and the report.
  ///
  /// Without gnuplot, or if it fails, `log` gets one line and the rest is written. Throws `OutputError`.
  public func write(
    _ result: FigureResult, plots: Bool = true, gnuplot: Gnuplot = Gnuplot(), log: (String) -> Void
  ) throws(OutputError) {
    try write(result.json.serialized, to: FigureFiles.result)
    try write(result.findings.caption + "\n", to: FigureFiles.caption)
    for table in result.findings.tables { try write(table.text, to: table.fileName) }
    try write(result.findings.picture.script, to: FigureFiles.script)
    let picture =
      plots ? try draw(FigureFiles.script, pictures: FigureFiles.pictures, with: gnuplot, log: log) : nil
    try write(FigureReport(result: result, picture: picture).html, to: FigureFiles.report)
  }
}

/// The page about one reproduced figure.
struct FigureReport {
  let result: FigureResult
  /// The text of figure.svg, if it was drawn
  let picture: String?

  private var findings: FigureFindings { result.findings }

  var html: String {
    let figure = ReportPage.figure(picture, label: result.figure.title)
    return ReportPage(
      title: result.figure.title,
      facts: htmlEscaped("\(result.figure.source), \(result.scale.rawValue) scale"),
      warnings: result.warnings,
      figures: figure + "\n<p>\(htmlEscaped(findings.caption))</p>",
      sections: [
        ("Checks", checks), ("Numbers", overview), ("Tables", files),
        ("Provenance", result.provenance.htmlTable),
        ("What was run", "<pre><code>\(htmlEscaped(result.provenance.experiment.serialized))</code></pre>"),
      ]
    ).html
  }

  private var checks: String {
    let rows = findings.checks.map { check in
      [
        check.holds ? "holds" : "does not hold", check.statement, check.valueText,
        "\(check.side.rawValue) \(check.threshold.shortText)",
      ]
    }
    return htmlTable(header: ["", "statement", "found", "expected"], rows: rows, textColumns: 4)
  }

  private var overview: String {
    htmlTable(
      header: findings.overview.first ?? [], rows: Array(findings.overview.dropFirst()), textColumns: 1)
  }

  private var files: String {
    let links = findings.tables.map { "<a href=\"\($0.fileName)\">\($0.fileName)</a>" }
    return "<p>\(links.joined(separator: ", "))</p>"
  }
}
