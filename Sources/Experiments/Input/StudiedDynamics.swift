import Stochastic

extension DynamicsSpecification {
  /// The SDE by Euler–Maruyama with this step.
  static func sde(_ name: String, step: Double) -> DynamicsSpecification {
    DynamicsSpecification(name: name, kind: .sde(integrator: .eulerMaruyama, stepSize: step))
  }
}

extension Experiment {
  /// Whether the Brownian path is the same in every run: asked for, or needed by an adaptive curve.
  var isRefinable: Bool {
    brownianPath == .refinable
      || dynamics.contains { if case .adaptiveSDE = $0.kind { true } else { false } }
  }

  /// The step that a dynamics really makes in a run of this experiment.
  func usedStepSize(_ dynamics: Dynamics) -> Double? {
    dynamics.usedStepSize(times, refining: isRefinable ? learningRate : nil)
  }

  /// Batch and sampling of the first SGD among the dynamics.
  var firstSGD: (batch: Int, sampling: Sampling)? {
    for dynamics in dynamics {
      if case .sgd(let batch, let sampling) = dynamics.kind { return (batch, sampling) }
    }
    return nil
  }
}
