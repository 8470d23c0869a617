import Stochastic

extension Certifiable {
  /// V_s → ∞ for every s > 0.
  func villaniCertificate(learningRate s: Double) -> Certificate {
    let finding = villani
    let best = villaniLowerBounds(learningRate: s).filter(\.isCoercive).min {
      ($0.positivityRadius ?? .infinity) < ($1.positivityRadius ?? .infinity)
    }
    let radius = best?.positivityRadius.map {
      Conclusion(
        "V_s > 0 for |W| > value, at s = \(short(s))",
        Quantity(bound: $0, truth: .below, method: "upper; \(best?.source ?? "")"))
    }
    return Certificate(
      name: .villani,
      claim: "L is a Villani function: confining, and |grad L|^2/s - Lap L -> inf for every s > 0",
      source: "Definition 4, Lemma 3.1",
      hypotheses: [Hypothesis("L is confining", confinement)] + criticalRegularization, holds: finding.holds,
      bound: finding.holds == true ? radius : nil,
      sentences: [sentence(finding, "L is a Villani function", "L is not a Villani function")]
        + criticalRemark(finding))
  }

  /// That λ > λ_c fails although the claim holds.
  func criticalRemark(_ finding: Finding) -> [String] {
    guard finding.holds == true,
      let margin = criticalRegularization.first(where: { $0.holds == false })?.margin
    else { return [] }
    return [
      "The paper's condition lambda > lambda_c, which is sufficient and not necessary, fails by \(short(-margin))."
    ]
  }
}
