import Stochastic

// Conditions that several certificates share, and how a theorem is put together.

extension Certifiable {
  /// λ > λ_c, which the paper asks of a net, and that there is a net.
  var criticalRegularization: [Hypothesis] {
    guard let net = netConstants else {
      let why = Finding(false, "the paper speaks of nets; its proofs serve other potentials")
      return [Hypothesis("L is the regularized risk of a two-layer net", role: .sufficient, why)]
    }
    return [
      Hypothesis(
        "lambda > lambda_c", role: .sufficient, Quantity(knownByTheory: net.regularization, method: "given"),
        .above, Quantity(knownByTheory: net.lambdaCritical, method: "2 M_D L B_x^2 |a|^2"))
    ]
  }

  /// B_σ < ∞, which the paper asks of a net that SGD trains.
  var boundedActivation: [Hypothesis] {
    guard let net = netConstants else { return [] }
    return [
      Hypothesis(
        "sigma is bounded: B_sigma < inf", role: .sufficient,
        Quantity(knownByTheory: net.activation.bound, method: "sup |sigma|"), .below,
        Quantity(knownByTheory: .infinity, method: "finite"))
    ]
  }

  var villaniHypothesis: Hypothesis { Hypothesis("L is a Villani function", villani) }

  /// What Theorem 3.2 and its corollary have in common.
  func sgdHypotheses(_ measured: Measurements, _ goal: Goal) -> [Hypothesis] {
    let smoothness = smoothness
    let limit =
      smoothness.best < .infinity
      ? Quantity(bound: 1 / smoothness.best, method: "1/gLip, lower; \(smoothness.source)")
      : Quantity(unavailable: "no finite bound of gLip is known")
    return [
      villaniHypothesis, Hypothesis("grad L is Lipschitz", gradientLipschitz),
      Hypothesis(
        "s <= 1/gLip", Quantity(knownByTheory: measured.learningRate, method: "given"), .atMost, limit),
      finiteDistance(measured, goal),
    ] + boundedActivation + criticalRegularization
  }

  /// By the measured distance; where there is none, by how fast the initial law decays.
  func finiteDistance(_ measured: Measurements, _ goal: Goal) -> Hypothesis {
    let statement = "the initial law has a density in L2(1/mu_s): |rho - mu_s| < inf"
    if measured.initialDistance.value == nil, let law = goal.initial {
      return Hypothesis(statement, initialDensity(law, learningRate: measured.learningRate))
    }
    return Hypothesis(
      statement, measured.initialDistance, .below, Quantity(knownByTheory: .infinity, method: "finite"))
  }

  /// It applies if everything that its proof needs holds.
  func theorem(
    _ name: Certificate.Name, claim: String, source: String,
    hypotheses: [Hypothesis], bound: Conclusion
  ) -> Certificate {
    let needed = hypotheses.filter { $0.role == .needed }.allHold
    return Certificate(
      name: name, claim: claim, source: source, hypotheses: hypotheses, holds: needed,
      bound: needed == false ? nil : bound,
      sentences: theoremSentences(hypotheses))
  }
}
