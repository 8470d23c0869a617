import Foundation
import TestSupport
import Testing

@testable import Stochastic

/// Normals that follow a batch: arranged as stated, and still independent normals.
@Suite struct RankCouplingTests {
  /// Normals of sixteen paths, before and after they were arranged, and the batches.
  private struct Arranged {
    var before: [[Double]] = []
    var after: [[Double]] = []
    var counts: [[Int]] = []

    /// `paths` paths, n samples, the batches of the first step.
    init(samples n: Int, batch b: Int, _ sampling: Sampling, paths: Int, seed: UInt64) throws {
      let settings = EnsembleSettings(
        learningRate: 1, initial: .point([0]), times: [1], seed: seed, generator: .philox)
      var normals = try settings.random(for: .sampleNoise)
      var sampler = try BatchSampler(settings, samples: n, batch: b, sampling: sampling)
      let storage = LaneStorage(count: n)
      let coupling = RankCoupling(count: n)
      for first in stride(from: 0, to: paths, by: 16) {
        normals.begin(firstPath: UInt64(first))
        sampler.begin(firstPath: UInt64(first))
        normals.normals(into: storage.vector, step: 0, dimension: n)
        before += (0..<16).map { lane in (0..<n).map { storage.vector[$0][lane] } }
        let batch = sampler.draw(step: 0)
        for lane in 0..<16 {
          var count = Array(repeating: 0, count: n)
          for indices in batch { count[Int(indices[lane])] += 1 }
          counts.append(count)
        }
        coupling.arrange(storage.vector, as: batch)
        after += (0..<16).map { lane in (0..<n).map { storage.vector[$0][lane] } }
      }
    }
  }

  /// Sample i has the normal whose place is that of (Nᵢ, zᵢ): against Swift's own sort.
  @Test(
    arguments: [1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 31, 33, 100, 257],
    [Sampling.withReplacement, .withoutReplacement])
  func followsTheDefinition(samples n: Int, sampling: Sampling) throws {
    for b in Set([1, (n + 1) / 2, n]) {
      let result = try Arranged(samples: n, batch: b, sampling, paths: 32, seed: 31)
      for (path, z) in result.before.enumerated() {
        let count = result.counts[path]
        let order = (0..<n).sorted { (count[$0], z[$0]) > (count[$1], z[$1]) }
        var expected = z
        for (place, value) in z.sorted(by: >).enumerated() { expected[order[place]] = value }
        #expect(result.after[path] == expected)
      }
    }
  }

  static let laws: [(samples: Int, batch: Int, sampling: Sampling)] = [
    (3, 1, .withReplacement), (3, 2, .withReplacement), (3, 2, .withoutReplacement), (4, 3, .withReplacement),
    (8, 8, .withReplacement), (6, 3, .withoutReplacement),
  ]

  /// Each coordinate follows N(0, 1), by Kolmogorov's test and by its moments; products of two have mean 0, and so have
  /// products of squares less 1. Gates: 10⁻³ over all of a case's statistics.
  @Test(arguments: laws) func theLawIsThatOfIndependentNormals(
    samples n: Int, batch b: Int, sampling: Sampling
  ) throws {
    let result = try Arranged(samples: n, batch: b, sampling, paths: 200_000, seed: 32)
    let columns = (0..<n).map { i in result.after.map { $0[i] } }
    let gate = try normalGate(tests: 8 * n + n * (n - 1))
    for column in columns {
      #expect(try kolmogorovSmirnovPValue(column) > 1e-3 / Double(n))
      for moment in standardisedMoments(column) { #expect(abs(moment) < gate) }
    }
    let root = 200_000.0.squareRoot()
    for i in 0..<n {
      for j in 0..<i {
        let pairs = zip(columns[i], columns[j])
        #expect(abs(pairs.reduce(0) { $0 + $1.0 * $1.1 }) / root < gate)
        // Var((x² − 1)(y² − 1)) = 4
        #expect(abs(pairs.reduce(0) { $0 + ($1.0 * $1.0 - 1) * ($1.1 * $1.1 - 1) }) / (2 * root) < gate)
      }
    }
  }

  /// All 3! (4!) orders of the coordinates are equally likely, whatever the batch is like.
  @Test(arguments: laws.filter { $0.samples <= 4 }) func ordersAreUniform(
    samples n: Int, batch b: Int, sampling: Sampling
  ) throws {
    let result = try Arranged(samples: n, batch: b, sampling, paths: 96_000, seed: 33)
    var tally: [[Int]: Int] = [:]
    for values in result.after { tally[(0..<n).sorted { values[$0] < values[$1] }, default: 0] += 1 }
    let orders = (1...n).reduce(1, *)
    #expect(tally.count == orders)
    #expect(try chiSquarePValue(Array(tally.values), expected: 96_000 / Double(orders)) > 1e-3)
  }

  /// E max of three normals is 3/(2√π): what the drawn one of three samples has.
  @Test func theDrawnSampleHasTheLargest() throws {
    let result = try Arranged(samples: 3, batch: 1, .withReplacement, paths: 100_000, seed: 34)
    let drawn = zip(result.after, result.counts).map { values, counts in values[counts.firstIndex(of: 1) ?? 0]
    }
    let mean = drawn.reduce(0, +) / 100_000
    let deviation = (drawn.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 100_000).squareRoot()
    #expect(abs(mean - 1.5 / Double.pi.squareRoot()) < 4.5 * deviation / 100_000.0.squareRoot())
  }
}
