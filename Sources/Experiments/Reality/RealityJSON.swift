import Stochastic

extension RealityResult {
  /// The `reality` object of a result.
  public var json: JSONValue {
    .object([
      ("learningRate", .number(learningRate)), ("dt", .number(stepSize)), ("paths", .integer(paths)),
      ("times", .numbers(sde.times)), ("sde", sde.json), ("stepBias", .numbers(stepBias)),
      ("sgd", .optional(sgd) { $0.json }), ("sgdKind", .optional(sgdKind) { .string($0) }),
      ("equilibrium", equilibrium.json), ("bound", bound.json(times: sde.times)), ("verdict", verdict.json),
      ("modes", .array(modes.map(\.json))),
      (
        "seenEigenvalue",
        .optional(seenRate) { .object([("value", .number($0.value)), ("error", .number($0.error))]) }
      ),
      (
        "fit",
        fit?.json(discrepancy: rateDiscrepancy)
          ?? .object([("rate", .null), ("reason", .optional(fitReason) { .string($0) })])
      ),
      ("warnings", .array(warnings.map { .string($0) })), ("notes", .array(notes.map { .string($0) })),
    ])
  }
}

extension ExcessCurve {
  /// Mean excess risk and its standard error.
  var json: JSONValue {
    .object([("mean", .numbers(mean)), ("standardError", .numbers(standardError))])
  }
}

extension DecayBound {
  /// The bound over time, and what it is made of.
  func json(times: [Double]) -> JSONValue {
    .object([
      ("level", .number(level)), ("excessRiskNorm", excessRiskNorm.json),
      ("initialDistance", initialDistance.json), ("spectralGap", rate.json),
      ("amplitudeLogarithm", .optional(amplitudeLogarithm) { .number($0) }),
      ("values", obstruction == nil ? .numbers(times.map { value(at: $0) }) : .null),
      ("reason", .optional(obstruction) { .string($0) }),
    ])
  }
}

extension BoundVerdict {
  fileprivate var json: JSONValue {
    .object([
      ("isCrossed", .bool(isCrossed)), ("largestExcessInStandardErrors", .number(largestExcess)),
      ("time", .number(time)), ("threshold", .number(threshold)), ("level", .number(level)),
      ("looseness", .optional(looseness) { .number($0) }),
      ("loosenessTime", .optional(loosenessTime) { .number($0) }),
    ])
  }
}

extension VisibleMode {
  fileprivate var json: JSONValue {
    .object([
      ("eigenvalue", .number(eigenvalue.value)), ("error", .number(eigenvalue.error)),
      ("correlation", .number(correlation)), ("amplitude", .optional(amplitude) { .number($0) }),
    ])
  }
}

extension DecayFit {
  fileprivate func json(discrepancy: Double?) -> JSONValue {
    .object([
      ("rate", .number(rate.value)), ("standardError", .number(rate.standardError)),
      ("modesGiven", .integer(faster.count)),
      ("window", .numbers([window.lowerBound, window.upperBound])), ("times", .integer(times)),
      ("chiSquared", .number(chiSquared)), ("degreesOfFreedom", .integer(degreesOfFreedom)),
      ("probability", .number(probability)),
      ("discrepancyInStandardErrors", .optional(discrepancy) { .number($0) }),
    ])
  }
}
