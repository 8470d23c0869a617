import Gibbs
import Guarantees

/// What a reader of a plan must know.
enum PlanNotes {
  static func warnings(_ promises: [PlanPromise]) -> [String] {
    var warnings: [String] = []
    for promise in promises {
      let name = promise.plan.rule.title
      if let obstruction = promise.bound.obstruction {
        warnings.append(
          promise.bound.isInfinite
            ? "\(name) promises nothing: \(obstruction)"
            : "the bound of \(name) is not computed: \(obstruction)" + finiteness(promise))
      }
      guard let run = promise.run else { continue }
      if run.upperLimit == .infinity {
        warnings.append("\(name): paths of SGD diverged, so nothing is achieved")
      }
      if run.isAboveBound {
        warnings.append("\(name): SGD ends above what is allowed, so that A or B was measured too small")
      }
    }
    return warnings
  }

  /// What is known of a distance that has no number.
  private static func finiteness(_ promise: PlanPromise) -> String {
    let verdict = promise.certificate.hypotheses.first { $0.statement.contains("< inf") }
    guard let verdict, promise.bound.initialDistance.value == nil else { return "" }
    return switch verdict.holds {
    case true?: "; it is finite (\(verdict.reason ?? "proved")), so that the theorem's bound exists"
    case false?: "; the initial law has no density in L2(1/mu_s): \(verdict.reason ?? "")"
    case nil: "; whether it is finite is not decided: \(verdict.reason ?? "")"
    }
  }

  static func notes(_ minimum: MinimumReport, _ rounds: [PlanRound]) -> [String] {
    var notes = [
      "A is the largest upper limit of (E_mu L - min L)/s and B that of sup |E L(SGD) - E L(SDE)|/s over the ladder "
        + "of s around s*: the theorems ask for constants that hold for every small s, which measurement cannot prove",
      "the limits of B hold together at \((100 * PlanLevels.ladder).shortText) % confidence over the ladder and the "
        + "recorded times, and allow for the bias of the SDE's own step, seen by doubling it",
      "the search has settled: the last round moved the step size by at most "
        + "\((100 * PlanStudy.tolerance).shortText) % (\(rounds.count == 1 ? "1 round" : "\(rounds.count) rounds"))",
    ]
    if minimum.certified == nil { notes.append(minimum.statement) }
    return notes
  }
}

/// Confidence levels of a plan.
enum PlanLevels {
  /// Over all rungs of the ladder together, for A and for B each
  static let ladder = 0.95
}

extension StepPlan.Rule {
  /// As it is cited.
  var title: String {
    switch self {
    case .theorem32: "Theorem 3.2"
    case .corollary33: "Corollary 3.3"
    }
  }
}
