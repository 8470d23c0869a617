import Gibbs
import Stochastic

extension VillaniReport {
  /// The `villani` object of a result. The numbers are plain; `errors` holds their absolute errors.
  var json: JSONValue {
    .object([
      ("infimum", .number(infimum.value)),
      ("positivityRadius", .optional(positivityRadius?.value) { .number($0) }),
      ("halfMassRadius", .number(halfMassRadius.value)), ("lowerBound", .number(lowerBound)),
      (
        "errors",
        .object([
          ("infimum", .number(infimum.error)),
          ("positivityRadius", .optional(positivityRadius?.error) { .number($0) }),
          ("halfMassRadius", .number(halfMassRadius.error)),
        ])
      ), ("atRadius", .array(atRadius.map(\.json))), ("best", .optional(best) { $0.json }),
      ("statement", .string(statement)),
    ])
  }

  /// What stands there where the route cannot be walked.
  static func absent(_ reason: String?) -> JSONValue {
    let keys = ["infimum", "positivityRadius", "halfMassRadius", "lowerBound"]
    return .object(
      keys.map { ($0, .null) } + [("atRadius", .array([])), ("reason", .optional(reason) { .string($0) })])
  }
}

extension VillaniBound {
  fileprivate var json: JSONValue {
    let errors: [(String, JSONValue)] = [
      ("mass", .number(mass.error)), ("epsilon", .optional(epsilon?.error) { .number($0) }),
      ("ballPoincareConstant", .optional(ballPoincareConstant?.error) { .number($0) }),
    ]
    var members: [(String, JSONValue)] = [
      ("radius", .number(radius)), ("mass", .number(mass.value)),
      ("epsilon", .optional(epsilon?.value) { .number($0) }),
      ("ballPoincareConstant", .optional(ballPoincareConstant?.value) { .number($0) }),
      ("printed", .optional(printed) { .number($0) }), ("corrected", .optional(corrected) { .number($0) }),
      ("sharp", .optional(sharp) { .number($0) }), ("lowerBound", .number(lowerBound)),
      ("errors", .object(errors)),
    ]
    if let reason { members.append(("reason", .string(reason))) }
    return .object(members)
  }
}
