import Foundation
import GSL
import Testing

@testable import Stochastic

/// One Brownian motion for each sample, in steps of any size.
@Suite struct SampleMotionsTests {
  /// s = 0.3
  private func settings(_ generator: RandomGenerator = .philox) -> EnsembleSettings {
    EnsembleSettings(learningRate: 0.3, initial: .point([0]), times: [1], seed: 41, generator: generator)
  }

  /// Increments over the given durations: path by path, duration by duration, sample by sample.
  private func increments(
    _ durations: [Double], samples n: Int, batch: Int, paths: Int, generator: RandomGenerator = .philox
  ) throws -> [[[Double]]] {
    var motions = try SampleMotions(settings(generator), samples: n, batch: batch, sampling: .withReplacement)
    let storage = LaneStorage(count: n)
    var result: [[[Double]]] = []
    for first in stride(from: 0, to: paths, by: 16) {
      motions.begin(firstPath: UInt64(first))
      let block = durations.map { duration in
        motions.advance(over: duration, into: storage.vector)
        return (0..<16).map { lane in (0..<n).map { storage.vector[$0][lane] } }
      }
      result += (0..<16).map { lane in block.map { $0[lane] } }
    }
    return result
  }

  static let steps: [[Double]] = [
    [0.1, 0.1, 0.1, 0.1], [0.15, 0.15, 0.15], [0.3, 0.3], [0.25, 0.25, 0.25], [0.7, 0.05, 0.3], [0.07, 0.9],
  ]

  /// Increments over h, divided by √h, are independent normals over steps and samples, whether or not steps end with
  /// SGD's: moments of each, and products of all pairs. Gate: 10⁻³ over the statistics of a case.
  @Test(arguments: steps, [1, 2]) func incrementsAreBrownian(durations: [Double], batch: Int) throws {
    let (n, paths) = (3, 100_000)
    let all = try increments(durations, samples: n, batch: batch, paths: paths)
    let columns = durations.indices.flatMap { step in
      (0..<n).map { i in all.map { $0[step][i] / durations[step].squareRoot() } }
    }
    let gate = try normalGate(tests: 8 * columns.count + columns.count * (columns.count - 1) / 2)
    for (place, column) in columns.enumerated() {
      for moment in standardisedMoments(column) { #expect(abs(moment) < gate) }
      for other in columns[..<place] {
        let product = zip(column, other).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(product) / Double(paths).squareRoot() < gate)
      }
    }
  }

  /// The sum over SGD's step does not depend on how it is cut, to rounding; nor on a generator being GSL's.
  @Test(arguments: [nil, "mt19937"]) func sumsDoNotDependOnTheSteps(
    generatorName: String?
  ) throws {
    let generator = try generatorName.map { RandomGenerator.gsl(try GeneratorType(named: $0)) } ?? .philox
    func sums(_ steps: Int) throws -> [[Double]] {
      let all = try increments(
        Array(repeating: 0.3 / Double(steps), count: 4 * steps), samples: 5, batch: 2, paths: 16,
        generator: generator)
      return all.flatMap { path in
        (0..<4).map { k in
          (0..<5).map { i in path[(k * steps)..<((k + 1) * steps)].reduce(0) { $0 + $1[i] } }
        }
      }
    }
    let whole = try sums(1)
    for steps in [2, 3, 7, 30] {
      for (sum, other) in zip(try sums(steps), whole) { #expect(relativeDifference(sum, other) < 1e-12) }
    }
  }

  /// The sum over SGD's k-th step is √s times the normals of step k arranged as SGD's own batch of step k.
  @Test func sumsFollowTheBatches() throws {
    let (n, batch) = (6, 2)
    let all = try increments([0.1, 0.1, 0.1, 0.15, 0.15], samples: n, batch: batch, paths: 16)
    var normals = try settings().random(for: .sampleNoise)
    var sampler = try BatchSampler(settings(), samples: n, batch: batch, sampling: .withReplacement)
    normals.begin(firstPath: 0)
    sampler.begin(firstPath: 0)
    let storage = LaneStorage(count: n)
    for k in 0..<2 {
      normals.normals(into: storage.vector, step: UInt64(k), dimension: n)
      RankCoupling(count: n).arrange(storage.vector, as: sampler.draw(step: UInt64(k)))
      for lane in 0..<16 {
        let pieces = k == 0 ? 0..<3 : 3..<5
        for i in 0..<n {
          let sum = all[lane][pieces].reduce(0) { $0 + $1[i] }
          #expect(abs(sum - 0.3.squareRoot() * storage.vector[i][lane]) < 1e-14)
        }
      }
    }
  }
}
