import Stochastic
import Testing

@testable import Gibbs

@Suite struct PartitionTests {
  static let wells = WrappedPotential.doubleWell
  static let minima: [[Double]] = [[-1], [1]]

  @Test func resultsDoNotDependOnThreads() throws {
    let reports = try [1, 3].map { threads in
      let settings = PartitionSettings(seed: 5, replicates: 8, particles: 32, threads: threads)
      return try PartitionEstimator(Self.wells, learningRate: 0.1, minima: Self.minima, settings: settings)
        .run()
    }
    #expect(reports[0].annealed == reports[1].annealed)
    #expect(reports[0].bridged == reports[1].bridged)
  }

  /// Of two normal laws with φ = x²/2 and (x − 1)²/8 the ratio of normalisations is 1/2.
  @Test func bennettsRatioOfTwoNormalLaws() {
    let key = StreamKey(seed: 11, purpose: .momenta)
    let normals = LaneStorage(count: 2)
    var (first, second): ([Double], [Double]) = ([], [])
    func difference(_ x: Double) -> Double { (x - 1) * (x - 1) / 8 - x * x / 2 }
    for block in 0..<2000 as Range<UInt64> {
      key.fillNormals(normals.vector, firstPath: 16 * block, step: 0)
      for lane in 0..<16 {
        first.append(difference(normals.vector[0][lane]))
        second.append(difference(1 + 2 * normals.vector[1][lane]))
      }
    }
    // 32 000 draws of each: the standard error is 0.005 at the most
    #expect(abs(bridgedLogarithm(first: first, second: second) + 0.693147) < 0.025)
  }

  @Test func logarithmsOfMeansDoNotOverflow() {
    let found = logarithmOfMean([-5000, -5000 + 1.0986122886681098])
    #expect(abs(found.value - (-5000 + 0.6931471805599453)) < 1e-12)
    // e^x is 1 and 3: mean 2, standard deviation √2, standard error 1
    #expect(abs(found.standardError - 0.5) < 1e-12)
  }

  @Test func disagreementIsReported() {
    let apart = PartitionReport(
      AnnealedPartition(
        estimate: Estimate(value: 1, standardError: 0.01), logarithms: [1, 1.02, 0.98], temperatures: 3),
      Estimate(value: 1.2, standardError: 0.01), unresolved: nil)
    #expect(abs(apart.zScore + 0.2 / 0.01 / 2.0.squareRoot()) < 1e-9)
    #expect(apart.warning != nil)
    let scattered = PartitionReport(
      AnnealedPartition(
        estimate: Estimate(value: 1, standardError: 1), logarithms: [1, 5, -5], temperatures: 3),
      Estimate(value: 1.2, standardError: 0.01), unresolved: nil)
    #expect(scattered.warning != nil)
  }

  @Test func nonsenseAndCancellation() throws {
    let few = PartitionSettings(replicates: 1)
    #expect(throws: SamplingError.self) {
      try PartitionEstimator(Self.wells, learningRate: 0.1, minima: Self.minima, settings: few).run()
    }
    #expect(throws: SamplingError.self) { try PartitionEstimator(Self.wells, learningRate: 0.1).run() }
    let control = RunControl()
    control.cancel()
    #expect(throws: CancellationError.self) {
      try PartitionEstimator(Self.wells, learningRate: 0.1, minima: Self.minima).run(control: control)
    }
  }
}
