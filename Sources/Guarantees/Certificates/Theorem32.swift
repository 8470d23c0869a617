import Stochastic

extension Certifiable {
  /// Theorem 3.2: E L(W^k) − min L ≤ ε + C(s)‖ρ − μ_s‖e^(−sλ_s k) for SGD with s ≤ min(1/gLip, ε/(A + B)).
  func theorem32(_ measured: Measurements, _ goal: Goal) -> Certificate {
    theorem(
      .theorem32,
      claim: "SGD: E L(W^k) - min L <= epsilon + C(s) |rho - mu_s| exp(-s lambda_s k), k = T/s, once s <= "
        + "min(1/gLip, epsilon/(A + B))",
      source: "Theorem 3.2",
      hypotheses: sgdHypotheses(.theorem32, measured, goal),
      bound: Conclusion(
        "E L(W^k) - min L <= epsilon + value for every epsilon >= s (A + B), at T = \(short(goal.horizon))",
        measured.decay(at: goal.horizon)))
  }
}
