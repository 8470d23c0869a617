import Gibbs
import Stochastic
import Testing

@Suite struct ReferenceVillaniTests {
  @Test(arguments: GibbsReference.cases(dimension: 1...2))
  func ingredientsAndBounds(_ item: GibbsReference.Case) throws {
    let quadrature = try GibbsQuadrature(
      item.potential, learningRate: item.learningRate, minima: item.minima)
    let route = try VillaniRoute(quadrature)
    let truth = item.answers.villani
    check(route.infimum, truth.infimum, 1e-10)
    try check(#require(route.positivityRadius), truth.positivityRadius, 1e-9)
    check(route.halfMassRadius, truth.halfMassRadius, 1e-10)
    for radius in truth.atRadius {
      let bound = try route.bound(radius: radius.radius) { _ in
        Exact(value: radius.neumannGap.value, error: radius.neumannGap.error)
      }
      check(bound.mass, radius.mass, item.potential.dimension == 1 ? 1e-12 : 1e-9)
      check(bound.outsideInfimum, radius.outsideInfimum, 1e-9)
      try check(#require(bound.epsilon), radius.epsilon, 1e-9)
      check(bound.printed, radius.printed)
      check(bound.corrected, radius.corrected)
      check(bound.sharp, radius.sharp)
      #expect(bound.lowerBound <= item.answers.gap.value)
      #expect(bound.lowerBound <= max(bound.sharp ?? 0, 0))
    }
  }

  /// The sharp bound with the gap of the whole space in place of the ball's would be no test: here every radius of
  /// the reference has its own Neumann gap.
  @Test(arguments: GibbsReference.cases(dimension: 1...2))
  func lowerBoundStaysBelowTheGap(_ item: GibbsReference.Case) throws {
    let route = try VillaniRoute(
      GibbsQuadrature(item.potential, learningRate: item.learningRate, minima: item.minima))
    let known = item.answers.villani.atRadius
    let report = try route.report(radii: known.map(\.radius)) { radius in
      guard let match = known.first(where: { $0.radius == radius }) else {
        throw GibbsIntegrationError.notFinite("a gap that is not in the table")
      }
      return Exact(value: match.neumannGap.value, error: match.neumannGap.error)
    }
    #expect(report.lowerBound == report.atRadius.map(\.lowerBound).max())
    #expect(report.lowerBound > 0)
    #expect(report.lowerBound <= item.answers.gap.value)
    #expect(report.best?.lowerBound == 0)
  }

  private func check(_ mine: Exact, _ truth: GibbsReference.Number, _ gate: Double) {
    let difference = (mine.value - truth.value).magnitude
    #expect(difference <= gate * truth.value.magnitude + truth.error)
    #expect(difference <= mine.error + truth.error)
  }

  private func check(_ mine: Double?, _ truth: Double?) {
    guard let truth else {
      #expect(mine == nil)
      return
    }
    #expect(((mine ?? .nan) - truth).magnitude <= 1e-8 * truth.magnitude)
  }
}
