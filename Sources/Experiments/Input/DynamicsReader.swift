import Stochastic

/// Reads the list `dynamics`, in which every curve has a name of its own.
struct DynamicsReader {
  private enum Kind: String, CaseIterable {
    case sde
    case noisyGradientDescent = "noisy-gd"
    case sgd
    case gradientFlow = "gradient-flow"

    var keys: [String] {
      switch self {
      case .sde: ["name", "integrator", "dt", "tolerance"]
      case .noisyGradientDescent: ["name"]
      case .sgd: ["name", "batch", "sampling"]
      case .gradientFlow: ["name", "dt"]
      }
    }
  }

  private static let keys = ["name", "kind", "integrator", "dt", "tolerance", "batch", "sampling"]

  let problem: ProblemSpecification
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
    case .sgd:
      guard let samples = problem.samples else {
        throw (section["kind"] ?? section.field).error(
          "a kind that needs no data: SGD draws samples, and a \(problem.kindName) problem has none")
      }
      let batch = try section.required("batch", "the number of samples in a batch, from 1 to \(samples)")
      return .sgd(
        batch: try batch.count(1...samples),
        sampling: try section["sampling"]?.choice(Sampling.self) ?? .withReplacement)
    case .gradientFlow:
      return .gradientFlow(stepSize: try stepSize(section))
    }
  }

  private func tolerance(_ section: InputSection) throws(InputError) -> Double {
    if let field = section["dt"] {
      throw field.error("no dt with the adaptive integrator, which steps by its tolerance")
    }
    return try section["tolerance"]?.number(.positive) ?? DynamicsKind.defaultTolerance
  }

  private func stepSize(_ section: InputSection) throws(InputError) -> Double? {
    guard let field = section["dt"] else { return nil }
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
