import Stochastic

// Verdicts in plain words.

/// A verdict with its reason.
func sentence(_ finding: Finding, _ yes: String, _ no: String) -> String {
  switch finding.holds {
  case true?: "\(yes): \(finding.reason)."
  case false?: "\(no): \(finding.reason)."
  case nil: "Cannot be decided: \(finding.reason)."
  }
}

/// Why a theorem applies or does not, condition by condition.
func theoremSentences(_ hypotheses: [Hypothesis]) -> [String] {
  let needed = hypotheses.filter { $0.role == .needed }
  var sentences: [String]
  switch needed.allHold {
  case true?: sentences = ["Everything that the proof uses holds."]
  case false?: sentences = needed.filter { $0.holds == false }.map { "Fails: \($0.failure)." }
  case nil:
    sentences =
      needed.filter { $0.holds == nil }.map {
        "Not decided: \($0.statement), because \($0.reason ?? "a number is missing")."
      } + ["Everything else that the proof uses holds."]
  }
  return sentences
    + hypotheses.filter { $0.role == .sufficient && $0.holds == false }.map {
      "Asked by the paper, not needed: \($0.failure)."
    }
}

extension Hypothesis {
  /// What fails, and by how much or why.
  fileprivate var failure: String {
    guard let value, let threshold else { return statement + (reason.map { " (\($0))" } ?? "") }
    guard value.isFinite else { return "\(statement) (it is infinite)" }
    let amount = margin.map { $0.isFinite ? ", short by \(short(-$0))" : "" } ?? ""
    return "\(statement) (\(short(value)) against \(short(threshold))\(amount))"
  }
}
