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

  /// Batch and sampling of the first plain SGD among the dynamics: variants are not what the theorems are about.
  var firstSGD: (batch: Int, sampling: Sampling)? {
    for dynamics in dynamics {
      if case .sgd(let batch, let sampling, let variant) = dynamics.kind, variant.isPlain {
        return (batch, sampling)
      }
    }
    return nil
  }

  /// What to say of curves of SGD with momentum, weight decay or a decaying rate where theorems are about plain SGD.
  var variantRemark: String? {
    let names = dynamics.filter {
      if case .sgd(_, _, let variant) = $0.kind { !variant.isPlain } else { false }
    }.map(\.name)
    guard !names.isEmpty else { return nil }
    return
      "\(names.joined(separator: ", ")): SGD with momentum, weight decay or a decaying rate is left out, "
      + "for what is said of SGD here is said of W+ = W - s g(W)"
  }
}
