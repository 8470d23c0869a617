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
      ("stationaryExcess", settled?.stationaryExcessJSON ?? .null),
      ("weakError", settled?.weakErrorJSON ?? .null),
      ("steps", .array(promises.map(\.json))), ("rounds", .array(rounds.map(\.json))),
      ("warnings", .array(warnings.map { .string($0) })), ("notes", .array(notes.map { .string($0) })),
    ])
  }
}

extension PlanRound {
  /// A: what was found at the rung that decides, and the upper limit that the plan uses.
  fileprivate var stationaryExcessJSON: JSONValue {
    constant(stationaryExcess, excessRung.map { ($0, $0.stationary.value) }, lower: nil)
  }

  /// B: the same, with an interval.
  fileprivate var weakErrorJSON: JSONValue {
    constant(weakError, gapRung.map { ($0, $0.weakError.value) }, lower: gapRung?.weakError.lower)
  }

  private func constant(
    _ limit: Quantity, _ found: (rung: PlanRung, value: Double)?, lower: Double?
  ) -> JSONValue {
    guard let upper = limit.value, let found else { return limit.json }
    let sides = lower.map { [("lower", JSONValue.number($0))] } ?? []
    return .object(
      [("value", .number(found.value)), ("kind", .string(Quantity.Kind.estimate.rawValue))] + sides + [
        ("upper", .number(upper)), ("level", .number(PlanLevels.ladder)),
        ("learningRate", .number(found.rung.learningRate)),
        ("method", .optional(limit.method) { .string($0) }),
      ])
  }

  fileprivate var json: JSONValue {
    .object([
      ("centre", .number(centre)), ("stationaryExcess", stationaryExcessJSON),
      ("weakError", weakErrorJSON), ("proposal", .number(proposal)),
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
      ("standardError", .number(final.standardError)), ("lowerLimit", .number(lowerLimit)),
      ("upperLimit", .number(upperLimit)),
      ("level", .number(level)), ("isAchieved", .bool(isAchieved)), ("isMissed", .bool(isMissed)),
      ("bound", .number(allowed)),
      ("looseness", .number(looseness)), ("times", .numbers(curve.times)), ("curve", curve.json),
    ])
  }
}
