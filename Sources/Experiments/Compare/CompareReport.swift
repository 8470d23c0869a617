import Foundation

/// The page about one comparison.
struct CompareReport {
  let result: CompareResult
  let tables: CompareTables
  /// The texts of compare.svg and levels.svg, as far as they were drawn.
  let pictures: [String]
  /// The experiment file as it was run.
  let source: String

  var html: String {
    ReportPage(
      title: result.name, facts: facts, warnings: result.warnings,
      figures: figures,
      sections: accuracy + [
        ("Curves", curves), ("Gaps of the mean losses", gaps), ("Notes", htmlList(result.notes)),
        ("Conventions", Self.conventions), ("Losses over time", losses),
        ("Provenance", result.provenance.htmlTable),
        ("The experiment as it was run", "<pre><code>\(htmlEscaped(source))</code></pre>"),
      ]
    ).html
  }

  private var figures: String {
    let labels = [
      "Mean losses and their gaps over time", "Variances and means of differences over step sizes",
    ]
    guard !pictures.isEmpty else { return ReportPage.figure(nil, label: labels[0]) }
    return zip(pictures, labels).map { ReportPage.figure($0, label: $1) }.joined(separator: "\n")
  }

  /// How well the means are known, where that was asked for.
  private var accuracy: [(String, String)] {
    let sentences = result.curves.compactMap { curve in curve.accuracy?.sentence(name: curve.name) }
    return sentences.isEmpty ? [] : [("Accuracy", htmlList(sentences))]
  }

  private var facts: String {
    "\(result.effort), learning rate <i>s</i> = \(result.learningRate.shortText), "
      + "horizon <i>T</i> = \(result.horizon.shortText)"
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

  private static let conventions = """
    <p>SDE: <math><mrow><mi mathvariant="normal">d</mi><mi>W</mi><mo>=</mo><mo>−</mo><mo>∇</mo><mi>L</mi>
    <mo>(</mo><mi>W</mi><mo>)</mo><mi mathvariant="normal">d</mi><mi>t</mi><mo>+</mo><msqrt><mi>s</mi></msqrt>
    <mi mathvariant="normal">d</mi><mi>B</mi></mrow></math>, integrated with its own step dt; its invariant law is
    <math><mrow><msub><mi>μ</mi><mi>s</mi></msub><mo>∝</mo><mi>exp</mi><mo>(</mo><mo>−</mo><mn>2</mn><mi>L</mi>
    <mo>/</mo><mi>s</mi><mo>)</mo></mrow></math>.</p>
    <p>SGD and noisy gradient descent step by the learning rate: after <i>k</i> steps they are at time
    <math><mrow><mi>t</mi><mo>=</mo><mi>k</mi><mi>s</mi></mrow></math>. A gap is the first mean loss minus the
    second; its band holds at all recorded times at once.</p>
    """
}

/// At most `limit` of the indices 0 ..< count, evenly spaced, the first and the last among them.
private func evenlySpaced(_ count: Int, atMost limit: Int) -> [Int] {
  guard count > limit else { return Array(0..<count) }
  return (0..<limit).map { $0 * (count - 1) / (limit - 1) }
}
