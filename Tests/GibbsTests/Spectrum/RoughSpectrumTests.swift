import Gibbs
import Stochastic
import Testing

/// Kinks, which no collocation resolves, and pits that a scan of the box does not see: against sums of one-dimensional
/// eigenvalues.
@Suite struct RoughSpectrumTests {
  @Test(arguments: [([-1.5, 3.0], [0.0, 0.13]), ([3.0, 3.0], [0.21, 0.37]), ([-1.2, 2.0], [0.1, -0.3])])
  func kinks(slope: [Double], place: [Double]) throws {
    let s = 0.5
    let lines = try slope.indices.map { k in
      try spectrum(
        of: KinkedSum(stiffness: [1], slope: [slope[k]], place: [place[k]]), learningRate: s, box: [-6...6],
        count: 3
      ).eigenvalues.map(\.value)
    }
    let truth = lines[0].flatMap { x in [x] + lines[1].map { x + $0 } } + lines[1]
    let report = try spectrum(
      of: KinkedSum(stiffness: [1, 1], slope: slope, place: place), learningRate: s,
      box: [-6...6, -6...6], count: 2)
    for (eigenvalue, truth) in zip(report.eigenvalues, truth.sorted()) {
      #expect((eigenvalue.value - truth).magnitude <= eigenvalue.error)
      #expect(eigenvalue.error < 0.02 * truth)
    }
  }

  /// The well has a radius of a third of the scan's mesh width, but a mass that counts.
  @Test func pitBetweenTheNodesOfTheScan() throws {
    let (s, radius) = (0.2, 0.01)
    let truth = try spectrum(
      of: PitInBowl(dimension: 1, depth: 0.8, place: 1.007, radius: radius), learningRate: s, box: [-7...7],
      count: 1
    ).eigenvalues[0].value
    let report = try spectrum(
      of: PitInBowl(dimension: 2, depth: 0.8, place: 1.007, radius: radius), learningRate: s,
      box: [-7...7, -7...7], through: [[1.007, 0], [0, 0]], count: 1)
    #expect((report.eigenvalues[0].value - truth).magnitude <= report.eigenvalues[0].error)
    #expect(report.eigenvalues[0].error < 0.02 * truth)
  }

  @Test func pitTooNarrowForAnyGridIsNamed() throws {
    let report = try spectrum(
      of: PitInBowl(dimension: 2, depth: 0.8, place: 1.007, radius: 1e-5), learningRate: 0.2,
      box: [-7...7, -7...7], through: [[1.007, 0], [0, 0]], count: 1)
    #expect(report.remark?.contains("1.007") == true)
  }

  @Test func pointsOfAnotherDimensionAreRefused() throws {
    #expect(throws: SpectrumError.self) {
      try spectrum(
        of: Quadratic(dimension: 2, regularization: 1), learningRate: 1, box: [-9...9, -9...9],
        through: [[0]])
    }
  }
}
