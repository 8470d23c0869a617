import Guarantees

/// The page about one problem's certificates.
struct CertifyReport {
  let result: CertifyResult
  /// The text of certify.svg, if it was drawn
  let picture: String?
  /// The text of reality.svg, if it was drawn
  let realityPicture: String?
  /// The experiment file as it was run
  let source: String

  var html: String {
    ReportPage(
      title: result.name, facts: facts, warnings: result.warnings,
      figures: ReportPage.figure(picture, label: "V_s along rays and its lower bounds"),
      sections: [("Verdicts", verdicts)] + result.certificates.map { ($0.title, section($0)) }
        + (result.reality?.sections(picture: realityPicture) ?? []) + [
          ("Constants", constants), ("What was measured", measured), ("Notes", htmlList(result.notes)),
          ("Provenance", result.provenance.htmlTable),
          ("The experiment as it was run", "<pre><code>\(htmlEscaped(source))</code></pre>"),
        ]
    ).html
  }

  private var facts: String {
    "Certificates at learning rate <i>s</i> = \(result.learningRate.shortText), horizon <i>T</i> = "
      + "\(result.horizon.shortText), dimension \(result.dimension)"
  }

  private var verdicts: String {
    htmlTable(
      header: ["certificate", "verdict", "in numbers"],
      rows: result.certificates.map { [$0.title, $0.verdict, $0.bound?.text ?? "—"] }, textColumns: 3)
  }

  private func section(_ certificate: Certificate) -> String {
    let rows = certificate.hypotheses.map { hypothesis in
      [
        hypothesis.role.rawValue, hypothesis.statement, hypothesis.verdict,
        hypothesis.value?.shortText ?? "—", hypothesis.threshold?.shortText ?? "—",
        hypothesis.margin?.shortText ?? "—", hypothesis.reason ?? "",
      ]
    }
    let table =
      rows.isEmpty
      ? ""
      : htmlTable(
        header: ["role", "hypothesis", "verdict", "value", "threshold", "margin", "why"], rows: rows,
        textColumns: 7)
    return "<p><b>\(htmlEscaped(certificate.verdict))</b>. \(htmlEscaped(certificate.explanation))</p>"
      + "<p class=\"facts\">\(htmlEscaped(certificate.claim)). \(htmlEscaped(certificate.source)).</p>"
      + table
  }

  private var constants: String {
    htmlTable(header: ["constant", "value", ""], rows: result.constantRows, textColumns: 3)
  }

  private var measured: String {
    htmlTable(
      header: ["quantity", "value ± uncertainty", "kind"], rows: result.measurementRows, textColumns: 3)
  }
}
