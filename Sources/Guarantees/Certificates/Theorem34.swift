import Stochastic

extension Certifiable {
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
      .theorem34,
      claim: "SDE: |E L(W(t)) - E_mu L| <= C(s) |rho - mu_s| exp(-lambda_s t)",
      source: "Theorem 3.4 with the step s <= min(epsilon/(2G), S)", hypotheses: hypotheses,
      bound: Conclusion("E L(W(T)) - min L <= value at T = \(short(goal.horizon))", total))
  }
}
