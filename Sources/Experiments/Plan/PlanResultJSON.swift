import Guarantees
import Stochastic

extension PlanResult {
  /// The whole result as the document `result.json`, schema `langevin/plan/1`.
  public var json: JSONValue {
    .object([
      ("schema", .string("langevin/plan/1")), ("provenance", provenance.json), ("name", .string(name)),
      ("epsilon", .number(accuracy)), ("horizon", .number(horizon)), ("dimension", .integer(dimension)),
      ("batch", .integer(batch)), ("sampling", .string(sampling.rawValue)),
      ("smoothnessBound", smoothness.json), ("minimumLoss", minimum.json),
      ("stationaryExcess", settled?.stationaryExcess.json ?? .null), ("weakError", weakErrorJSON),
      ("steps", .array(promises.map(\.json))), ("rounds", .array(rounds.map(\.json))),
      ("warnings", .array(warnings.map { .string($0) })), ("notes", .array(notes.map { .string($0) })),
    ])
  }

  /// B with the interval at the rung that decides.
  private var weakErrorJSON: JSONValue {
    guard let settled, let rung = settled.decisiveRung else { return .null }
    return .object(
      settled.weakError.members + [
        ("measured", .number(rung.weakError.value)), ("lower", .number(rung.weakError.lower)),
        ("upper", .number(rung.weakError.upper)), ("level", .number(PlanLevels.ladder)),
      ])
  }
}

extension PlanRound {
  fileprivate var json: JSONValue {
    .object([
      ("centre", .number(centre)), ("stationaryExcess", stationaryExcess.json),
      ("weakError", weakError.json), ("proposal", .number(proposal)),
      ("ladder", .array(rungs.map(\.json))),
    ])
  }
}

extension PlanRung {
  fileprivate var json: JSONValue {
    .object([
      ("learningRate", .number(learningRate)), ("steps", .integer(stepCount)),
      ("meanExcessLoss", excess.json), ("gap", gap.json), ("stepBias", stepBias.json),
      ("dt", .number(stepSize)),
    ])
  }
}

extension PlanPromise {
  fileprivate var json: JSONValue {
    .object([
      ("rule", .string(plan.rule.rawValue)), ("stepSize", plan.stepSize.json),
      ("smoothnessLimit", plan.smoothnessLimit.json), ("accuracyLimit", plan.accuracyLimit.json),
      ("stepCount", .integer(stepCount)), ("endTime", .number(endTime)),
      ("holds", .optional(holds) { .bool($0) }), ("claim", .string(certificate.claim)),
      ("hypotheses", .array(allHypotheses.map(\.json))),
      ("bound", bound.json(times: [0, endTime])),
      ("sufficientHorizon", .optional(sufficientHorizon) { .number($0) }),
      ("run", run?.json ?? .null),
    ])
  }
}

extension PlanRun {
  fileprivate var json: JSONValue {
    .object([
      ("paths", .integer(paths)), ("excessRisk", .number(final.value)),
      ("standardError", .number(final.standardError)), ("upperLimit", .number(upperLimit)),
      ("level", .number(level)), ("isAchieved", .bool(isAchieved)), ("bound", .number(allowed)),
      ("looseness", .number(looseness)), ("times", .numbers(curve.times)), ("curve", curve.json),
    ])
  }
}
