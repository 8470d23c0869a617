extension VerifyResult {
  /// The whole result as the document `result.json`, schema `langevin/verify/1`.
  public var json: JSONValue {
    .object([
      ("schema", .string("langevin/verify/1")), ("provenance", provenance.json),
      ("scale", .string(scale.rawValue)), ("holds", .bool(holds)),
      ("tolerance", .number(OrderRow.tolerance)), ("orders", .array(rows.map(\.json))),
      ("knownAnswers", .array(agreements.map(\.json))),
    ])
  }
}

extension OrderRow {
  fileprivate var json: JSONValue {
    .object([
      ("error", .string(kind.rawValue)), ("problem", .string(problem)), ("scheme", .string(scheme)),
      ("nominalOrder", nominal.value.map { .number($0) } ?? .string("exact")),
      (
        "measuredOrder",
        .optional(fit) {
          .object([
            ("value", .number($0.order)), ("standardError", .number($0.standardError)),
            ("lower", .number($0.order - $0.halfWidth)), ("upper", .number($0.order + $0.halfWidth)),
          ])
        }
      ),
      ("verdict", .string(verdict.rawValue)), ("reason", reason.isEmpty ? .null : .string(reason)),
      ("resolved", .bool(data.isResolved)), ("steps", .numbers(data.steps)),
      ("errors", .numbers(data.errors)), ("standardErrors", .numbers(data.standardErrors)),
      ("gradientsPerPath", .numbers(gradients)), ("secondsPerPath", .numbers(seconds)),
    ])
  }
}

extension Agreement {
  fileprivate var json: JSONValue {
    .object([
      ("statement", .string(statement)), ("expected", .number(expected)), ("found", .number(found)),
      ("standardError", .number(standardError)), ("allowance", .number(allowance)), ("holds", .bool(holds)),
    ])
  }
}
