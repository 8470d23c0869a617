import Stochastic

extension DynamicsSpecification {
  /// The SDE by Euler–Maruyama with this step.
  static func sde(_ name: String, step: Double) -> DynamicsSpecification {
    DynamicsSpecification(name: name, kind: .sde(integrator: .eulerMaruyama, stepSize: step))
  }
}

extension Experiment {
  /// Batch and sampling of the first SGD among the dynamics.
  var firstSGD: (batch: Int, sampling: Sampling)? {
    for dynamics in dynamics {
      if case .sgd(let batch, let sampling) = dynamics.kind { return (batch, sampling) }
    }
    return nil
  }
}
