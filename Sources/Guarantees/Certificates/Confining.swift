import Stochastic

extension Certifiable {
  /// L → ∞ and exp(−2L/s) is integrable for every s > 0.
  func confiningCertificate() -> Certificate {
    let finding = confinement
    var hypotheses: [Hypothesis] = []
    if let net = netConstants {
      hypotheses = [
        Hypothesis(
          "lambda > 0", role: .sufficient, Quantity(knownByTheory: net.regularization, method: "given"),
          .above,
          Quantity(knownByTheory: 0, method: "theory"))
      ]
    }
    return Certificate(
      name: .confining,
      claim: "L is confining: smooth, L -> inf, and exp(-2L/s) is integrable for every s > 0",
      source: "Definition 4 (1)-(3)", hypotheses: hypotheses, holds: finding.holds, bound: nil,
      sentences: [sentence(finding, "L is confining", "L is not confining")])
  }
}
