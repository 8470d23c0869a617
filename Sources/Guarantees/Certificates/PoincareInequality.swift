import Stochastic

extension Certifiable {
  /// Var h ≤ s/(2λ_s) E‖∇h‖² under μ_s, with some λ_s > 0.
  func poincareCertificate(_ measured: Measurements) -> Certificate {
    let finding = villani
    let constant = measured.spectralGap.mapped(
      { measured.learningRate / (2 * $0) }, slope: { measured.learningRate / (2 * $0 * $0) })
    return Certificate(
      name: .poincare,
      claim: "exp(-2L/s)/Z_s satisfies a Poincare-type inequality: Var h <= s/(2 lambda_s) E |grad h|^2",
      source: "Theorem 4.1, Lemma 3.1", hypotheses: [villaniHypothesis] + criticalRegularization,
      holds: finding.holds,
      bound: finding.holds != true
        ? nil : Conclusion("Var h <= value E |grad h|^2, at s = \(short(measured.learningRate))", constant),
      sentences: [
        sentence(
          finding, "It holds for every s with some lambda_s > 0, L being a Villani function",
          "There is no Gibbs law to satisfy it")
      ] + criticalRemark(finding))
  }
}
