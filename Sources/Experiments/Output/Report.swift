import Foundation

/// The self-contained page about one comparison.
struct Report {
  let result: CompareResult
  let tables: CompareTables
  /// The text of compare.svg, if it was drawn.
  let picture: String?
  /// The experiment file as it was run.
  let source: String

  /// The page: valid HTML 5 with the picture inside, no scripts, and nothing fetched from elsewhere.
  var html: String {
    ReportTemplate.filled([
      "title": htmlEscaped(result.name), "facts": facts, "warnings": warnings, "picture": figure,
      "curves": curves, "gaps": gaps, "notes": notes, "tables": losses, "provenance": provenance,
      "experiment": htmlEscaped(source),
    ])
  }

  private var facts: String {
    let paths = result.provenance.paths
    return "\(paths) paths, learning rate <i>s</i> = \(result.learningRate.shortText), "
      + "horizon <i>T</i> = \(result.horizon.shortText)"
  }

  private var warnings: String {
    result.curves.compactMap(\.divergenceText).map { "<p class=\"warning\">\(htmlEscaped($0))</p>" }
      .joined(separator: "\n")
  }

  private var figure: String {
    guard let picture, let start = picture.range(of: "<svg") else {
      return
        "<p>No picture was drawn. With gnuplot installed, <code>gnuplot plot.gp</code> in this directory "
        + "draws it from the tables.</p>"
    }
    return "<figure role=\"img\" aria-label=\"Mean losses and their gaps over time\">\n"
      + picture[start.lowerBound...] + "</figure>"
  }

  private var curves: String {
    let rows = result.curves.map { curve in
      let range = curve.outerQuantiles.flatMap { low, high -> String? in
        guard let low = low.values.last, let high = high.values.last else { return nil }
        return "\(low.shortText) … \(high.shortText)"
      }
      return [
        curve.name, curve.kind, curve.stepSize?.shortText ?? "—", curve.finalLoss ?? "—", range ?? "—",
        curve.contributing.last.map(String.init) ?? "—", "\(curve.diverged.count)", "\(curve.steps)",
        (1e9 * curve.secondsPerPathStep).shortText,
      ]
    }
    let header = [
      "curve", "kind", "dt", "final mean loss ± s.e.", result.rangeTitle, "paths in the mean",
      "paths diverged", "steps", "ns per path-step",
    ]
    return htmlTable(header: header, rows: rows, textColumns: 2)
  }

  private var gaps: String {
    guard !result.gaps.isEmpty else { return "<p>One curve, no gaps.</p>" }
    let rows = result.gaps.map { gap in
      [
        "\(gap.first) − \(gap.second)", gap.coupling, gap.supremum.method, gap.supremum.text,
        gap.supremum.time.shortText, "\((100 * gap.supremum.level).shortText) %",
      ]
    }
    let header = ["gap", "coupling", "method", "sup |gap|", "at t", "confidence"]
    return htmlTable(header: header, rows: rows, textColumns: 3)
  }

  private var notes: String {
    guard !result.notes.isEmpty else { return "<p>None.</p>" }
    return "<ul>" + result.notes.map { "<li>\(htmlEscaped($0))</li>" }.joined() + "</ul>"
  }

  /// The curves at no more than 25 of their times; the CSV file has them all.
  private var losses: String {
    zip(result.curves, tables.curves).map { curve, table in
      let shown = evenlySpaced(curve.times.count, atMost: 25)
      let rows = shown.map { index in
        [curve.times[index].shortText, format(curve.mean[index], curve.standardError[index])]
          + curve.quantiles.map { $0.values[index].shortText }
          + [curve.minimum[index].shortText, curve.maximum[index].shortText, "\(curve.contributing[index])"]
      }
      let header =
        ["t", "mean loss ± s.e."] + curve.quantiles.map { "\((100 * $0.level).shortText) %" }
        + ["minimum", "maximum", "paths"]
      let file = "<a href=\"\(htmlEscaped(table.fileName))\">\(htmlEscaped(table.fileName))</a>"
      return "<details><summary>\(htmlEscaped(curve.name))</summary>\n"
        + "<p>\(shown.count) of \(curve.times.count) times; quantiles from \(curve.quantilePaths) paths; "
        + "everything in \(file).</p>\n" + htmlTable(header: header, rows: rows, textColumns: 0)
        + "</details>"
    }.joined(separator: "\n")
  }

  private var provenance: String {
    let origin = result.provenance
    let rows = [
      ["Langevin", origin.version], ["seed", "\(origin.seed)"], ["generator", origin.generator],
      ["threads", "\(origin.threads)"], ["processor", origin.processor], ["started", origin.started],
      ["wall-clock time", "\(origin.seconds.shortText) s"],
      ["experiment file", origin.experimentFile ?? "built in"],
    ]
    return htmlTable(header: ["", ""], rows: rows, textColumns: 2)
  }
}

/// At most `limit` of the indices 0 ..< count, evenly spaced, the first and the last among them.
private func evenlySpaced(_ count: Int, atMost limit: Int) -> [Int] {
  guard count > limit else { return Array(0..<count) }
  return (0..<limit).map { $0 * (count - 1) / (limit - 1) }
}
