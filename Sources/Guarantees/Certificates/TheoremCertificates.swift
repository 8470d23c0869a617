import Stochastic

// What is claimed about SGD and its SDE. Each theorem lists what its proof needs and, beside it, what the paper asks.

extension Certifiable {
  /// Theorem 3.2: E L(W^k) − min L ≤ ε + C(s)‖ρ − μ_s‖e^(−sλ_s k) for SGD with s ≤ min(1/gLip, ε/(A + B)).
  func theorem32(_ measured: Measurements, _ goal: Goal) -> Certificate {
    theorem(
      .theorem32, measured, goal,
      claim: "SGD: E L(W^k) - min L <= epsilon + C(s) |rho - mu_s| exp(-s lambda_s k), k = T/s, once s <= "
        + "min(1/gLip, epsilon/(A + B))",
      source: "Theorem 3.2",
      hypotheses: sgdHypotheses(measured, goal),
      bound: Conclusion(
        "E L(W^k) - min L <= epsilon + value at T = \(short(goal.horizon))", measured.decay(at: goal.horizon))
    )
  }

  /// Corollary 3.3: E L(W^(T/s)) − min L ≤ ε if besides ‖ρ − μ_s‖ ≤ (ε/(2C))e^(λ_sT).
  func corollary33(_ measured: Measurements, _ goal: Goal) -> Certificate {
    var hypotheses = sgdHypotheses(measured, goal)
    if let accuracy = goal.accuracy {
      hypotheses.append(
        Hypothesis(
          "|rho - mu_s| <= epsilon/(2 C(s)) exp(lambda_s T)", measured.initialDistance, .atMost,
          StepPlan.distanceLimit(measured, accuracy: accuracy, horizon: goal.horizon)))
    }
    let least = Quantity.combining(
      [measured.decay(at: goal.horizon)], method: "2 C(s) |rho - mu_s| exp(-lambda_s T)"
    ) { 2 * $0[0] }
    return theorem(
      .corollary33, measured, goal,
      claim: "SGD: E L(W^k) - min L <= epsilon, k = T/s, once s <= min(1/gLip, epsilon/(2 (A + B))) and the "
        + "initial law is close enough",
      source: "Corollary 3.3", hypotheses: hypotheses,
      bound: Conclusion(
        "the initial law is close enough for every epsilon >= value, at T = \(short(goal.horizon))", least))
  }

  /// Theorem 3.4: |E L(W(t)) − E_μ L| ≤ C(s)‖ρ − μ_s‖e^(−λ_s t) for the SDE, and the excess of μ_s on top of it.
  func theorem34(_ measured: Measurements, _ goal: Goal) -> Certificate {
    var hypotheses = [villaniHypothesis, finiteDistance(measured, goal)] + criticalRegularization
    if let net = netConstants {
      hypotheses.append(
        Hypothesis(
          "sigma is a softplus: B_sigma = inf", role: .sufficient,
          Finding(
            net.activation.bound == .infinity,
            "the paper states it for softplus; its proof serves every Villani function")))
    }
    if let accuracy = goal.accuracy {
      hypotheses.append(
        Hypothesis(
          "s <= epsilon/(2 G), G = sup (E_mu L - min L)/s",
          Quantity(knownByTheory: measured.learningRate, method: "given"),
          .atMost,
          .combining([measured.excessOverLearningRate], method: "epsilon/(2 G), G at this s") {
            $0[0] > 0 ? accuracy / (2 * $0[0]) : .infinity
          }))
    }
    let total = Quantity.combining(
      [measured.meanExcessLoss, measured.decay(at: goal.horizon)],
      method: "E_mu L - min L + C(s) |rho - mu_s| exp(-lambda_s T)"
    ) { $0[0] + $0[1] }
    return theorem(
      .theorem34, measured, goal,
      claim: "SDE: |E L(W(t)) - E_mu L| <= C(s) |rho - mu_s| exp(-lambda_s t)",
      source: "Theorem 3.4 with the step s <= min(epsilon/(2G), S)", hypotheses: hypotheses,
      bound: Conclusion("E L(W(T)) - min L <= value at T = \(short(goal.horizon))", total))
  }

  private func sgdHypotheses(_ measured: Measurements, _ goal: Goal) -> [Hypothesis] {
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
  private func finiteDistance(_ measured: Measurements, _ goal: Goal) -> Hypothesis {
    let statement = "the initial law has a density in L2(1/mu_s): |rho - mu_s| < inf"
    if measured.initialDistance.value == nil, let law = goal.initial {
      return Hypothesis(statement, initialDensity(law, learningRate: measured.learningRate))
    }
    return Hypothesis(
      statement, measured.initialDistance, .below, Quantity(knownByTheory: .infinity, method: "finite"))
  }

  private func theorem(
    _ name: Certificate.Name, _ measured: Measurements, _ goal: Goal, claim: String, source: String,
    hypotheses: [Hypothesis], bound: Conclusion
  ) -> Certificate {
    let needed = hypotheses.filter { $0.role == .needed }.allHold
    return Certificate(
      name: name, claim: claim, source: source, hypotheses: hypotheses, holds: needed,
      bound: needed == false ? nil : bound,
      sentences: theoremSentences(hypotheses))
  }
}
