extension CompareResult {
  /// The whole result as the document `result.json`, schema `langevin/compare/1`.
  public var json: JSONValue {
    .object([
      ("schema", .string("langevin/compare/1")), ("provenance", provenance.json), ("name", .string(name)),
      ("learningRate", .number(learningRate)), ("horizon", .number(horizon)),
      ("curves", .array(curves.map(\.json))), ("gaps", .array(gaps.map(\.json))),
      ("notes", .array(notes.map { .string($0) })),
    ])
  }
}

extension CurveResult {
  /// One entry of `curves`; `dt` is left out for algorithms that have no step of their own, as is every setting that the
  /// kind of dynamics does not have.
  public var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("name", .string(name)), ("kind", .string(kind)), ("learningRate", .number(learningRate)),
    ]
    if let stepSize { members.append(("dt", .number(stepSize))) }
    members += dynamics?.parameters ?? []
    members += [
      ("times", .numbers(times)), ("loss", loss), ("diverged", diverged.json), ("steps", .integer(steps)),
      ("secondsPerPathStep", .number(secondsPerPathStep)),
    ]
    if let stuckShare { members.append(("stuckShare", .number(stuckShare))) }
    if let accuracy { members.append(("accuracy", accuracy.json)) }
    return .object(members)
  }

  private var loss: JSONValue {
    .object([
      ("mean", .numbers(mean)), ("standardError", .numbers(standardError)),
      ("quantiles", .object(quantiles.map { ($0.level.plainText, .numbers($0.values)) })),
      ("minimum", .numbers(minimum)), ("maximum", .numbers(maximum)),
      (
        "quantileStandardErrors",
        .object(quantiles.map { ($0.level.plainText, .numbers($0.standardErrors)) })
      ),
      ("quantilePaths", .integer(quantilePaths)),
      ("contributing", .array(contributing.map { .integer($0) })),
    ])
  }
}

extension Divergence {
  /// The `diverged` object of a curve; the first path and time are `null` when no path diverged.
  public var json: JSONValue {
    .object([
      ("count", .integer(count)), ("firstPath", .optional(firstPath) { .integer($0) }),
      ("firstTime", .optional(firstTime) { .number($0) }),
    ])
  }
}

extension GapResult {
  /// One entry of `gaps`.
  public var json: JSONValue {
    .object([
      ("between", .array([.string(first), .string(second)])), ("coupling", .string(coupling)),
      ("times", .numbers(times)),
      (
        "difference",
        .object([
          ("mean", .numbers(mean)), ("standardError", .numbers(standardError)),
          ("lower", .numbers(lower)), ("upper", .numbers(upper)),
        ])
      ),
      ("supremum", supremum.json),
    ])
  }
}

extension Supremum {
  /// The `supremum` object of a gap.
  public var json: JSONValue {
    .object([
      ("value", .number(value)), ("lower", .number(lower)), ("upper", .number(upper)),
      ("time", .number(time)), ("level", .number(level)), ("method", .string(method)),
    ])
  }
}
