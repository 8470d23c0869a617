import Gibbs
import Guarantees

/// What a reader of a plan must know.
enum PlanNotes {
  static func warnings(_ promises: [PlanPromise]) -> [String] {
    var warnings: [String] = []
    for promise in promises {
      let name = promise.plan.rule.title
      if let obstruction = promise.bound.obstruction {
        warnings.append("\(name) promises nothing: \(obstruction)")
      }
      if let run = promise.run, run.upperLimit == .infinity {
        warnings.append("\(name): paths of SGD diverged, so nothing is achieved")
      }
    }
    return warnings
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
