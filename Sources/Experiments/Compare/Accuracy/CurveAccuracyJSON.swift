import Stochastic

extension CurveAccuracy {
  /// The `accuracy` object of a curve.
  var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("method", .string(multilevel == nil ? "monte-carlo" : "multilevel-monte-carlo")),
      ("epsilon", .number(epsilon)), ("confidence", .number(confidence)), ("reached", .bool(isReached)),
      ("halfWidth", .numbers(halfWidth)), ("biasBound", .numbers(biasBound)), ("paths", .integer(paths)),
      ("seconds", .number(seconds)), ("quantilesFrom", .string(quantilesFrom)),
      ("warnings", .array(warnings.map { .string($0) })),
    ]
    if let multilevel { members += Self.members(multilevel) }
    return .object(members)
  }

  private static func members(_ answer: MultilevelResult) -> [(String, JSONValue)] {
    [
      ("scheme", .string(answer.scheme.name)), ("gradients", .number(answer.gradients)),
      (
        "plainGradients",
        .object([("value", .number(answer.plainGradients)), ("kind", .string("estimate"))])
      ),
      (
        "weakOrder",
        .object([
          ("nominal", .number(answer.scheme.weakOrder)), ("assumed", .number(answer.assumedOrder)),
          ("measured", order(answer.weakOrder)),
        ])
      ),
      (
        "varianceOrder",
        .object([
          ("nominal", .number(2 * answer.scheme.strongOrder)), ("measured", order(answer.varianceOrder)),
        ])
      ),
      ("telescoping", .array(answer.telescoping.map(check))), ("levels", .array(answer.levels.map(level))),
    ]
  }

  private static func order(_ fit: LevelOrder?) -> JSONValue {
    guard let fit else {
      return .object([
        ("value", .null), ("reason", .string("fewer than two levels have a significant difference")),
      ])
    }
    return .object([
      ("value", .number(fit.value)), ("standardError", .number(fit.standardError)),
      ("levels", .array(fit.levels.map { .integer($0) })),
    ])
  }

  private static func check(_ check: TelescopingCheck) -> JSONValue {
    .object([
      ("level", .integer(check.level)), ("holds", .bool(check.holds)),
      ("difference", .number(check.difference.value)),
      ("standardError", .number(check.difference.standardError)),
      ("standardErrors", .number(check.standardErrors)), ("limit", .number(check.limit)),
    ])
  }

  private static func level(_ level: MultilevelResult.Level) -> JSONValue {
    .object([
      ("level", .integer(level.level)), ("dt", .number(level.stepSize)), ("paths", .integer(level.paths)),
      ("gradientsPerPath", .number(level.gradients)), ("seconds", .number(level.seconds)),
      ("mean", .numbers(level.means[0].map(\.value))),
      ("standardError", .numbers(level.means[0].map(\.standardError))),
      ("variance", .numbers(level.variances[0])), ("fineVariance", .numbers(level.fineVariances[0])),
      ("kurtosis", .number(level.kurtosis)), ("diverged", .integer(level.diverged)),
    ])
  }
}
