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

    var keys: [String] {
      switch self {
      case .sde: ["name", "integrator", "dt"]
      case .noisyGradientDescent: ["name"]
      case .sgd: ["name", "batch", "sampling", "momentum", "weightDecay", "decay"]
      case .covarianceSDE: ["name", "batch", "sampling", "dt"]
      case .svag: ["name", "refinement", "batch", "sampling"]
      case .gradientFlow: ["name", "dt"]
      }
    }
  }

  private static let keys = ["name", "kind", "integrator", "dt", "batch", "sampling"] + variantKeys
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
      let integrator = try section["integrator"]?.choice(Integrator.self) ?? .eulerMaruyama
      return .sde(integrator: integrator, stepSize: try stepSize(section))
    case .noisyGradientDescent:
      return .noisyGradientDescent
    case .sgd: return try sgd(section)
    case .covarianceSDE: return try covarianceSDE(section)
    case .svag: return try svag(section)
    case .gradientFlow:
      return .gradientFlow(stepSize: try stepSize(section))
    }
  }

  func stepSize(_ section: InputSection) throws(InputError) -> Double? {
    guard let field = section["dt"] else { return nil }
    let stepSize = try field.number(.positive)
    try field.refuseTooManySteps(of: stepSize, over: horizon)
    return stepSize
  }
}
