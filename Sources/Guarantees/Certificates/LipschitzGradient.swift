import Stochastic

extension Certifiable {
  /// ‖∇L(V) − ∇L(W)‖ ≤ gLip ‖V − W‖.
  func gradientCertificate() -> Certificate {
    let finding = gradientLipschitz
    let smoothness = smoothness
    let constant =
      smoothness.isExact
      ? Quantity(knownByTheory: smoothness.best, method: smoothness.source)
      : Quantity(bound: smoothness.best, truth: .below, method: "upper; \(smoothness.source)")
    return Certificate(
      name: .gradientLipschitz, claim: "grad L is Lipschitz",
      source: "Lemma 3.1 with its first term corrected",
      hypotheses: boundedActivation, holds: finding.holds,
      bound: finding.holds == true ? Conclusion("|grad L(V) - grad L(W)| <= value |V - W|", constant) : nil,
      sentences: [sentence(finding, "grad L is Lipschitz", "grad L is not Lipschitz")])
  }
}
