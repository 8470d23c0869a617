import Stochastic

/// Reads the list `dynamics`, in which every curve has a name of its own.
struct DynamicsReader {
  private enum Kind: String, CaseIterable {
    case sde
    case noisyGradientDescent = "noisy-gd"
    case sgd
    case gradientFlow = "gradient-flow"
    case covarianceSDE = "covariance-sde"
    case svag
    case underdamped
    case mala

    var keys: [String] {
      switch self {
      case .sde: ["name", "integrator", "dt", "tolerance"]
      case .noisyGradientDescent: ["name"]
      case .sgd: ["name", "batch", "sampling", "momentum", "weightDecay", "decay"]
      case .covarianceSDE: ["name", "batch", "sampling", "dt"]
      case .svag: ["name", "refinement", "batch", "sampling"]
      case .gradientFlow: ["name", "integrator", "dt", "tolerance"]
      case .underdamped: ["name", "integrator", "friction", "dt"]
      case .mala: ["name", "dt"]
      }
    }
  }

  private static let keys =
    ["name", "kind", "integrator", "dt", "tolerance", "friction", "batch", "sampling"] + variantKeys
  private static let variantKeys = ["momentum", "weightDecay", "decay", "refinement"]

  let problem: ProblemSpecification
  let learningRate: Double
  let horizon: Double

  func read(_ field: InputField?) throws(InputError) -> [DynamicsSpecification] {
    guard let field else { return [] }
    var curves: [DynamicsSpecification] = []
    let nodes = try field.list(of: "dynamics", upTo: InputLimits.dynamics, allowsEmpty: true)
    for (index, node) in nodes.enumerated() {
      let section = try field.element(index, node).section(Self.keys)
      let curve = try curve(section)
      if let earlier = curves.firstIndex(where: { $0.name == curve.name }) {
        throw InputError(
          file: field.file, line: (section["name"] ?? section.field).node.line,
          keyPath: section.field.path + ".name", value: curve.name.shortened(),
          expected: "a name of its own: dynamics[\(earlier)] has this one")
      }
      curves.append(curve)
    }
    return curves
  }

  private func curve(_ section: InputSection) throws(InputError) -> DynamicsSpecification {
    let kind = try section.variant(Kind.self, keys: \.keys)
    return DynamicsSpecification(
      name: try section["name"]?.fileName() ?? kind.rawValue, kind: try dynamics(kind, section))
  }

  private func dynamics(_ kind: Kind, _ section: InputSection) throws(InputError) -> DynamicsKind {
    switch kind {
    case .sde:
      let name = try section["integrator"]?.choice(IntegratorName.self).rawValue
      guard name != DynamicsKind.adaptiveName else {
        return .adaptiveSDE(tolerance: try tolerance(section))
      }
      let integrator = name.flatMap(Integrator.init) ?? .eulerMaruyama
      if let field = section["tolerance"] {
        throw field.error("no tolerance with \(integrator.rawValue), which steps by dt")
      }
      return .sde(integrator: integrator, stepSize: try stepSize(section))
    case .noisyGradientDescent:
      return .noisyGradientDescent
    case .sgd: return try sgd(section)
    case .covarianceSDE: return try covarianceSDE(section)
    case .svag: return try svag(section)
    case .gradientFlow:
      return try gradientFlow(section)
    case .underdamped:
      let integrator = try section["integrator"]?.choice(UnderdampedIntegrator.self) ?? .baoab
      let friction = try section.required("friction", "gamma, \(NumberRule.positive.rawValue)")
      return .underdamped(
        integrator: integrator, friction: try friction.number(.positive),
        stepSize: try requiredStepSize(section))
    case .mala:
      return .mala(stepSize: try requiredStepSize(section))
    }
  }

  private func tolerance(_ section: InputSection) throws(InputError) -> Double {
    if let field = section["dt"] {
      throw field.error("no dt with the adaptive integrator, which steps by its tolerance")
    }
    return try section["tolerance"]?.number(.positive) ?? DynamicsKind.defaultTolerance
  }

  /// Steps of dt, or chosen from a tolerance: each integrator has its own key.
  private func gradientFlow(_ section: InputSection) throws(InputError) -> DynamicsKind {
    let integrator = try section["integrator"]?.choice(FlowIntegrator.self) ?? .rungeKutta4
    try section.allow(["name", "kind", "integrator"] + integrator.keys)
    guard let method = integrator.method else { return .gradientFlow(stepSize: try stepSize(section)) }
    let field = section["tolerance"]
    let tolerance = try field?.number(.positive) ?? 1e-10
    if let field, !InputLimits.tolerance.contains(tolerance) {
      throw field.error("a number from 1e-13 to 0.1")
    }
    return .adaptiveGradientFlow(method: method, tolerance: tolerance)
  }

  func stepSize(_ section: InputSection) throws(InputError) -> Double? {
    if section["dt"] == nil { return nil }
    return try requiredStepSize(section)
  }

  /// For dynamics without a step that is right for most problems.
  private func requiredStepSize(_ section: InputSection) throws(InputError) -> Double {
    let field = try section.required("dt", NumberRule.positive.rawValue)
    let stepSize = try field.number(.positive)
    try field.refuseTooManySteps(of: stepSize, over: horizon)
    return stepSize
  }
}

/// What an `sde` may name as its integrator.
private struct IntegratorName: RawRepresentable, CaseIterable {
  let rawValue: String

  static var allCases: [IntegratorName] {
    (Integrator.allCases.map(\.rawValue) + [DynamicsKind.adaptiveName]).compactMap {
      IntegratorName(rawValue: $0)
    }
  }

  init?(rawValue: String) {
    guard rawValue == DynamicsKind.adaptiveName || Integrator(rawValue: rawValue) != nil else { return nil }
    self.rawValue = rawValue
  }
}
