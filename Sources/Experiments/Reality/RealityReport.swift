import Foundation

extension RealityResult {
  /// The sections of a page about this comparison, the picture first.
  func sections(picture: String?) -> [(heading: String, body: String)] {
    let table = htmlTable(header: ["", "value", ""], rows: rows, textColumns: 3)
    let modeRows = modes.map {
      [
        $0.eigenvalue.value.shortText, $0.correlation.shortText, $0.amplitude?.shortText ?? "-",
      ]
    }
    let modeTable =
      modes.isEmpty
      ? "<p>The eigenfunctions are computed in one and two dimensions.</p>"
      : htmlTable(
        header: ["eigenvalue", "|corr(L, u)|", "part of E L(0) − E_μ L"], rows: modeRows, textColumns: 0)
    return [
      (
        "Bound against simulation",
        ReportPage.figure(picture, label: "Excess risk over time against its bound") + table
      ),
      ("What the mean loss shows of the slowest modes", modeTable),
      ("Notes on the simulation", htmlList(notes)),
    ]
  }
}
