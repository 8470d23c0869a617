import Guarantees

/// The page about one plan.
struct PlanHTMLReport {
  let result: PlanResult
  /// The text of plan.svg, if it was drawn
  let picture: String?
  /// The experiment file as it was run
  let source: String

  var html: String {
    ReportPage(
      title: result.name, facts: facts, warnings: result.warnings,
      figures: ReportPage.figure(picture, label: "Excess risk of SGD against the theorems' bounds"),
      sections: [("What the step size rests on", measured)]
        + result.promises.map { ($0.plan.rule.title, Self.section($0)) } + [
          ("The search for the step size", rounds), ("Notes", htmlList(result.notes)),
          ("Provenance", result.provenance.htmlTable),
          ("The experiment as it was run", "<pre><code>\(htmlEscaped(source))</code></pre>"),
        ]
    ).html
  }

  private var facts: String {
    "SGD with batches of \(result.batch), \(result.sampling.rawValue), to within ε = \(result.accuracy.shortText) "
      + "of min <i>L</i> by <i>T</i> = \(result.horizon.shortText)"
  }

  private var measured: String {
    let rows = result.measuredRows
    return htmlTable(header: rows.first ?? [], rows: Array(rows.dropFirst()), textColumns: 4)
  }

  private static func section(_ promise: PlanPromise) -> String {
    let rows = promise.hypothesisRows
    return "<p>\(htmlEscaped(promise.headline))</p><p>\(htmlEscaped(promise.certificate.claim))</p>"
      + htmlTable(header: rows.first ?? [], rows: Array(rows.dropFirst()), textColumns: 5)
      + htmlList(promise.sentences)
  }

  private var rounds: String {
    let rows = result.rounds.enumerated().map { index, round in
      [
        "\(index + 1)", round.centre.shortText, round.stationaryExcess.value?.shortText ?? "-",
        round.weakError.value?.shortText ?? "-",
        round.proposal.shortText,
      ]
    }
    return htmlTable(
      header: ["round", "ladder around s", "A, upper limit", "B, upper limit", "s that follows"], rows: rows,
      textColumns: 0)
  }
}
