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
