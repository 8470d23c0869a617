import Gibbs
import Stochastic
import Testing

@Suite struct DeterministicReportTests {
  private func report(_ potential: WrappedPotential, _ s: Double, radii: [Double]?) throws -> GibbsReport {
    let origin = [Double](repeating: 0, count: potential.dimension)
    return try GibbsMeasure(potential, initial: .gaussian(mean: origin, standardDeviation: 0.1)).report(
      learningRate: s, method: .deterministic, radii: radii)
  }

  /// The quotient of a linear function is the gap itself here, so that any error of the mean shows.
  @Test(arguments: [1, 2, 3])
  func upperBoundsStayAbove(dimension: Int) throws {
    let bowl = WrappedPotential.quadratic(dimension: dimension, regularization: 0.7)
    let found = try report(bowl, 0.3, radii: nil)
    let upper = try #require(found.gapUpper)
    #expect(upper >= 0.7 && upper < 0.7 * (1 + 1e-6))
    #expect(found.gapBounds.allSatisfy { $0.side == .lower || ($0.value ?? .infinity) >= 0.7 })
  }

  /// A ball that needs more nodes than can be afforded costs the Villani route, and nothing else. The gap is λ: the second
  /// and the third unit do not count.
  @Test func whatABallCannotAffordIsLeftOut() throws {
    let net = WrappedPotential.net(
      activation: "tanh", beta: 1, outer: [1, 0, 0], inputs: [[2]], labels: [0.8], regularization: 0.05)
    let found = try report(net, 0.1, radii: [])
    let gap = try #require(found.spectralGap.value)
    let error = try #require(found.spectralGap.error)
    #expect((gap - 0.05).magnitude <= error && error <= 5e-3 * gap)
    #expect((found.villani == nil) == (found.villaniReason != nil))
  }
}
