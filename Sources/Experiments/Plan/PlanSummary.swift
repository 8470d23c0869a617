import Foundation
import Guarantees
import Stochastic

extension PlanResult {
  /// The result in a few aligned lines for the terminal; it ends without a line break.
  public var summary: String {
    var lines = [
      "\(singleLine(name)): SGD (batch \(batch), \(sampling.rawValue)) to within epsilon = \(accuracy.shortText) "
        + "of min L by T = \(horizon.shortText)"
    ]
    lines += aligned(measuredRows)
    for promise in promises {
      lines += ["", promise.headline]
      lines += aligned(promise.hypothesisRows)
      lines += promise.sentences.map { "  " + $0 }
    }
    lines += warnings.map { "  WARNING: " + singleLine($0) }
    if !notes.isEmpty { lines.append("") }
    lines += notes.map { "note: " + singleLine($0) }
    return lines.joined(separator: "\n")
  }

  /// What the step size rests on.
  var measuredRows: [[String]] {
    guard let settled else { return [] }
    var rows = [
      ["quantity", "value", "kind", "how"],
      [
        "1/gLip", (1 / (smoothness.value ?? .nan)).shortText, "bound",
        "lower, from the smoothness bound of the net",
      ],
      [
        "A", settled.stationaryExcess.text, settled.stationaryExcess.kind?.rawValue ?? "-",
        "E_mu L - min L <= A s, " + (settled.stationaryExcess.method ?? ""),
      ],
    ]
    if let rung = settled.decisiveRung {
      let gap = rung.weakError
      rows.append([
        "B(T)", format(gap.value, lower: gap.lower, upper: gap.upper), "estimate",
        "|E L(SGD) - E L(SDE)| <= B s up to T, " + (settled.weakError.method ?? ""),
      ])
    }
    return rows
  }
}

extension PlanPromise {
  /// The step size and the number of steps.
  var headline: String {
    let cap = (plan.smoothnessLimit.value ?? 0) < (plan.accuracyLimit.value ?? 0) ? ", capped by 1/gLip" : ""
    return "\(plan.rule.title): s* = \(learningRate.shortText)\(cap), k = \(stepCount) steps"
  }

  /// Every condition and how it was found to be.
  var hypothesisRows: [[String]] {
    [["condition", "", "found", "needed", "knowledge"]] + allHypotheses.map(\.row)
  }

  /// What follows, in plain words.
  var sentences: [String] {
    var sentences: [String] = []
    switch holds {
    case true?:
      sentences.append("Every condition that the proof uses holds, as far as A and B were measured.")
    case false?: sentences.append("A condition fails: the theorem promises nothing here.")
    case nil: sentences.append("A condition cannot be decided: the theorem promises nothing here.")
    }
    if plan.rule == .corollary33, let time = sufficientHorizon {
      sentences.append(
        "The initial law is close enough from T = \(time.shortText) on (with this s*; B may grow with T).")
    }
    return sentences + runSentences
  }

  private var runSentences: [String] {
    guard let run else { return [] }
    let percent = "\((100 * run.level).shortText) %"
    let verdict =
      run.isAchieved
      ? "below epsilon with \(percent) confidence" : "NOT below epsilon with \(percent) confidence"
    var sentences = [
      "SGD, \(run.paths) paths: E L(W^k) - min L = \(format(run.final.value, run.final.standardError)), \(verdict)."
    ]
    if run.allowed.isFinite {
      sentences.append(
        "The theorem allows \(run.allowed.shortText) there: \(run.looseness.shortText) times what SGD does.")
    }
    return sentences
  }
}

extension Hypothesis {
  /// For a table: what it says, whether it holds, the numbers, and on what kind of knowledge that rests.
  var row: [String] {
    let verdict = holds.map { $0 ? "holds" : "FAILS" } ?? "open"
    let knowledge =
      switch kind {
      case .exact?: "proved or computed"
      case .bound?: "proved"
      case .estimate?: "estimated"
      case nil: reason ?? "-"
      }
    return [
      statement + (role == .sufficient ? " (asked by the paper, not needed)" : ""), verdict,
      value?.shortText ?? "-", threshold.map { "\(relation?.rawValue ?? "") \($0.shortText)" } ?? "-",
      knowledge,
    ]
  }
}
