extension VerifyResult: StudyResult {
  static let pictures = ["orders", "work_precision"]
  public static let fileNames = ResultFiles.names(pictures: pictures) + VerifyTables.all

  public func documents(source: String) throws(OutputError) -> ResultDocuments {
    let picture = VerifyPicture(result: self)
    return ResultDocuments(
      tables: try VerifyTables(self).tables,
      plotScript: gnuplotScript(
        "Measured convergence orders, and what an error costs",
        pictures: [picture.orders, picture.workPrecision]),
      pictures: Self.pictures
    ) { VerifyReport(result: self, pictures: $0).html }
  }
}

/// The page about a verification.
struct VerifyReport {
  let result: VerifyResult
  /// The texts of the pictures, as far as they were drawn
  let pictures: [String]

  var html: String {
    ReportPage(
      title: "Measured orders and known answers", facts: facts, warnings: result.warnings,
      figures: ReportPage.figure(pictures.first, label: "Errors against the step")
        + (pictures.count > 1 ? "\n" + ReportPage.figure(pictures[1], label: "Errors against work") : ""),
      sections: [
        ("Orders", table(result.orderRows, textColumns: 4)),
        ("Known answers", table(result.agreementRows, textColumns: 1)), ("What is measured", explanation),
        ("Tables", files), ("Provenance", result.provenance.htmlTable),
        ("What was run", "<pre><code>\(htmlEscaped(result.provenance.experiment.serialized))</code></pre>"),
      ]
    ).html
  }

  private var facts: String {
    result.holds
      ? "Everything holds (\(result.scale.rawValue) scale)."
      : "Not everything holds (\(result.scale.rawValue) scale)."
  }

  private func table(_ rows: [[String]], textColumns: Int) -> String {
    htmlTable(header: rows[0], rows: Array(rows.dropFirst()), textColumns: textColumns)
  }

  private var files: String {
    "<p>" + VerifyTables.all.map { "<a href=\"\($0)\">\($0)</a>" }.joined(separator: ", ") + "</p>"
  }

  private var explanation: String {
    htmlList([
      "An order is the slope of log error against log step; all steps share their paths, and the 99 % interval behind "
        + "± knows it.",
      "PASS: the whole interval lies within \(OrderRow.tolerance.shortText) of the nominal order, and every error is at "
        + "least \(MeasuredErrors.leastResolution.shortText) standard errors. INCONCLUSIVE counts as a failure.",
      "Strong errors are distances of the weights on one Brownian path from SRA1 at an eighth of the finest step.",
      "Leimkuhler and Matthews' scheme records W + ½√(s dt) ξ, which has strong order 1/2 by construction; the row "
        + "\"W itself\" takes ξ off again.",
      "Weak errors are means of L(W_dt) − L(W_ref) on the same paths; a scheme that is exact on a problem must show "
        + "no error within \(Agreement.gate.shortText) standard errors.",
      "Stationary biases are those of E|W|^2 on the same Brownian paths as a fine reference, which is held against the "
        + "Gibbs mean in closed form or by quadrature.",
    ])
  }
}
