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
  func sgdHypotheses(_ rule: StepPlan.Rule, _ measured: Measurements, _ goal: Goal) -> [Hypothesis] {
    [
      meanOverSamples, villaniHypothesis, Hypothesis("grad L is Lipschitz", gradientLipschitz),
      smoothnessCondition(measured.learningRate), accuracyCondition(rule, measured, goal),
      finiteDistance(measured, goal),
    ] + boundedActivation + criticalRegularization
  }

  /// SGD draws samples, so that there must be some.
  private var meanOverSamples: Hypothesis {
    let count = (self as? any FiniteSum)?.sampleCount
    return Hypothesis(
      "L is a mean over samples",
      Finding(count != nil, count.map { "it has n = \($0)" } ?? "the problem has no samples, which SGD draws")
    )
  }

  /// s ≤ 1/gLip: true below one over an upper bound of gLip, false above one over a lower bound.
  private func smoothnessCondition(_ s: Double) -> Hypothesis {
    let smoothness = smoothness
    let value = Quantity(knownByTheory: s, method: "given")
    guard smoothness.best < .infinity else {
      let reason =
        gradientLipschitz.holds == false ? "there is no gLip" : "no finite bound of gLip is known"
      return Hypothesis("s <= 1/gLip", value, .atMost, Quantity(unavailable: reason))
    }
    let proved = 1 / smoothness.best
    if smoothness.isExact {
      return Hypothesis("s <= 1/gLip", value, .atMost, Quantity(knownByTheory: proved, method: "1/gLip"))
    }
    if s > proved {
      let seen = 1 / smoothnessLowerBound
      if s > seen {
        return Hypothesis(
          "s <= 1/gLip", value, .atMost,
          Quantity(bound: seen, truth: .below, method: "1/gLip, upper; slopes of grad L"))
      }
    }
    return Hypothesis(
      "s <= 1/gLip", value, .atMost,
      Quantity(bound: proved, truth: .above, method: "1/gLip, lower; \(smoothness.source)"),
      undecided: "s is above the proved limit \(short(proved)); the true 1/gLip may be larger")
  }

  /// s ≤ ε/(A + B), of the corollary half of that. Without B only its failure can be seen: B ≥ 0.
  private func accuracyCondition(
    _ rule: StepPlan.Rule, _ measured: Measurements, _ goal: Goal
  ) -> Hypothesis {
    let statement = rule.accuracyStatement
    let value = Quantity(knownByTheory: measured.learningRate, method: "given")
    guard let accuracy = goal.accuracy else {
      return Hypothesis(
        statement, Finding(nil, "it depends on epsilon, which is not given, and on B: langevin plan"))
    }
    let excess = goal.stationaryExcess ?? measured.excessOverLearningRate
    if let weakError = goal.weakError {
      return Hypothesis(
        statement, value, .atMost,
        rule.accuracyLimit(accuracy: accuracy, stationaryExcess: excess, weakError: weakError))
    }
    let none = Quantity(knownByTheory: 0, method: "B >= 0")
    let limit = rule.accuracyLimit(accuracy: accuracy, stationaryExcess: excess, weakError: none)
    guard let highest = limit.value else {
      return Hypothesis(
        statement, Finding(nil, "neither A nor B is measured here: langevin plan estimates them"))
    }
    // A alone refutes; what it does not refute stays open
    guard measured.learningRate > highest else {
      return Hypothesis(statement, Finding(nil, "B is not measured here: langevin plan estimates it"))
    }
    return Hypothesis(statement + ", with B >= 0", value, .atMost, limit)
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
