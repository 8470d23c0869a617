import Foundation
import Testing

@testable import Stochastic

/// The algorithm on levels whose truth is known, thousands of paths a microsecond.
@Suite struct MultilevelRunTests {
  /// At least 99 of 100 answers within ε. Among 400 seeds a right program fails more than 13 times with a probability of
  /// 1e-4 at the most (binomial law).
  @Test(arguments: [0.1, 0.01, 0.001], [1, 3]) func coverage(epsilon: Double, targets: Int) throws {
    var misses = 0
    for seed in 1...400 {
      let levels = SyntheticLevels(seed: UInt64(seed), targetCount: targets)
      let result = try levels.result(epsilon: epsilon)
      #expect(result.isReached)
      if (0..<targets).contains(where: { abs(result.estimate(time: $0).value - levels.truth) > epsilon }) {
        misses += 1
      }
    }
    #expect(misses <= 13)
  }

  /// The cost is O(ε⁻²): over two decades the same multiple of it, within 15 %.
  @Test func cost() throws {
    let costs = try [1e-2, 1e-3, 1e-4].map { epsilon in
      try SyntheticLevels().result(epsilon: epsilon).gradients * epsilon * epsilon
    }
    #expect((costs.max() ?? 0) / (costs.min() ?? 1) < 1.15 / 0.85, "\(costs)")
  }

  @Test func levelsAreAddedForTheBias() throws {
    let depths = try [1e-1, 1e-3, 1e-5].map { try SyntheticLevels().result(epsilon: $0).levels.count }
    #expect(depths[0] < depths[1] && depths[1] < depths[2], "\(depths)")
    for epsilon in [1e-1, 1e-3, 1e-5] {
      let levels = SyntheticLevels()
      let result = try levels.result(epsilon: epsilon)
      let finest = result.levels.count - 1
      // what is left is bias 4^(−l); the coarsest level in use may be l > 0
      let offset = Int(log2(levels.stepSize(0) / result.levels[0].stepSize))
      let truth = levels.bias * exp2(-2 * Double(finest + offset))
      #expect(truth <= result.biasBounds[0][0], "\(truth)")
      #expect(result.biasBounds[0][0] <= 0.1 * epsilon)
    }
  }

  @Test func aSoundSumTelescopes() throws {
    for seed in 1...50 {
      let result = try SyntheticLevels(seed: UInt64(seed)).result(epsilon: 0.01)
      #expect(result.telescoping.count == result.levels.count - 1)
      #expect(result.telescoping.allSatisfy { $0.standardErrors < 4.5 })
      // the check's own limit is 3: of some 300 comparisons one or two are beyond it
      #expect(
        result.warnings.contains { $0.contains("telescope") } == !result.telescoping.allSatisfy(\.holds))
    }
  }

  @Test(arguments: [1, 2]) func aBrokenCouplingIsFound(level: Int) throws {
    var checked = 0
    for seed in 1...20 {
      let levels = SyntheticLevels(seed: UInt64(seed), broken: (level, 0.3))
      let result = try levels.result(epsilon: 0.02)
      let offset = Int(log2(levels.stepSize(0) / result.levels[0].stepSize))
      guard offset < level else { continue }
      checked += 1
      #expect(result.telescoping.contains { !$0.holds && $0.level == level - 1 }, "seed \(seed)")
      #expect(result.warnings.contains { $0.contains("does not telescope") })
    }
    #expect(checked > 0)
  }

  /// Differences that do not fall: the scheme converges to something else, or not at all.
  @Test func aBiasThatDoesNotDecayIsFound() throws {
    let result = try SyntheticLevels(order: 0.2).result(epsilon: 0.05)
    #expect(result.assumedOrder < 1)
    #expect(result.warnings.contains { $0.contains("fall with order") }, "\(result.warnings)")
  }

  /// Paths diverge among many on the coarsest levels only: these are dropped and that is said.
  @Test func unstableLevelsAreDropped() throws {
    let levels = SyntheticLevels(unstable: (0..<3, 5000))
    let result = try levels.result(epsilon: 0.005)
    #expect(result.levels[0].stepSize <= levels.stepSize(3))
    #expect(result.levels.allSatisfy { $0.diverged == 0 })
    #expect(result.warnings.contains { $0.contains("unstable") })
    #expect(abs(result.estimate(time: 0).value - levels.truth) <= 0.005)
  }

  /// From the pilots on: nothing to warn of, it is a matter of choosing where to begin.
  @Test func levelsUnstableFromTheStartAreNotUsed() throws {
    let levels = SyntheticLevels(unstable: (0..<4, 0))
    let result = try levels.result(epsilon: 0.01)
    #expect(result.levels[0].stepSize == levels.stepSize(4))
    #expect(result.warnings == [])
  }

  @Test func withoutAStableLevelThereIsNoAnswer() {
    #expect(throws: ProblemError.self) {
      try SyntheticLevels(unstable: (0..<100, 0)).result(epsilon: 0.01)
    }
    #expect(throws: ProblemError.self) { try SyntheticLevels().result(epsilon: 1e-9) }
  }
}
