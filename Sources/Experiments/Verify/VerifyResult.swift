import Foundation
import Stochastic

/// Measured orders and known answers, with their verdicts.
public struct VerifyResult: Sendable {
  public let scale: VerifyScale
  let rows: [OrderRow]
  let agreements: [Agreement]
  public let provenance: Provenance

  /// Whether every row and every known answer holds.
  public var holds: Bool { rows.allSatisfy { $0.verdict == .pass } && agreements.allSatisfy(\.holds) }

  /// What does not hold.
  public var warnings: [String] {
    rows.filter { $0.verdict != .pass }.map {
      "\($0.kind.rawValue), \($0.problem), \($0.scheme): nominal \($0.nominal.text), measured \($0.measuredText), "
        + "\($0.verdict.rawValue): \($0.reason)"
    }
      + agreements.filter { !$0.holds }.map {
        "\($0.statement): expected \($0.expected.shortText), found \($0.foundText)"
      }
  }

  /// Kind, problem, scheme, nominal and measured order, errors, verdict; with a header.
  var orderRows: [[String]] {
    [["error", "problem", "scheme", "nominal", "measured", "finest error", "verdict"]]
      + rows.map { row in
        [
          row.kind.rawValue, row.problem, row.scheme, row.nominal.text, row.measuredText,
          row.finestText, row.verdict.rawValue,
        ]
      }
  }

  var agreementRows: [[String]] {
    [["known answer", "expected", "found", "may differ by", "verdict"]]
      + agreements.map {
        [
          $0.statement, $0.expected.shortText, $0.foundText, String(format: "%.2g", $0.tolerance),
          $0.holds ? "PASS" : "FAIL",
        ]
      }
  }

  /// The result for the terminal; it ends without a line break.
  public var summary: String {
    let passed = rows.count { $0.verdict == .pass }
    let right = agreements.count(where: \.holds)
    return
      (["verify (\(scale.rawValue)): orders with their 99 % intervals"] + aligned(orderRows) + [""]
      + aligned(agreementRows) + [""] + warnings.map { "WARNING: \($0)" }
      + [
        "\(passed) of \(rows.count) orders and \(right) of \(agreements.count) known answers hold, in "
          + String(format: "%.0f s", provenance.seconds)
      ]).joined(separator: "\n")
  }
}

extension OrderRow {
  /// "1.003 ± 0.012", half the width of the 99 % interval behind the sign
  var measuredText: String {
    guard let fit else { return verdict == .pass ? "no error" : "error" }
    return fit.halfWidth > Self.rounding ? format(fit.order, fit.halfWidth) : fit.order.shortText
  }

  var finestText: String {
    guard let error = data.errors.last, let deviation = data.standardErrors.last else { return "" }
    return deviation > Self.rounding * abs(error) ? format(error, deviation) : error.shortText
  }

  /// Paths without noise are all the same, but for rounding in the mean over them.
  private static let rounding = 1e-12
}

extension Agreement {
  var foundText: String { standardError > 0 ? format(found, standardError) : found.shortText }
}
