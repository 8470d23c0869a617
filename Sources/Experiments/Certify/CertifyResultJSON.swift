import Guarantees
import Stochastic

extension CertifyResult {
  /// The whole result as the document `result.json`, schema `langevin/certify/1`.
  public var json: JSONValue {
    .object([
      ("schema", .string("langevin/certify/1")), ("provenance", provenance.json), ("name", .string(name)),
      ("learningRate", .number(learningRate)), ("horizon", .number(horizon)),
      ("accuracy", .optional(accuracy) { .number($0) }),
      ("dimension", .integer(dimension)), ("constants", constants), ("measurements", measurements.json),
      ("certificates", .array(certificates.map(\.json))),
      ("villaniLowerBounds", .array(villaniLowerBounds.map(\.json))), ("rays", .array(rays.map(\.json))),
      ("reality", .optional(reality) { $0.json }),
      ("warnings", .array(warnings.map { .string($0) })), ("notes", .array(notes.map { .string($0) })),
    ])
  }

  private var constants: JSONValue {
    func ofNet(_ value: (NetConstants) -> JSONValue) -> JSONValue { net.map(value) ?? .null }
    var members: [(String, JSONValue)] = [
      ("lambdaCritical", ofNet { .number($0.lambdaCritical) }), ("smoothnessBound", .number(smoothness.best)),
      ("dataRadius", ofNet { .number($0.dataRadius) }), ("labelBound", ofNet { .number($0.labelBound) }),
      ("regularization", ofNet { .number($0.regularization) }),
      (
        "outer",
        ofNet {
          .object([
            ("norm", .number($0.outerNorm)), ("sum", .number($0.outerSum)),
            ("maximum", .number($0.outerMaximum)),
          ])
        }
      ),
      ("activation", ofNet { $0.activation.json }), ("smoothness", smoothness.json),
    ]
    if net == nil {
      members.append(
        ("reason", .string("the problem is not a two-layer net, of which the others are constants")))
    }
    return .object(members)
  }
}

extension ActivationConstants {
  fileprivate var json: JSONValue {
    .object([
      ("bound", .number(bound)), ("lipschitz", .number(lipschitz)),
      ("derivativeBound", .number(derivativeBound)),
      ("secondDerivativeBound", .number(secondDerivativeBound)),
      ("derivativeLipschitz", .number(derivativeLipschitz)),
      ("thirdDerivativeBound", .number(thirdDerivativeBound)), ("valueAtZero", .number(valueAtZero)),
      ("homogeneityDefect", .number(homogeneityDefect)),
    ])
  }
}

extension Smoothness {
  fileprivate var json: JSONValue {
    .object([
      ("printed", .optional(printed) { .number($0) }), ("printedIsValid", .bool(printedIsValid)),
      ("corrected", .optional(corrected) { .number($0) }), ("sharp", .number(sharp)),
      ("source", .string(source)),
    ])
  }
}

extension Measurements {
  fileprivate var json: JSONValue {
    .object([
      ("spectralGap", spectralGap.json), ("excessRiskNorm", excessRiskNorm.json),
      ("minimumLoss", minimumLoss.json), ("meanExcessLoss", meanExcessLoss.json),
      ("excessOverLearningRate", excessOverLearningRate.json), ("initialDistance", initialDistance.json),
    ])
  }
}

extension Certificate {
  fileprivate var json: JSONValue {
    .object([
      ("name", .string(name.rawValue)), ("claim", .string(claim)), ("source", .string(source)),
      ("holds", .optional(holds) { .bool($0) }), ("holdsAsPrinted", .optional(holdsAsPrinted) { .bool($0) }),
      ("verdict", .string(verdict)), ("explanation", .string(explanation)),
      ("hypotheses", .array(hypotheses.map(\.json))), ("bound", .optional(bound) { $0.json }),
    ])
  }
}

extension Hypothesis {
  var json: JSONValue {
    .object([
      ("statement", .string(statement)), ("holds", .optional(holds) { .bool($0) }),
      ("value", .optional(value) { .number($0) }), ("threshold", .optional(threshold) { .number($0) }),
      ("relation", .optional(relation) { .string($0.rawValue) }),
      ("margin", .optional(margin) { .number($0) }),
      ("role", .string(role.rawValue)), ("kind", .optional(kind) { .string($0.rawValue) }),
      ("reason", .optional(reason) { .string($0) }),
    ])
  }
}

extension Conclusion {
  fileprivate var json: JSONValue { .object([("statement", .string(statement))] + quantity.members) }
}

extension VillaniLowerBound {
  fileprivate var json: JSONValue {
    .object([
      ("name", .string(name)), ("quadratic", .number(quadratic)), ("linear", .number(linear)),
      ("constant", .number(constant)), ("positivityRadius", .optional(positivityRadius) { .number($0) }),
      ("source", .string(source)),
    ])
  }
}

extension VillaniRay {
  fileprivate var json: JSONValue {
    .object([
      ("direction", .numbers(direction)), ("radii", .numbers(radii)), ("values", .numbers(values)),
      ("growthExponent", .optional(growthExponent) { .number($0) }),
      ("growthRate", .optional(growthRate) { .number($0) }),
    ])
  }
}
