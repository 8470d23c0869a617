import Foundation
import Stochastic

extension RealityResult {
  /// The comparison in a few lines for the terminal; it ends without a line break.
  public var summary: String {
    let lines =
      ["bound against simulation at s = \(learningRate.shortText), \(paths) paths"] + aligned(rows)
      + warnings.map { "  WARNING: " + singleLine($0) } + [""] + notes.map { "note: " + singleLine($0) }
    return lines.joined(separator: "\n")
  }

  /// Name, value, and what to make of it.
  var rows: [[String]] {
    var rows = [
      ["E_mu L - min L", equilibrium.text, equilibrium.kind?.rawValue ?? equilibrium.reason ?? ""],
      ["E L(T) - min L, SDE", text(of: sde), "free of the bias of dt to first order"],
    ]
    if let sgd { rows.append(["E L(T) - min L, SGD", text(of: sgd), sgdKind ?? ""]) }
    rows.append(["decay bound", boundText, verdictText])
    rows.append(["lambda_s", bound.rate.text, bound.rate.kind?.rawValue ?? bound.rate.reason ?? ""])
    return rows + rateRows
  }

  private func text(of curve: ExcessCurve) -> String {
    guard let mean = curve.mean.last, let error = curve.standardError.last else { return "-" }
    return format(mean, error)
  }

  private var boundText: String {
    guard bound.obstruction == nil, let first = sde.times.first else { return "-" }
    return "\(bound.transient(at: first).shortText) at t = \(first.shortText)"
  }

  /// Whether the bound holds, and how loose it is.
  var verdictText: String {
    if let obstruction = bound.obstruction {
      return "\(bound.isInfinite ? "says nothing" : "not computed"): \(obstruction)"
    }
    let confidence = "\((100 * verdict.level).shortText) %"
    if verdict.isCrossed {
      return
        "CROSSED at t = \(verdict.time.shortText), by \(verdict.largestExcess.shortText) standard errors "
        + "(\(confidence) allow \(verdict.threshold.shortText))"
    }
    var loose = ""
    if let looseness = verdict.looseness, let time = verdict.loosenessTime {
      loose = String(format: ", %.3g times the measured distance at t = ", looseness) + time.shortText
    }
    return "never crossed (\(confidence), all times together)\(loose)"
  }

  private var seenText: String {
    modes.isEmpty
      ? "the slowest mode" : "the slowest mode of E L above the noise of this run (\(paths) paths)"
  }

  private var rateRows: [[String]] {
    var rows: [[String]] = []
    if let seenRate, let gap = bound.rate.value, abs(seenRate.value / gap - 1) > 1e-6 {
      rows.append(["eigenvalue seen by L", seenRate.value.shortText, seenText])
    }
    guard let fit else { return rows + [["fitted late rate", "-", fitReason ?? ""]] }
    let apart = rateDiscrepancy.map { String(format: "%.1f standard errors from the eigenvalue; ", abs($0)) }
    rows.append([
      "fitted late rate", format(fit.rate.value, fit.rate.standardError),
      (apart ?? "")
        + "t = \(fit.window.lowerBound.shortText) to \(fit.window.upperBound.shortText), "
        + (fit.faster.isEmpty
          ? "one exponential" : "one exponential beside \(fit.faster.count) faster modes as computed")
        + String(format: ", p = %.2g", fit.probability),
    ])
    return rows
  }
}
