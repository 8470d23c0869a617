import Foundation
import Guarantees
import Stochastic
import Testing

/// The verdicts on problems for which they are known.
@Suite struct CertificateTests {
  private static func exact(_ value: Double) -> Quantity { Quantity(knownByTheory: value, method: "given") }

  func measured(s: Double = 0.05, distance: Double = 3) -> Measurements {
    Measurements(
      learningRate: s, spectralGap: Self.exact(0.3), excessRiskNorm: Self.exact(0.02),
      minimumLoss: Self.exact(0.2), meanExcessLoss: Self.exact(0.01),
      initialDistance: Self.exact(distance))
  }

  /// ε = 1, A = 0.25 and B = 0.5 are given.
  static let known = Goal(
    horizon: 4, accuracy: 1, stationaryExcess: exact(0.25), weakError: exact(0.5))

  func net<A: Activation>(_ activation: A, lambda: Double, outer: [Double] = [0.6, -0.8]) throws
    -> RegularizedRisk<A>
  {
    try RegularizedRisk(
      activation: activation, outer: outer, inputs: [[0, 1], [0.6, 0]], labels: [0, 1], regularization: lambda
    )
  }

  func verdicts(
    _ potential: some Certifiable, _ measured: Measurements, goal: Goal = Goal(horizon: 4)
  ) -> [Certificate.Name: Certificate] {
    let all = potential.certificates(measured, goal: goal)
    #expect(all.map(\.name) == Certificate.Name.allCases)
    #expect(all.allSatisfy { !$0.explanation.isEmpty && !$0.claim.isEmpty && !$0.source.isEmpty })
    return Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
  }

  private func expect(
    _ found: [Certificate.Name: Certificate], _ truth: [Certificate.Name: Bool?]
  ) {
    for (name, holds) in truth { #expect(found[name]?.holds == holds, "\(name)") }
  }

  @Test func aboveLambdaCriticalEverythingHoldsAsPrinted() throws {
    let found = verdicts(try net(Sigmoid(), lambda: 0.13), measured(), goal: Self.known)
    for name in Certificate.Name.allCases {
      #expect(found[name]?.holds == true, "\(name)")
      if name != .theorem34 { #expect(found[name]?.holdsAsPrinted == true, "\(name)") }
    }
    // its SDE bound is printed for softplus only
    #expect(found[.theorem34]?.holdsAsPrinted == false)
    let decay = 0.02 * 3 * exp(-0.3 * 4)
    #expect(abs((found[.theorem32]?.bound?.quantity.value ?? 0) - decay) < 1e-15)
    #expect(abs((found[.corollary33]?.bound?.quantity.value ?? 0) - 2 * decay) < 1e-15)
    #expect(abs((found[.theorem34]?.bound?.quantity.value ?? 0) - (0.01 + decay)) < 1e-15)
  }

  @Test func belowLambdaCriticalItHoldsButNotAsPrinted() throws {
    let found = verdicts(try net(Sigmoid(), lambda: 0.1), measured(), goal: Self.known)
    for name in [Certificate.Name.villani, .poincare, .theorem32, .corollary33, .theorem34] {
      #expect(found[name]?.holds == true && found[name]?.holdsAsPrinted == false, "\(name)")
      let failing = try #require(found[name]?.hypotheses.first { $0.statement == "lambda > lambda_c" })
      #expect(failing.holds == false && failing.role == .sufficient)
      #expect(abs(try #require(failing.margin) + 0.025) < 1e-15)
      #expect(try #require(found[name]?.explanation).contains("lambda_c"))
    }
  }

  @Test func softplusHasNoGuaranteeForSGD() throws {
    let found = verdicts(try net(Softplus(), lambda: 2.5), measured())
    expect(
      found,
      [
        .confining: true, .villani: true, .poincare: true, .gradientLipschitz: false, .theorem32: false,
        .corollary33: false, .theorem34: true,
      ])
    #expect(found[.theorem34]?.holdsAsPrinted == true)
    #expect(found[.theorem32]?.bound == nil)
  }

  @Test func unregularizedNetHasNothingToConvergeTo() throws {
    let none = Measurements.unavailable(learningRate: 0.05, reason: "no Gibbs law")
    let found = verdicts(try net(Sigmoid(), lambda: 0), none)
    for name in Certificate.Name.allCases {
      #expect(found[name]?.holds == (name == .gradientLipschitz), "\(name)")
    }
    let lambda = try #require(found[.confining]?.hypotheses.first)
    #expect(lambda.holds == false && lambda.value == 0 && lambda.threshold == 0)
  }

  @Test func doubleWellConvergesAsAnSDEOnly() {
    let found = verdicts(DoubleWell(), measured())
    expect(
      found,
      [
        .confining: true, .villani: true, .poincare: true, .gradientLipschitz: false, .theorem32: false,
        .corollary33: false, .theorem34: true,
      ])
  }

  /// All but what is about SGD, which draws samples.
  @Test func quadraticHasNoSamples() throws {
    let found = verdicts(try Quadratic(dimension: 5, regularization: 2), measured(), goal: Self.known)
    for name in Certificate.Name.allCases {
      let isAboutSGD = name == .theorem32 || name == .corollary33
      #expect(found[name]?.holds == !isAboutSGD, "\(name)")
      if isAboutSGD {
        #expect(found[name]?.explanation.contains("the problem has no samples") == true)
        #expect(found[name]?.bound == nil)
      }
    }
    #expect(found[.gradientLipschitz]?.bound?.quantity.value == 2)
    #expect(found[.gradientLipschitz]?.bound?.quantity.kind == .exact)
  }

  @Test func whatIsNotMeasuredIsNotDecided() throws {
    let none = Measurements.unavailable(learningRate: 0.05, reason: "five dimensions")
    let found = verdicts(try net(Sigmoid(), lambda: 0.13), none, goal: Self.known)
    #expect(found[.theorem32]?.holds == Bool?.none)
    #expect(found[.theorem32]?.explanation.contains("five dimensions") == true)
    #expect(found[.theorem32]?.bound?.quantity.reason == "five dimensions")
  }

  /// Without measurement the decay of the initial law decides whether the theorem applies; its number is missing.
  @Test func theInitialLawDecidesWhatIsNotMeasured() throws {
    let none = Measurements.unavailable(learningRate: 0.05, reason: "not measured")
    let risk = try net(Sigmoid(), lambda: 0.13)
    for (deviation, holds) in [(0.2, true), (0.7, false)] {
      let law = InitialLaw.gaussian(mean: [0, 0, 0, 0], standardDeviation: deviation)
      var goal = Self.known
      goal.initial = law
      let found = verdicts(risk, none, goal: goal)
      goal.accuracy = nil
      expect(found, [.theorem32: holds])
      expect(verdicts(risk, none, goal: goal), [.theorem34: holds])
      if holds { #expect(found[.theorem32]?.bound?.quantity.reason == "not measured") }
    }
    let point = verdicts(risk, none, goal: Goal(horizon: 4, initial: .point([0, 0, 0, 0])))
    expect(point, [.theorem32: false])
  }

  @Test func infiniteDistancesAndLargeStepsFail() throws {
    let far = verdicts(try net(Sigmoid(), lambda: 0.13), measured(distance: .infinity))
    expect(far, [.theorem32: false, .theorem34: false, .villani: true])
    let large = verdicts(try net(Sigmoid(), lambda: 0.13), measured(s: 100))
    expect(large, [.theorem32: false, .theorem34: true])
    #expect(try #require(Self.step(large)?.margin) < 0)
  }

  private static func step(_ found: [Certificate.Name: Certificate]) -> Hypothesis? {
    found[.theorem32]?.hypotheses.first { $0.statement == "s <= 1/gLip" }
  }

  /// One unit σ = S with a = 1, x = 4, y = 1/2: L″ = 16 (σ′² + (σ − 1/2)σ″) + λ is greatest at 0, where it is 1 + λ, for
  /// σ″ has the sign of 1/2 − σ. The bound is above that: between 1/bound and 1/(1 + λ) s fulfils the condition unproved.
  @Test func aStepBetweenTheProvedLimitAndTheTruthIsNotSaidToFail() throws {
    let risk = try RegularizedRisk(
      activation: Sigmoid(), outer: [1], inputs: [[4]], labels: [0.5], regularization: 0.3)
    let (proved, truth) = (1 / risk.smoothness.best, 1 / 1.3)
    #expect(proved < 0.9 * truth)
    for (s, holds) in [(0.999 * proved, true), (0.999 * truth, nil), (1.01 * truth, false)]
      as [(Double, Bool?)]
    {
      let step = try #require(Self.step(verdicts(risk, measured(s: s), goal: Self.known)))
      #expect(step.holds == holds, "\(s)")
      #expect((step.margin == nil) == (holds == nil))
      if holds == nil {
        #expect(step.reason?.contains("the true 1/gLip may be larger") == true)
      }
    }
  }

  /// E-000-4. For L = w²/2 the excess of μ_s is s/4 exactly, so G = 1/4 and the printed step s ≤ min{1/(2G), S} admits
  /// s = 0.2 for ε = 0.01: the excess alone is then 0.05, while the corrected s ≤ ε/(2G) = 0.02 leaves it ε/2.
  @Test func thePrintedStepIsTooLong() throws {
    let bowl = try Quadratic(dimension: 1, regularization: 1)
    func certificate(_ s: Double) -> Certificate? {
      let gibbs = Measurements(
        learningRate: s, spectralGap: Self.exact(1), excessRiskNorm: Self.exact(3.0.squareRoot() / 4 * s),
        minimumLoss: Self.exact(0), meanExcessLoss: Self.exact(s / 4), initialDistance: Self.exact(0.1))
      return verdicts(bowl, gibbs, goal: Goal(horizon: 100, accuracy: 0.01))[.theorem34]
    }
    #expect(certificate(0.2)?.holds == false && 0.2 <= 1 / (2 * 0.25))
    let corrected = try #require(certificate(0.0199))
    #expect(corrected.holds == true)
    #expect(try #require(corrected.bound?.quantity.value) <= 0.005)
  }

  /// Both sides of the corrected step.
  @Test func theoremForTheSDEAsksForTheCorrectedStep() throws {
    func certificate(_ accuracy: Double) throws -> Certificate? {
      verdicts(try net(Softplus(), lambda: 2.5), measured(), goal: Goal(horizon: 4, accuracy: accuracy))[
        .theorem34]
    }
    // G = 0.01/0.05: s ≤ ε/(2G) holds from ε = 0.02 on, s ≤ 1/(2G) = 2.5 always
    #expect(try certificate(0.0199)?.holds == false)
    #expect(try certificate(0.0201)?.holds == true)
  }

  @Test func theDistanceConditionIsPartOfTheCorollary() throws {
    let decay = 0.02 * 3 * exp(-0.3 * 4)
    for (accuracy, holds) in [(1.99 * decay, false), (2.01 * decay, true)] {
      let found = verdicts(
        try net(Sigmoid(), lambda: 0.13), measured(),
        goal: Goal(
          horizon: 4, accuracy: accuracy, stationaryExcess: Self.exact(0.2), weakError: Self.exact(0)))
      #expect(found[.corollary33]?.holds == holds && found[.theorem32]?.holds == true)
    }
  }

  @Test func labelsAreTheWeakest() throws {
    var estimated = measured()
    estimated.spectralGap = Quantity(Estimate(value: 0.3, standardError: 0.01), method: "chains")
    let found = verdicts(try net(Sigmoid(), lambda: 0.13), estimated, goal: Goal(horizon: 4, accuracy: 0.1))
    let condition = try #require(
      found[.corollary33]?.hypotheses.first { $0.statement.hasPrefix("|rho - mu_s| <= epsilon") })
    #expect(condition.kind == .estimate)
    #expect(found[.theorem32]?.bound?.quantity.kind == .estimate)
    #expect(found[.poincare]?.bound?.quantity.kind == .estimate)
    #expect(
      verdicts(try net(Sigmoid(), lambda: 0.13), measured())[.theorem32]?.bound?.quantity.kind == .exact)
  }
}
