import Foundation
import Gibbs
import Stochastic

extension GibbsResult {
  /// The result in a few aligned lines for the terminal; it ends without a line break.
  public var summary: String {
    let weights = report.dimension == 1 ? "1 weight" : "\(report.dimension) weights"
    var lines = [
      "\(singleLine(name)): Gibbs law exp(-2L/s)/Z at s = \(report.learningRate.shortText), "
        + "\(weights), \(report.method)"
    ]
    lines += aligned([["quantity", "value", "kind"]] + report.summaryRows)
    lines += [""] + aligned([["bounds of the spectral gap", "value", "side", "source"]] + report.boundRows)
    lines += report.warnings.map { "  WARNING: " + singleLine($0) }
    if !ladder.isEmpty { lines += [""] + aligned(ladderRows) }
    if !report.notes.isEmpty { lines.append("") }
    lines += report.notes.map { "note: " + singleLine($0) }
    return lines.joined(separator: "\n")
  }

  /// What must not be overlooked, over all learning rates.
  public var warnings: [String] {
    report.warnings
      + ladder.flatMap { rung in rung.warnings.map { "s = \(rung.learningRate.shortText): \($0)" } }
  }

  private var ladderRows: [[String]] {
    [["s", "log Z", "E L - min L", "C(s,L)", "spectral gap"]]
      + ladder.map { rung in
        [
          rung.learningRate.shortText, rung.logPartitionFunction.text, rung.meanExcessLoss.text,
          rung.excessRiskNorm.text, rung.spectralGap.text,
        ]
      }
  }
}

extension GibbsReport {
  /// Name, value and kind of everything scalar.
  var summaryRows: [[String]] {
    let minimumText = Quantity(minimum.value, method: "").text
    let wells = minimum.localMinima.count
    let rows: [(String, Quantity)] = [
      ("log Z_s", logPartitionFunction), ("E L", meanLoss), ("E L - min L", meanExcessLoss),
      ("(E L - min L)/s", excessOverLearningRate), ("E |W|^2", meanSquaredNorm),
      ("C(s,L)", excessRiskNorm), ("spectral gap", spectralGap), ("Poincare constant", poincareConstant),
      ("initial distance", initialDistance),
    ]
    let found = wells == 1 ? "1 local minimum found" : "\(wells) local minima found"
    return [["min L", minimumText, minimum.certified == nil ? found : "certified; \(found)"]]
      + rows.map { name, quantity in
        [name, quantity.text, quantity.kind?.rawValue ?? "not available: \(quantity.reason ?? "")"]
      }
  }

  /// Every bound, and why it says nothing where it does not.
  var boundRows: [[String]] {
    gapBounds.map { bound in
      [
        bound.name, bound.value?.shortText ?? "-", bound.side.rawValue,
        bound.value == nil ? bound.remark ?? "" : bound.source,
      ]
    }
  }
}

extension Quantity {
  /// The value with as many digits as its uncertainty leaves, "0.24024 ± 0.00012".
  var text: String {
    guard let value else { return "-" }
    guard value.isFinite else { return value.shortText }
    if let standardError { return format(value, standardError) }
    guard let error, error > 0 else { return String(format: "%.10g", value) }
    return format(value, max(error, value.magnitude * 1e-10))
  }
}
