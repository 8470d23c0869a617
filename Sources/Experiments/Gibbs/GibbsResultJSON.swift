import Gibbs
import Stochastic

extension GibbsResult {
  /// The whole result as the document `result.json`, schema `langevin/gibbs/1`.
  public var json: JSONValue {
    .object(
      [
        ("schema", .string("langevin/gibbs/1")), ("provenance", provenance.json), ("name", .string(name)),
      ] + report.members + [("ladder", .array(ladder.map { .object($0.members) }))])
  }
}

extension GibbsReport {
  /// One learning rate.
  fileprivate var members: [(String, JSONValue)] {
    [
      ("learningRate", .number(learningRate)), ("dimension", .integer(dimension)),
      ("method", .string(method)), ("minimumLoss", minimum.json), ("barriers", .array(barriers.map(\.json))),
      ("logPartitionFunction", logPartitionFunction.json), ("meanLoss", meanLoss.json),
      ("meanExcessLoss", meanExcessLoss.json), ("excessOverLearningRate", excessOverLearningRate.json),
      ("meanSquaredNorm", meanSquaredNorm.json), ("excessRiskNorm", excessRiskNorm.json),
      ("spectralGap", gap), ("poincareConstant", poincareConstant.json),
      ("initialDistance", distance), ("villani", villani?.json ?? VillaniReport.absent(villaniReason)),
      ("diagnostics", .array(diagnostics.map(\.json))),
      ("warnings", .array(warnings.map { .string($0) })), ("notes", .array(notes.map { .string($0) })),
    ]
  }

  private var gap: JSONValue {
    .object(
      spectralGap.members + [
        ("lower", .number(gapLower)), ("upper", .optional(gapUpper) { .number($0) }),
        ("bounds", .array(gapBounds.map(\.json))),
        (
          "eigenvalues",
          .array(
            eigenvalues.map { .object([("value", .number($0.value)), ("error", .number($0.error))]) })
        ),
      ])
  }

  private var distance: JSONValue {
    .object(
      initialDistance.members + [("logarithm", .optional(initialDistanceLogarithm) { .number($0) })])
  }
}

extension Quantity {
  /// Value, kind, uncertainty and method, or null and the reason.
  var json: JSONValue { .object(members) }

  var members: [(String, JSONValue)] {
    guard let value, let kind, let method else {
      return [("value", .null), ("reason", .optional(reason) { .string($0) })]
    }
    var members: [(String, JSONValue)] = [("value", .number(value)), ("kind", .string(kind.rawValue))]
    if let error { members.append(("error", .number(error))) }
    if let standardError { members.append(("standardError", .number(standardError))) }
    return members + [("method", .string(method))]
  }
}

extension MinimumReport {
  var json: JSONValue {
    .object([
      ("value", .number(value.value)), ("kind", .string(Quantity.Kind.exact.rawValue)),
      ("error", .number(value.error)), ("method", .string(statement)), ("argmin", .numbers(argmin)),
      ("certified", .optional(certified) { .numbers([$0.lowerBound, $0.upperBound]) }),
      ("starts", .integer(starts)), ("startsInBest", .integer(startsInBest)),
      ("localMinima", .array(localMinima.map(\.json))),
    ])
  }
}

extension LocalMinimum {
  fileprivate var json: JSONValue {
    .object([
      ("value", .number(value)), ("weights", .numbers(weights)),
      ("hessianEigenvalues", .numbers(hessianEigenvalues)),
    ])
  }
}

extension Barrier {
  fileprivate var json: JSONValue {
    .object([
      ("between", .array([.integer(from), .integer(to)])), ("height", .number(height.value)),
      ("error", .number(height.error)), ("saddle", .numbers(saddle)),
      ("hessianEigenvalues", .numbers(hessianEigenvalues)),
    ])
  }
}

extension Bound {
  fileprivate var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("name", .string(name)), ("value", .optional(value) { .number($0) }), ("side", .string(side.rawValue)),
      ("source", .string(source)), ("applies", .bool(applies)),
    ]
    if let remark { members.append((applies ? "remark" : "reason", .string(remark))) }
    return .object(members)
  }
}

extension ChainDiagnostics {
  fileprivate var json: JSONValue {
    .object([
      ("name", .string(name)), ("rHat", .number(potentialScaleReduction)),
      ("bulkEffectiveSampleSize", .number(bulkSampleSize)),
      ("tailEffectiveSampleSize", .number(tailSampleSize)),
    ])
  }
}
