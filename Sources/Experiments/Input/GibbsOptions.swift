import Stochastic

/// How `langevin gibbs` computes expectations under the Gibbs measure.
public enum GibbsMethod: String, Sendable, CaseIterable {
  case auto
  case deterministic
  case monteCarlo = "monte-carlo"
}

/// The block `gibbs`; all of it is optional.
public struct GibbsOptions: Sendable, Equatable {
  public var method = GibbsMethod.auto
  /// Extra radii R > 0 at which the Villani-route bound is evaluated.
  public var radii: [Double] = []
  /// What the trajectories of a Monte Carlo gap are stepped by.
  public var integrator = Integrator.heun
  /// A ladder of learning rates over which everything is computed as well; may be empty.
  public var learningRates: [Double] = []

  public init() {}
}

extension GibbsOptions {
  init(_ field: InputField) throws(InputError) {
    let section = try field.section(["method", "radii", "learningRates", "integrator"])
    method = try section["method"]?.choice(GibbsMethod.self) ?? .auto
    radii = try section["radii"]?.numbers(.positive, upTo: InputLimits.radii, allowsEmpty: true) ?? []
    learningRates =
      try section["learningRates"]?.numbers(.positive, upTo: InputLimits.learningRates, allowsEmpty: true)
      ?? []
    if let field = section["integrator"] { integrator = try Self.integrator(field, method) }
  }

  /// Whatever steps by a given dt.
  private static func integrator(
    _ field: InputField, _ method: GibbsMethod
  ) throws(InputError) -> Integrator {
    if field.node.text == DynamicsKind.adaptiveName {
      throw field.error(
        "an integrator with steps of dt, one of \(Integrator.allCases.map(\.rawValue).joined(separator: ", ")): "
          + "the gap is extrapolated from dt and 2 dt")
    }
    let integrator = try field.choice(Integrator.self)
    guard method != .deterministic else {
      throw field.error("no integrator with method deterministic, which follows no trajectories")
    }
    return integrator
  }
}
