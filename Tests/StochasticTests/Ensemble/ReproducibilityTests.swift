import Testing

@testable import Stochastic

/// The answer is a function of potential, curves, seed and path numbers, to the bit.
@Suite struct ReproducibilityTests {
  @Test(arguments: [RandomGenerator.philox, .gsl(.philox)]) func threadsDoNotMatter(
    generator: RandomGenerator
  ) throws {
    let results = try [1, 2, 3, 5].map {
      RunResult(try EnsembleFixture.ensemble(paths: 333, threads: $0, generator: generator).run())
    }
    #expect(results[0].moments.allSatisfy { $0.count == 333 })
    for result in results { #expect(result == results[0]) }
  }

  /// Paths lo ..< hi of a longer run are the run over lo ..< hi, wherever its blocks of sixteen begin.
  @Test(arguments: [0..<64, 16..<48, 7..<39, 7..<64, 63..<64], [RandomGenerator.philox, .gsl(.philox)])
  func partsAgreeWithTheWhole(range: Range<Int>, generator: RandomGenerator) throws {
    let whole = try EnsembleFixture.ensemble(paths: 64, generator: generator).run()
    let part = try EnsembleFixture.ensemble(
      paths: range.count, firstPath: UInt64(range.lowerBound), threads: 2, generator: generator
    ).run()
    for (losses, all) in zip(part.pathLosses, whole.pathLosses) {
      #expect(losses == Array(all[range]))
    }
  }

  /// A block that is not full: as many paths as asked for, the same ones, and their two-pass moments.
  @Test(arguments: [1, 15, 16, 17, 33]) func partialBlocks(paths: Int) throws {
    let whole = try EnsembleFixture.ensemble(paths: 64).run()
    let state = try EnsembleFixture.ensemble(paths: paths, threads: 2).run()
    #expect(state.foldedPaths == paths)
    #expect(state.isFinished)
    for curve in 0..<state.curveCount {
      for time in 0..<state.timeCount {
        let losses = state.losses(curve: curve, time: time)
        #expect(losses == Array(whole.losses(curve: curve, time: time).prefix(paths)))
        let moments = state.moments(curve: curve, time: time)
        let (mean, squares) = twoPass(losses)
        #expect(moments.count == Double(paths))
        #expect((moments.mean - mean).magnitude < 1e-14 * mean)
        #expect((moments.squaredDeviation - squares).magnitude <= 1e-12 * squares + 1e-28)
        #expect(moments.minimum == losses.min())
        #expect(moments.maximum == losses.max())
      }
    }
  }

  /// Pathwise differences of two curves have the moments of the kept losses' differences.
  @Test func pairs() throws {
    let state = try EnsembleFixture.ensemble(paths: 100).run()
    let curves = EnsembleFixture.curves.count
    #expect(state.pairs.count == curves * (curves - 1) / 2)
    for (place, pair) in state.pairs.enumerated() {
      for time in 0..<state.timeCount {
        let first = state.losses(curve: pair.first, time: time)
        let second = state.losses(curve: pair.second, time: time)
        let (mean, squares) = twoPass(zip(first, second).map { $0 - $1 })
        let moments = state.moments(pair: place, time: time)
        #expect((moments.mean - mean).magnitude < 1e-14)
        #expect((moments.squaredDeviation - squares).magnitude < 1e-12)
      }
    }
  }

  @Test func seedsDiffer() throws {
    let one = try EnsembleFixture.ensemble(paths: 32, seed: 1).run()
    for seed in [0, 2, 1 << 32 + 1] as [UInt64] {
      let other = try EnsembleFixture.ensemble(paths: 32, seed: seed).run()
      for (a, b) in zip(one.pathLosses, other.pathLosses) { #expect(Set(a).isDisjoint(with: b)) }
    }
  }

  /// All curves start a path at the same point.
  @Test func curvesStartTogether() throws {
    let state = try EnsembleFixture.ensemble(paths: 40).run()
    let start = state.losses(curve: 0, time: 0)
    #expect(Set(start).count == 40)
    for curve in 1..<state.curveCount { #expect(state.losses(curve: curve, time: 0) == start) }
  }
}

/// Mean and sum of squared deviations, in two passes.
func twoPass(_ numbers: [Double]) -> (mean: Double, squaredDeviation: Double) {
  let mean = numbers.reduce(0, +) / Double(numbers.count)
  return (mean, numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) })
}
