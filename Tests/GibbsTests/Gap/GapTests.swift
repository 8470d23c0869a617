import Stochastic
import Testing

@testable import Gibbs

@Suite struct GapTests {
  static let wells = WrappedPotential.doubleWell
  static let minima: [[Double]] = [[-1], [1]]

  private func sampled(_ s: Double, _ minima: [[Double]] = minima) throws -> SamplingResult {
    try GibbsSampler(Self.wells, learningRate: s, minima: minima).run()
  }

  @Test func resultsDoNotDependOnThreads() throws {
    let run = try sampled(0.5)
    let reports = try [1, 3].map { threads in
      let settings = GapSettings(trajectories: 128, threads: threads)
      return try GapEstimator(Self.wells, minima: Self.minima, settings: settings).run(sampling: run)
    }
    #expect(reports[0].upperBounds == reports[1].upperBounds)
    #expect(reports[0].estimate == reports[1].estimate)
  }

  /// λ = 9·10⁻²³ by Eyring and Kramers: no draw is near the barrier, and the bounds must not pretend to know it.
  @Test func barriersNobodySawAreAdmitted() throws {
    let report = try GapEstimator(Self.wells, minima: Self.minima).run(sampling: sampled(0.01))
    #expect(report.estimate == nil && report.remark != nil)
    for bound in report.upperBounds {
      let value = try #require(bound.bound.value)
      #expect(value > 1e-10, "\(bound)")
    }
  }

  /// The upper well of the tilted double well has a share of 4·10⁻³ at s = 0.002, the gap is below 10⁻⁸, and the
  /// barrier is never sampled.
  @Test func rareWellsAreAdmitted() throws {
    let known = try GibbsReference.find("P3", regularization: 0.08)
    let law = known.potential
    for s in [0.001, 0.002] {
      let run = try GibbsSampler(law, learningRate: s, minima: known.minima).run()
      let report = try GapEstimator(law, minima: known.minima).run(sampling: run)
      #expect(report.estimate == nil && report.remark != nil, "\(s)")
      #expect(report.upperBounds.allSatisfy { ($0.bound.value ?? 1) > 1e-8 }, "\(report.upperBounds)")
    }
  }

  @Test func stuckChainsGiveNoEstimate() throws {
    let settings = SamplerSettings(tempering: .never)
    let run = try GibbsSampler(Self.wells, learningRate: 0.01, minima: Self.minima, settings: settings).run()
    let report = try GapEstimator(Self.wells, minima: Self.minima).run(sampling: run)
    #expect(report.estimate == nil && report.remark != nil)
  }

  @Test func nonsenseAndCancellation() throws {
    let run = try sampled(0.5)
    #expect(throws: SamplingError.self) {
      try GapEstimator(Self.wells, settings: GapSettings(trajectories: 100)).run(sampling: run)
    }
    let control = RunControl()
    control.cancel()
    #expect(throws: CancellationError.self) {
      try GapEstimator(Self.wells).run(sampling: run, control: control)
    }
  }

  @Test func gradientsAreDerivatives() {
    let functions: [TestFunction] = [
      .coordinate(1), .product(0, 1), .product(1, 1), .cube(0), .loss, .squaredNorm,
      .step(direction: [0.6, 0.8], centre: 0.2, width: 0.3),
      .ramp(direction: [0.6, 0.8], centre: 0.2, width: 0.3),
    ]
    guard let law = try? Quadratic(dimension: 2, regularization: 0.7) else { return }
    let values = FunctionValues(functions, law)
    let (point, small): ([Double], Double) = ([0.3, -0.4], 1e-5)
    for k in 0..<2 {
      let ends = [-small, small].map { shift -> [Double] in
        var moved = point
        moved[k] += shift
        values.evaluate([ArraySlice(moved)])
        return values.values.map { $0[0] }
      }
      values.evaluate([ArraySlice(point)])
      for i in functions.indices {
        let difference = (ends[1][i] - ends[0][i]) / (2 * small)
        #expect(abs(values.gradient(i)[k][0] - difference) < 1e-8, "\(functions[i])")
      }
    }
  }

  @Test func dependentFunctionsAreLeftOut() {
    // the third is the sum of the first two, the fourth never varies
    let covariance: [[Double]] = [[1, 0.5, 1.5, 0], [0.5, 2, 2.5, 0], [1.5, 2.5, 4, 0], [0, 0, 0, 0]]
    #expect(independentSubset(covariance) == [0, 1])
  }
}
