import Gibbs

/// The page about one study of Gibbs measures.
struct GibbsHTMLReport {
  let result: GibbsResult
  /// The texts of gibbs.svg and ladder.svg, as far as they were drawn
  let pictures: [String]
  /// The experiment file as it was run
  let source: String

  private var report: GibbsReport { result.report }

  var html: String {
    let figures =
      pictures.isEmpty
      ? ReportPage.figure(nil, label: "")
      : pictures.map { ReportPage.figure($0, label: "Gibbs law and spectral gap") }.joined(separator: "\n")
    return ReportPage(
      title: result.name, facts: facts, warnings: result.warnings, figures: figures,
      sections: [
        ("Quantities", quantities), ("Bounds of the spectral gap", bounds), ("Minima", minima),
        ("Villani route", villani), ("Convergence of the chains", diagnostics),
        ("Notes", htmlList(report.notes)), ("Conventions", Self.conventions),
        ("Provenance", result.provenance.htmlTable),
        ("The experiment as it was run", "<pre><code>\(htmlEscaped(source))</code></pre>"),
      ].filter { !$0.1.isEmpty }
    ).html
  }

  private var facts: String {
    "Gibbs law at learning rate <i>s</i> = \(report.learningRate.shortText), dimension \(report.dimension), "
      + "\(htmlEscaped(report.method))"
  }

  private var quantities: String {
    htmlTable(header: ["quantity", "value ± uncertainty", "kind"], rows: report.summaryRows, textColumns: 3)
  }

  private var bounds: String {
    htmlTable(
      header: ["bound", "value", "side", "source, or why it says nothing"], rows: report.boundRows,
      textColumns: 4)
  }

  private var minima: String {
    let shown = report.minimum.localMinima.prefix(20)
    let rows = shown.map { minimum in
      [
        minimum.value.shortText, minimum.weights.prefix(8).map(\.shortText).joined(separator: ", "),
        minimum.hessianEigenvalues.prefix(8).map(\.shortText).joined(separator: ", "),
      ]
    }
    return "<p>\(htmlEscaped(report.minimum.statement))</p>"
      + htmlTable(header: ["L", "weights", "Hessian eigenvalues"], rows: rows, textColumns: 3)
  }

  private var villani: String {
    guard let villani = report.villani else {
      return "<p>\(htmlEscaped(report.villaniReason ?? "not evaluated"))</p>"
    }
    let rows = (villani.atRadius + [villani.best].compactMap { $0 }).map { row in
      [
        row.radius, row.mass.value, row.epsilon?.value, row.ballPoincareConstant?.value, row.printed,
        row.corrected, row.sharp,
      ].map { $0?.shortText ?? "—" }
    }
    return "<p>\(htmlEscaped(villani.statement))</p>"
      + htmlTable(
        header: ["R", "μ(B_R)", "ε(R)", "C(R)", "as printed (not a bound)", "corrected", "sharp"], rows: rows,
        textColumns: 0)
  }

  private var diagnostics: String {
    guard !report.diagnostics.isEmpty else { return "" }
    let rows = report.diagnostics.map {
      [
        $0.name, $0.potentialScaleReduction.shortText, $0.bulkSampleSize.shortText,
        $0.tailSampleSize.shortText,
      ]
    }
    return htmlTable(header: ["quantity", "R̂", "bulk ESS", "tail ESS"], rows: rows, textColumns: 1)
  }

  private static let conventions = """
    <p>μ<sub>s</sub> ∝ exp(−2<i>L</i>/<i>s</i>) is the invariant law of d<i>W</i> = −∇<i>L</i> d<i>t</i> + √<i>s</i> d<i>B</i>.
    The spectral gap λ<sub>s</sub> is the smallest non-zero eigenvalue of −((<i>s</i>/2)Δ − ∇<i>L</i>·∇), the best
    constant in Var <i>h</i> ≤ <i>s</i>/(2λ<sub>s</sub>) E‖∇<i>h</i>‖². An exact number carries an error that a second
    computation checked; an estimate carries a standard error; a bound errs to its side only.</p>
    """
}
