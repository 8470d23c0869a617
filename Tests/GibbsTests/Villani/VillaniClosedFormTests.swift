import Foundation
import Gibbs
import Stochastic
import Testing

@Suite struct VillaniClosedFormTests {
  /// L = (λ/2)‖w‖²: V_s = λ²r²/s − λD, and ‖W‖²·2λ/s is chi-squared with D degrees of freedom.
  @Test(arguments: [1, 2, 3], [1e-3, 0.5])
  func quadratic(dimension: Int, learningRate: Double) throws {
    let regularization = 0.7
    let route = try VillaniRoute(
      GibbsQuadrature(
        WrappedPotential.quadratic(dimension: dimension, regularization: regularization),
        learningRate: learningRate, minima: [[Double](repeating: 0, count: dimension)]))
    let count = Double(dimension)
    expect(route.infimum, -regularization * count)
    try expect(
      #require(route.positivityRadius), (count * learningRate / regularization).squareRoot())
    let unit = (learningRate / (2 * regularization)).squareRoot()
    for multiple in [0.1, 0.7, 1.3, 4, 8] {
      let mass = try route.mass(radius: multiple * unit)
      let truth = chiCumulative(multiple, dimension: dimension)
      #expect((mass.value - truth).magnitude <= mass.error + 1e-15)
      #expect(mass.error <= [1e-11, 1e-8, 1e-5][dimension - 1])
    }
    let half = chiCumulative(route.halfMassRadius.value / unit, dimension: dimension)
    #expect((half - 0.5).magnitude < [1e-11, 1e-8, 1e-5][dimension - 1])
    let radius = 5 * unit
    expect(
      route.outsideInfimum(radius: radius),
      regularization * regularization * radius * radius / learningRate - regularization * count)
  }

  /// The double well: R_0 solves w²(w² − 1)² = s(3w² − 1); for s = 1 it is the golden ratio.
  @Test func goldenRatio() throws {
    let route = try VillaniRoute(
      GibbsQuadrature(WrappedPotential.doubleWell, learningRate: 1, minima: [[1], [-1]]))
    try expect(#require(route.positivityRadius), (1 + 5.0.squareRoot()) / 2)
  }

  /// A well off the origin in space: V_s and masses from translated Gaussians would need another potential, so a net
  /// whose third weight sees no data: its mass in a ball is compared with a plain expectation of the indicator.
  @Test func massesOfANetInSpace() throws {
    let potential = TwoMethodsTests.net
    let quadrature = try GibbsQuadrature(
      potential, learningRate: 0.4, minima: LocalMinima.find(potential, radius: 3))
    let route = try VillaniRoute(quadrature)
    for radius in [1.0, 2, 3] {
      let mass = try route.mass(radius: radius)
      let indicator = try quadrature.expectation { point, _ in
        point.reduce(0) { $0 + $1 * $1 } < radius * radius ? 1 : 0
      }
      // the lattice sees the sphere's edge only to about h^2 in space
      #expect((mass.value - indicator.value).magnitude < 5e-3)
      #expect(mass.error < 1e-5)
    }
    #expect(route.infimum.value < 0)
    let positive = try #require(route.positivityRadius).value
    #expect(route.outsideInfimum(radius: 1.001 * positive).value > 0)
    #expect(route.outsideInfimum(radius: 0.999 * positive).value <= 0)
  }

  /// Five weights, with the Neumann gap of the ball from Kummer's function, against the table of answers.
  @Test(arguments: GibbsReference.cases(dimension: 5...5))
  func fiveWeights(_ item: GibbsReference.Case) throws {
    let answers = item.answers
    let route = try QuadraticVillani(
      Quadratic(dimension: 5, regularization: answers.regularization), learningRate: answers.learningRate)
    let truth = answers.villani
    #expect((route.infimum.value - truth.infimum.value).magnitude < 1e-14)
    #expect((route.halfMassRadius.value - truth.halfMassRadius.value).magnitude < 1e-9)
    let report = try route.report(radii: truth.atRadius.map(\.radius), neumannGap: route.neumannGap)
    for (mine, truth) in zip(report.atRadius, truth.atRadius) {
      #expect((mine.mass.value - truth.mass.value).magnitude <= mine.mass.error + truth.mass.error)
      let poincare = try #require(mine.ballPoincareConstant).value
      #expect((0.5 / poincare - truth.neumannGap.value).magnitude < 1e-11)
      #expect(((mine.sharp ?? 0) - (truth.sharp ?? 0)).magnitude < 1e-9)
      #expect(((mine.printed ?? 0) - (truth.printed ?? 0)).magnitude < 1e-9)
    }
    #expect(report.lowerBound > 0.6 && report.lowerBound <= answers.regularization)
  }

  /// On the line the same formulas must agree with scan and quadrature.
  @Test func closedFormAndScanAgree() throws {
    let exact = try QuadraticVillani(
      Quadratic(dimension: 2, regularization: 0.7), learningRate: 0.3)
    let scan = try VillaniRoute(
      GibbsQuadrature(
        WrappedPotential.quadratic(dimension: 2, regularization: 0.7), learningRate: 0.3, minima: [[0, 0]]))
    for radius in [1.0, 1.5, 3] {
      let pair = try [
        exact.bound(radius: radius, neumannGap: exact.neumannGap),
        scan.bound(radius: radius, neumannGap: exact.neumannGap),
      ]
      #expect(((pair[0].sharp ?? 0) - (pair[1].sharp ?? 0)).magnitude < 1e-8)
      #expect(((pair[0].corrected ?? 0) - (pair[1].corrected ?? 0)).magnitude < 1e-8)
    }
  }

  /// Enclosures of a quadratic on half-spaces: V_s ≥ λ²q²/s − λD outside the ball of radius q√D.
  @Test func farFieldIsProvedWhereThereAreEnclosures() throws {
    let quadrature = try GibbsQuadrature(
      EnclosedQuadratic(regularization: 0.7), learningRate: 0.3, minima: [[0, 0]])
    let route = try VillaniRoute(quadrature)
    let edge = route.scannedRadius / 2.0.squareRoot()
    let truth = 0.49 * edge * edge / 0.3 - 1.4
    let proved = try #require(route.provedBeyondScan)
    #expect(proved <= truth && proved > 0.999 * truth)
    // λ²q²/s = λD at q = √(2s/λ), and the radius is √2 q, found in steps of five per cent
    let radius = try #require(route.provedPositivityRadius)
    #expect((1...1.06).contains(radius / (2 * (0.3 / 0.7).squareRoot())))
    #expect(route.statement.contains("proved by enclosures"))
    let bound = try route.bound(radius: 3) { _ in Exact(value: 0.7, error: 0) }
    #expect(bound.infimaProved && bound.lowerBound > 0 && bound.lowerBound < bound.sharp ?? 0)
    let without = try VillaniRoute(
      GibbsQuadrature(
        WrappedPotential.quadratic(dimension: 2, regularization: 0.7), learningRate: 0.3, minima: [[0, 0]]))
    #expect(without.provedBeyondScan == nil && without.statement.contains("extrapolated"))
  }

  /// A spike of V_s that no scan meets: enclosures find it, V_s = m²/s − 1 − 50 at its middle m = 1.23456.
  @Test func aHiddenSpikeIsFound() throws {
    let potential = SpikedQuadratic()
    let route = try VillaniRoute(
      GibbsQuadrature(potential, learningRate: 0.5, minima: LocalMinima.find(potential, radius: 3)))
    let truth = 1.23456 * 1.23456 / 0.5 - 51
    #expect((route.infimum.value - truth).magnitude <= route.infimum.error + 1e-5)
    #expect(route.infimum.error < 1e-2)
    #expect((route.positivityRadius?.value ?? 0) >= 1.23456)
    let bound = try route.bound(radius: 4) { _ in Exact(value: 1, error: 0) }
    #expect(bound.infimaProved && bound.lowerBound > 0 && bound.lowerBound < bound.sharp ?? 0)
  }

  /// Softplus as sharp as a rectifier: V_s dips far below zero within 1/β of the origin.
  @Test func aSharpSoftplusHasItsDip() throws {
    let risk = try RegularizedRisk(
      activation: Softplus(beta: 1e4), outer: [1], inputs: [[1], [-0.5]], labels: [0.5, -0.4],
      regularization: 0.2)
    let route = try VillaniRoute(
      GibbsQuadrature(risk, learningRate: 1, minima: LocalMinima.find(risk, radius: 4)))
    // by a scan of 2 million points
    #expect((route.infimum.value - -19.191999721094827).magnitude < 1e-6 * 19.191999721094827)
    let bound = try route.bound(radius: 10) { _ in Exact(value: 0.05, error: 0) }
    #expect(!bound.infimaProved)
  }

  /// A net of bounded activation: both infima proved by enclosures.
  @Test func aTanhNetHasProvedInfima() throws {
    let risk = try RegularizedRisk(
      activation: HyperbolicTangent(), outer: [0.8, -0.6], inputs: [[1.7], [-0.9], [-0.8], [-1.9]],
      labels: [0.9, 1.4, 1.1, 0.1], regularization: 0.08)
    let route = try VillaniRoute(
      GibbsQuadrature(risk, learningRate: 0.2, minima: LocalMinima.find(risk, radius: 6)))
    let bound = try route.bound(radius: 20.568) { _ in Exact(value: 0.0348, error: 0) }
    #expect(bound.infimaProved)
    #expect(bound.lowerBound > 0.9 * (bound.sharp ?? 1) && bound.lowerBound < bound.sharp ?? 0)
  }

  @Test func vacuousAndMissingBoundsSaySo() throws {
    let route = try VillaniRoute(
      GibbsQuadrature(
        WrappedPotential.quadratic(dimension: 1, regularization: 1), learningRate: 1, minima: [[0]]))
    // R_0 = 1
    let inside = try route.bound(radius: 0.5) { _ in Exact(value: 1, error: 0) }
    #expect(inside.sharp == nil && inside.corrected == nil && inside.lowerBound == 0)
    #expect(inside.reason != nil)
    let noGap = try route.bound(radius: 3) { _ in throw GibbsIntegrationError.nodeBudget(1) }
    #expect(noGap.epsilon != nil && noGap.sharp == nil && noGap.reason != nil)
    #expect(throws: CancellationError.self) {
      try route.bound(radius: 3) { _ in throw CancellationError() }
    }
    let barely = try route.bound(radius: 1.0001) { _ in Exact(value: 1, error: 0) }
    #expect((barely.corrected ?? 1) < 0 && barely.sharp == nil && barely.lowerBound == 0)
    #expect(barely.reason != nil)
  }

  private func expect(_ mine: Exact, _ truth: Double) {
    #expect((mine.value - truth).magnitude <= mine.error)
    #expect(mine.error <= 1e-9 * truth.magnitude)
  }

  /// P(‖Z‖ ≤ r) for Z ~ N(0, I_D)
  private func chiCumulative(_ r: Double, dimension: Int) -> Double {
    switch dimension {
    case 1: erf(r / 2.0.squareRoot())
    case 2: -expm1(-r * r / 2)
    default: erf(r / 2.0.squareRoot()) - (2 / Double.pi).squareRoot() * r * exp(-r * r / 2)
    }
  }
}
