import Stochastic

// What is claimed about L itself, before any dynamics.

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

  func villaniCertificate(learningRate s: Double) -> Certificate {
    let finding = villani
    let best = villaniLowerBounds(learningRate: s).filter(\.isCoercive).min {
      ($0.positivityRadius ?? .infinity) < ($1.positivityRadius ?? .infinity)
    }
    let radius = best?.positivityRadius.map {
      Conclusion(
        "V_s > 0 for |W| > value, at s = \(short(s))",
        Quantity(bound: $0, method: "upper; \(best?.source ?? "")"))
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

  func gradientCertificate() -> Certificate {
    let finding = gradientLipschitz
    let smoothness = smoothness
    let constant = Quantity(bound: smoothness.best, method: "upper; \(smoothness.source)")
    return Certificate(
      name: .gradientLipschitz, claim: "grad L is Lipschitz",
      source: "Lemma 3.1 with its first term corrected",
      hypotheses: boundedActivation, holds: finding.holds,
      bound: finding.holds == true ? Conclusion("|grad L(V) - grad L(W)| <= value |V - W|", constant) : nil,
      sentences: [sentence(finding, "grad L is Lipschitz", "grad L is not Lipschitz")])
  }

  private func criticalRemark(_ finding: Finding) -> [String] {
    guard finding.holds == true,
      let margin = criticalRegularization.first(where: { $0.holds == false })?.margin
    else { return [] }
    return [
      "The paper's condition lambda > lambda_c, which is sufficient and not necessary, fails by \(short(-margin))."
    ]
  }
}
