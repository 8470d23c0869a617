import Gibbs
import Stochastic
import Testing

@Suite struct LowerBoundTests {
  /// By the net's own type, of which more is proved.
  private func bounds(
    _ potential: some GibbsPotential, _ learningRates: [Double]
  ) throws -> (Bound, RemainderRange, [Bound]) {
    let range = try RemainderRange(of: potential)
    return (
      try bakryEmery(potential), range,
      learningRates.map { holleyStroock(potential, range: range, learningRate: $0) }
    )
  }

  @Test(arguments: GibbsReference.landscapes)
  func referenceBounds(_ landscape: GibbsReference.Landscape) throws {
    let net = try #require(landscape.potential.base as? any GibbsPotential)
    let (bakry, range, holley) = try bounds(net, landscape.bounds.map(\.learningRate))
    for (found, known) in zip(holley, landscape.bounds) {
      #expect((bakry.value == nil) == (known.bounds.bakryEmery == nil))
      if let value = bakry.value, let truth = known.bounds.bakryEmery {
        #expect(value <= truth + 1e-13 && value >= truth * (1 - 1e-9))
      }
      #expect((found.value == nil) == (known.bounds.holleyStroock == nil))
      if let value = found.value, let truth = known.bounds.holleyStroock {
        #expect(value <= truth * (1 + 1e-9) && value >= truth * (1 - 1e-6))
      }
    }
    if let least = landscape.answers.remainderInfimum?.value,
      let most = landscape.answers.remainderSupremum?.value
    {
      #expect(range.infimum.lowerBound <= least + 1e-15 && least <= range.infimum.upperBound + 1e-15)
      #expect(range.supremum.lowerBound <= most + 1e-15 && most <= range.supremum.upperBound + 1e-15)
    }
  }
}
