import Gibbs
import Stochastic

extension Catalogue {
  /// The loss of an experiment.
  ///
  /// - Throws: `InputError` if its numbers make no loss.
  static func potential(of experiment: Experiment, file: String) throws -> any StudiedPotential {
    do {
      return try potential(experiment.problem, seed: experiment.seed)
    } catch let error as ProblemError {
      throw InputError(
        file: file, line: nil, keyPath: "problem", value: "numbers that make no loss (\(error))",
        expected: "numbers that a loss can be made of")
    }
  }

  /// The loss of an experiment that asks for its Gibbs law.
  ///
  /// - Throws: `InputError` if its numbers make no loss, or a loss without a Gibbs law, or the method asked for does
  ///   not reach its dimension.
  static func gibbsPotential(of experiment: Experiment, file: String) throws -> any StudiedPotential {
    let potential = try potential(of: experiment, file: file)
    if let reason = gibbsObstruction(potential) {
      throw InputError(
        file: file, line: nil, keyPath: "problem.regularization",
        value: "\(potential.regularization) (\(reason))",
        expected: "a number > 0: exp(-2L/s) must be integrable")
    }
    if experiment.gibbs.method == .deterministic, potential.dimension > 3, !(potential is Quadratic) {
      throw InputError(
        file: file, line: nil, keyPath: "gibbs.method",
        value: "deterministic in dimension \(potential.dimension)",
        expected: "monte-carlo or auto above three dimensions, where only the quadratic has closed forms")
    }
    try checkIntegrator(of: experiment, for: potential, file: file)
    return potential
  }

  /// - Throws: `InputError` if the trajectories' integrator is not one for this loss.
  static func checkIntegrator(of experiment: Experiment, for potential: some Potential, file: String) throws {
    guard experiment.gibbs.integrator == .exponentialEuler, potential.linearDecay == 0 else { return }
    throw InputError(
      file: file, line: nil, keyPath: "gibbs.integrator",
      value: "exponential-euler for a loss without a linear drift",
      expected: "euler-maruyama, which it would be, or another integrator with steps of dt")
  }
}

extension GibbsMethod {
  /// How a potential's Gibbs law is measured: without chance up to three dimensions unless asked otherwise, and a
  /// quadratic in any dimension where its closed forms are preferred.
  func resolved(
    for potential: some GibbsPotential, preferringClosedForms: Bool = false
  ) -> GibbsMeasureMethod {
    switch self {
    case .auto:
      potential.dimension <= 3 || (preferringClosedForms && potential is Quadratic)
        ? .deterministic : .monteCarlo
    case .deterministic: .deterministic
    case .monteCarlo: .monteCarlo
    }
  }
}
