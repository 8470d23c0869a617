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
  /// A ladder of learning rates over which everything is computed as well; may be empty.
  public var learningRates: [Double] = []

  public init() {}
}

extension GibbsOptions {
  init(_ field: InputField) throws(InputError) {
    let section = try field.section(["method", "radii", "learningRates"])
    method = try section["method"]?.choice(GibbsMethod.self) ?? .auto
    radii = try section["radii"]?.numbers(.positive, upTo: InputLimits.radii, allowsEmpty: true) ?? []
    learningRates =
      try section["learningRates"]?.numbers(.positive, upTo: InputLimits.learningRates, allowsEmpty: true)
      ?? []
  }
}
