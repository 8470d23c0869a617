import Stochastic

extension Certifiable {
  /// Corollary 3.3: E L(W^(T/s)) − min L ≤ ε if besides ‖ρ − μ_s‖ ≤ (ε/(2C))e^(λ_sT).
  func corollary33(_ measured: Measurements, _ goal: Goal) -> Certificate {
    var hypotheses = sgdHypotheses(.corollary33, measured, goal)
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
      .corollary33,
      claim: "SGD: E L(W^k) - min L <= epsilon, k = T/s, once s <= min(1/gLip, epsilon/(2 (A + B))) and the "
        + "initial law is close enough",
      source: "Corollary 3.3", hypotheses: hypotheses,
      bound: Conclusion(
        "the initial law is close enough for every epsilon >= value, at T = \(short(goal.horizon))", least))
  }
}
