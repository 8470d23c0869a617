import Stochastic

extension Dynamics {
  /// What an experiment file says of a dynamics beside its name, kind and dt, under the same keys and with the defaults
  /// written out.
  var parameters: [(String, JSONValue)] {
    switch self {
    case .sde(let integrator, _): [("integrator", .string(integrator.rawValue))]
    case .adaptiveSDE(let tolerance):
      [("integrator", .string(DynamicsKind.adaptiveName)), ("tolerance", .number(tolerance))]
    case .noisyGradientDescent, .mala: []
    case .sgd(let batch, let sampling, let variant): samples(batch, sampling) + variant.parameters
    case .covarianceSDE(let batch, let sampling, _): samples(batch, sampling)
    case .svag(let refinement, let batch, let sampling):
      [("refinement", .integer(refinement))] + samples(batch, sampling)
    case .gradientFlow: [("integrator", .string(FlowIntegrator.rungeKutta4.rawValue))]
    case .adaptiveGradientFlow(let method, let tolerance):
      [("integrator", .string("gsl-\(method.rawValue)")), ("tolerance", .number(tolerance))]
    case .underdamped(let integrator, let friction, _):
      [("integrator", .string(integrator.rawValue)), ("friction", .number(friction))]
    }
  }

  private func samples(_ batch: Int, _ sampling: Sampling) -> [(String, JSONValue)] {
    [("batch", .integer(batch)), ("sampling", .string(sampling.rawValue))]
  }
}

extension SGDVariant {
  /// Nothing for plain SGD.
  fileprivate var parameters: [(String, JSONValue)] {
    var members: [(String, JSONValue)] = []
    if momentum > 0 { members.append(("momentum", .number(momentum))) }
    if weightDecay > 0 { members.append(("weightDecay", .number(weightDecay))) }
    if let decay {
      members.append(
        ("decay", .object([("exponent", .number(decay.exponent)), ("steps", .number(decay.steps))])))
    }
    return members
  }
}
