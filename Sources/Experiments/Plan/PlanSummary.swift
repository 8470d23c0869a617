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
    ]
    if let excess = settled.excessRung?.stationary {
      let isSampled = settled.excessRung?.excess.standardError != nil
      rows.append([
        "A",
        isSampled ? "\(excess.value.shortText), at most \(excess.upper.shortText)" : excess.upper.shortText,
        "estimate", "E_mu L - min L <= A s, " + (settled.stationaryExcess.method ?? ""),
      ])
    }
    if let gap = settled.gapRung?.weakError {
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
    case nil: sentences.append("A condition cannot be decided, and so what the theorem promises here.")
    }
    if plan.rule == .corollary33, let time = sufficientHorizon {
      sentences.append(
        "The initial law is close enough from T = \(time.shortText) on (with this s*; B may grow with T).")
    }
    return sentences + runSentences
  }

  private var runSentences: [String] {
    guard let run else { return [] }
    var sentences = [
      "SGD, \(run.paths) paths: E L(W^k) - min L = \(format(run.final.value, run.final.standardError)), \(run.verdict)."
    ]
    if run.allowed.isFinite {
      let ratio = String(format: "%.4g", run.looseness)
      let rest = promisesAccuracy ? "." : ", and so does not promise epsilon at this T."
      sentences.append(
        "The theorem allows \(run.allowed.shortText) there, \(ratio) times what SGD does\(rest)")
    } else if !run.isAchieved {
      sentences.append("Epsilon is not promised at this T.")
    }
    return sentences
  }
}

extension PlanRun {
  /// Where SGD ends, seen from ε.
  var verdict: String {
    let confidence = "with \((100 * level).shortText) % confidence"
    if isAchieved { return "below epsilon \(confidence)" }
    if upperLimit == .infinity { return "without the paths that diverged: epsilon is not reached" }
    if isMissed { return "above epsilon \(confidence)" }
    return "above or below epsilon: not decided \(confidence)"
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
