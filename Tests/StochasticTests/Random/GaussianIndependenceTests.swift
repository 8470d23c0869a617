import GSL
import Testing

@testable import Stochastic

/// Correlations of z and of z^2 - 1 between sequences that must be independent, all within a Bonferroni gate at
/// an overall level of 1e-3; fixed seeds.
@Suite struct GaussianIndependenceTests {
  /// sqrt(n) times the sample correlation, and the same of squares: N(0, 1) both, variances being known.
  private func standardisedCorrelations(_ a: ArraySlice<Double>, _ b: ArraySlice<Double>) -> [Double] {
    var (linear, squared) = (0.0, 0.0)
    for (x, y) in zip(a, b) {
      linear += x * y
      squared += (x * x - 1) * (y * y - 1)
    }
    let root = Double(a.count).squareRoot()
    return [linear / root, squared / (2 * root)]
  }

  /// All pairs of the sequences.
  private func expectIndependent(_ sequences: [[Double]]) throws {
    let gate = try normalGate(tests: sequences.count * (sequences.count - 1))
    for (place, first) in sequences.enumerated() {
      for (other, second) in sequences.enumerated() where other > place {
        for z in standardisedCorrelations(first[...], second[...]) {
          #expect(z.magnitude < gate, "sequences \(place) and \(other)")
        }
      }
    }
  }

  @Test func paths() throws {
    let sample = NormalSamples(seed: 51, steps: 50_000)
    try expectIndependent((0..<16).map { sample.lane($0) })
  }

  @Test func coordinates() throws {
    let sample = NormalSamples(seed: 52, steps: 6000, coordinates: 10)
    try expectIndependent((0..<10).map { sample.coordinate($0) })
  }

  @Test func steps() throws {
    let sample = NormalSamples(seed: 53, steps: 100_000)
    let gate = try normalGate(tests: 2 * 16 * 8)
    for lane in 0..<16 {
      let z = sample.lane(lane)
      for lag in 1...8 {
        for statistic in standardisedCorrelations(z.dropLast(lag), z.dropFirst(lag)) {
          #expect(statistic.magnitude < gate, "lane \(lane), lag \(lag)")
        }
      }
    }
  }

  @Test func purposes() throws {
    try expectIndependent(
      Purpose.allCases.map { NormalSamples(seed: 54, purpose: $0, steps: 6000).coordinate(0) })
  }

  /// Seeds next to each other, and seeds that differ in their high half only.
  @Test func seeds() throws {
    let seeds = [0, 1, 2, 3, 4, 1 << 32, 2 << 32, 1 << 63] as [UInt64]
    try expectIndependent(seeds.map { NormalSamples(seed: $0, steps: 6000).coordinate(0) })
  }

  /// Pairs of coordinates fall evenly into 16 x 16 equally likely cells: within a Box-Muller pair, across pairs of
  /// a group, across groups. Six tests, p above 1e-4 each.
  @Test(arguments: [(0, 1), (1, 2), (2, 3), (3, 4), (0, 2), (0, 4)])
  func pairs(first: Int, second: Int) throws {
    let sample = NormalSamples(seed: 55, steps: 12_500, coordinates: 5)
    let law = try Gaussian()
    var counts = [Int](repeating: 0, count: 256)
    for (a, b) in zip(sample.coordinate(first), sample.coordinate(second)) {
      counts[try Int(16 * law.cumulative(a)) * 16 + Int(16 * law.cumulative(b))] += 1
    }
    #expect(try chiSquarePValue(counts, expected: Double(12_500 * 16) / 256) > 1e-4)
  }

  /// The gate can fail: a correlation of 0.03 is found.
  @Test func dependenceIsFound() throws {
    let sample = NormalSamples(seed: 56, steps: 50_000, coordinates: 2)
    let first = sample.lane(0, coordinate: 0)
    let mixed = zip(first, sample.lane(0, coordinate: 1)).map { 0.04 * $0 + 0.9992 * $1 }
    #expect(try standardisedCorrelations(first[...], mixed[...])[0] > normalGate(tests: 240))
  }
}
