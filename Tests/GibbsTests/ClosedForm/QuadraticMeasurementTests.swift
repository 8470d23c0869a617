import Foundation
import Gibbs
import Stochastic
import Testing

@Suite struct QuadraticMeasurementTests {
  /// Five weights by `method: deterministic` against the table of answers, distances and Villani route included.
  @Test(arguments: GibbsReference.cases(dimension: 5...5))
  func fiveWeights(_ item: GibbsReference.Case) throws {
    let answers = item.answers
    let start = try #require(item.starts.first)
    let initial = try InitialLaw.gaussian(
      mean: #require(start.mean), standardDeviation: #require(start.standardDeviation))
    let radii = answers.villani.atRadius.map(\.radius)
    let report = try measure(5, answers.regularization, initial).report(
      learningRate: answers.learningRate, method: .deterministic, radii: radii)
    #expect(report.method == "deterministic" && report.dimension == 5)
    check(report.logPartitionFunction, answers.logPartitionFunction)
    check(report.meanLoss, answers.meanLoss)
    check(report.meanExcessLoss, answers.meanExcessLoss)
    check(report.meanSquaredNorm, answers.meanSquaredNorm)
    check(report.excessRiskNorm, answers.excessRiskNorm)
    check(report.spectralGap, answers.gap)
    try check(report.initialDistance, #require(answers.distances[0]))
    #expect(
      report.initialDistanceLogarithm.map {
        (exp($0) - (report.initialDistance.value ?? .nan)).magnitude < 1e-12
      }
        == true)
    let villani = try #require(report.villani)
    let truth = answers.villani
    check(villani.infimum, truth.infimum)
    try check(#require(villani.positivityRadius), truth.positivityRadius)
    check(villani.halfMassRadius, truth.halfMassRadius)
    #expect(villani.atRadius.count == truth.atRadius.count)
    for (mine, truth) in zip(villani.atRadius, truth.atRadius) {
      check(mine.mass, truth.mass)
      check(mine.outsideInfimum, truth.outsideInfimum)
      try check(#require(mine.epsilon), truth.epsilon)
      let poincare = try #require(mine.ballPoincareConstant).value
      #expect((0.5 / poincare - truth.neumannGap.value).magnitude <= 1e-10 * truth.neumannGap.value)
      #expect(((mine.sharp ?? -1) - (truth.sharp ?? -1)).magnitude < 1e-10)
      #expect(((mine.corrected ?? -1) - (truth.corrected ?? -1)).magnitude < 1e-10)
      #expect(((mine.printed ?? -1) - (truth.printed ?? -1)).magnitude < 1e-10)
    }
  }

  /// Fifty weights are fifty independent ones, each by the general machinery in one dimension.
  @Test func fiftyWeights() throws {
    let (regularization, learningRate, count) = (0.7, 0.2, 50.0)
    let one = try measure(1, regularization, .gaussian(mean: [0.1], standardDeviation: 0.3)).report(
      learningRate: learningRate, method: .deterministic, radii: nil)
    let mean = [Double](repeating: 0.1, count: 50)
    let many = try measure(50, regularization, .gaussian(mean: mean, standardDeviation: 0.3)).report(
      learningRate: learningRate, method: .deterministic, radii: [])
    func value(_ quantity: Quantity) throws -> Double { try #require(quantity.value) }
    try near(value(many.logPartitionFunction), count * value(one.logPartitionFunction))
    try near(value(many.meanLoss), count * value(one.meanLoss))
    try near(value(many.meanExcessLoss), count * value(one.meanExcessLoss))
    try near(value(many.meanSquaredNorm), count * value(one.meanSquaredNorm))
    let (first, second) = try (value(one.meanExcessLoss), value(one.excessRiskNorm))
    try near(
      value(many.excessRiskNorm),
      (count * second * second + count * (count - 1) * first * first).squareRoot())
    try near(value(many.spectralGap), value(one.spectralGap))
    // 1 + distance² is the product over the weights
    let factor = try 1 + value(one.initialDistance) * value(one.initialDistance)
    try near(value(many.initialDistance), (pow(factor, count) - 1).squareRoot())
    #expect(many.eigenvalues.map(\.value) == [Double](repeating: 0.7, count: 50) + [1.4])
    #expect(many.gapLower == 0.7 && many.gapUpper == 0.7 && many.warnings.isEmpty)
    #expect(many.gapBounds.first { $0.name == "rayleigh-loss" }?.value == 1.4)
  }

  /// V_s = λ²r²/s − λD, and the mass inside is 1 − e^(−z) Σ_{k<25} z^k/k! with z = λR²/s.
  @Test func villaniOfFiftyWeights() throws {
    let learningRate = 0.2
    let radii = [3.0, 4, 5]
    let report = try measure(50, 0.7).report(
      learningRate: learningRate, method: .deterministic, radii: radii)
    let villani = try #require(report.villani)
    near(villani.infimum.value, -35)
    try near(#require(villani.positivityRadius).value, (0.2 * 50 / 0.7).squareRoot())
    #expect((inside(villani.halfMassRadius.value, learningRate) - 0.5).magnitude < 1e-13)
    for bound in villani.atRadius {
      let truth = inside(bound.radius, learningRate)
      #expect((bound.mass.value - truth).magnitude <= bound.mass.error)
      let outside = 0.49 * bound.radius * bound.radius / learningRate - 35
      near(bound.outsideInfimum.value, outside)
      #expect((bound.epsilon == nil) == (outside <= 0))
    }
    #expect(villani.atRadius[0].lowerBound == 0)
    // so far out that the gap of the ball is lambda and no mass is left outside: 1/(2(C + eps(1 + vC))), C = 1/(2 lambda)
    let radius = try #require(villani.best).radius
    let (poincare, epsilon) = (0.5 / 0.7, 1 / (0.49 * radius * radius / learningRate - 35))
    near(villani.lowerBound, 0.5 / (poincare + epsilon * (1 + 35 * poincare)))
    #expect(villani.lowerBound > 0.5)
    #expect(report.gapBounds.contains { $0.name == "villani" && $0.value == villani.lowerBound })
  }

  /// In one to three dimensions closed forms and the general machinery agree to the errors they state.
  @Test(arguments: [1, 2, 3])
  func agreesWithTheGeneralMethod(dimension: Int) throws {
    let mean = (0..<dimension).map { 0.3 - 0.2 * Double($0) }
    let measure = try measure(dimension, 0.7, .gaussian(mean: mean, standardDeviation: 0.4))
    // in space a route takes four balls, of which one is checked alone
    let radii = dimension == 3 ? nil : [1.0, 1.6]
    let exact = try measure.closedFormReport(learningRate: 0.2, radii: radii)
    let general = try measure.report(learningRate: 0.2, method: .deterministic, radii: radii)
    agree(exact.logPartitionFunction, general.logPartitionFunction)
    agree(exact.meanLoss, general.meanLoss)
    agree(exact.meanExcessLoss, general.meanExcessLoss)
    agree(exact.meanSquaredNorm, general.meanSquaredNorm)
    agree(exact.excessRiskNorm, general.excessRiskNorm)
    agree(exact.spectralGap, general.spectralGap)
    agree(exact.initialDistance, general.initialDistance)
    #expect(exact.eigenvalues.count == 5 && general.eigenvalues.count == 5)
    for (one, other) in zip(exact.eigenvalues, general.eigenvalues) { agree(one, other) }
    #expect(exact.gapBounds.map(\.name) == general.gapBounds.map(\.name))
    guard dimension < 3 else {
      let ball = try neumannGap(of: measure.potential, learningRate: 0.2, radius: 1.4)
      try agree(QuadraticVillani(measure.potential, learningRate: 0.2).neumannGap(radius: 1.4), ball)
      return
    }
    try agree(#require(exact.villani), #require(general.villani))
  }

  @Test func pointStartsAndWrongQuestions() throws {
    let point = try measure(4, 1, .point([0, 0, 0, 0])).report(
      learningRate: 1, method: .deterministic, radii: nil)
    #expect(point.initialDistance.value == nil && point.initialDistance.reason != nil)
    #expect(point.villani == nil && point.villaniReason == "not asked for")
    #expect(throws: ProblemError.self) {
      try measure(4, 1, .gaussian(mean: [0], standardDeviation: 0.1)).report(
        learningRate: 1, method: .deterministic, radii: nil)
    }
    #expect(throws: GibbsIntegrationError.learningRate(0)) {
      try measure(4, 1).report(learningRate: 0, method: .deterministic, radii: nil)
    }
  }

  private func measure(
    _ dimension: Int, _ regularization: Double, _ initial: InitialLaw? = nil
  ) throws -> GibbsMeasure<Quadratic> {
    try GibbsMeasure(
      Quadratic(dimension: dimension, regularization: regularization),
      initial: initial ?? .point([Double](repeating: 0, count: dimension)))
  }

  /// P(χ²_50 ≤ 2z)
  private func inside(_ radius: Double, _ learningRate: Double) -> Double {
    let z = 0.7 * radius * radius / learningRate
    var (term, sum) = (1.0, 0.0)
    for k in 1...25 {
      sum += term
      term *= z / Double(k)
    }
    return 1 - exp(-z) * sum
  }

  private func near(_ mine: Double, _ truth: Double) {
    #expect((mine - truth).magnitude <= 1e-10 * truth.magnitude)
  }

  private func agree(_ route: VillaniReport, _ scan: VillaniReport) throws {
    agree(route.infimum, scan.infimum)
    try agree(#require(route.positivityRadius), #require(scan.positivityRadius))
    agree(route.halfMassRadius, scan.halfMassRadius)
    for (one, other) in zip(route.atRadius, scan.atRadius) {
      agree(one.mass, other.mass)
      agree(one.outsideInfimum, other.outsideInfimum)
      try agree(#require(one.ballPoincareConstant), #require(other.ballPoincareConstant))
      #expect(other.lowerBound <= one.lowerBound + 1e-12)
    }
  }

  private func agree(_ one: Quantity, _ other: Quantity) {
    let difference = ((one.value ?? .nan) - (other.value ?? .nan)).magnitude
    #expect(difference <= (one.error ?? 0) + (other.error ?? 0), "\(one) \(other)")
    #expect((one.error ?? .nan) <= 1e-12 * (one.value ?? .nan).magnitude)
  }

  private func agree(_ one: Exact, _ other: Exact) {
    #expect((one.value - other.value).magnitude <= one.error + other.error, "\(one) \(other)")
  }

  private func check(_ mine: Quantity, _ truth: GibbsReference.Number) {
    check(Exact(value: mine.value ?? .nan, error: mine.error ?? .nan), truth)
    #expect(mine.kind == .exact)
  }

  private func check(_ mine: Exact, _ truth: GibbsReference.Number) {
    #expect((mine.value - truth.value).magnitude <= mine.error + truth.error)
    #expect(mine.error <= 1e-12 * max(1, truth.value.magnitude))
  }
}
