import Foundation
import TestSupport
import Testing

@testable import Stochastic

/// Giles' allocation against a search over all allocations.
@Suite struct MultilevelAllocationTests {
  private func variance(_ variances: [Double], _ samples: [Double]) -> Double {
    zip(variances, samples).reduce(0) { $0 + $1.0 / $1.1 }
  }

  /// Three levels: N₀ and N₁ on a fine grid of logarithms, N₂ what the constraint leaves.
  private func leastCost(_ variances: [Double], _ costs: [Double], _ standardError: Double) -> Double {
    let budget = standardError * standardError
    let grid = (1..<2000).map { Double($0) / 2000 }
    var least = Double.infinity
    for first in grid {
      for second in grid where first + second < 1 {
        let parts = [first, second, 1 - first - second].map { $0 * budget }
        let cost = (0..<3).reduce(0.0) { $0 + costs[$1] * variances[$1] / parts[$1] }
        least = min(least, cost)
      }
    }
    return least
  }

  @Test(arguments: 1...4) func isTheCheapest(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let variances = [1, 0.1, 0.01].map { $0 * random.uniform(0.3, 3) }
    let costs = [1, 3, 6].map { $0 * random.uniform(0.5, 2) }
    let samples = Allocation.samples(variances: [variances], costs: costs, standardError: 0.01)
    #expect(abs(variance(variances, samples) / 1e-4 - 1) < 1e-12, "the budget is used up")
    let cost = Allocation.cost(variances: [variances], costs: costs, standardError: 0.01)
    let least = leastCost(variances, costs, 0.01)
    // the grid cannot do better; its spacing of 1/2000 costs it less than 1 in 1000 here
    #expect(cost <= least * (1 + 1e-12))
    #expect(least <= cost * 1.001)
  }

  @Test func everyTargetIsServed() {
    let variances = [[1.0, 0.2, 0.01], [0.3, 0.4, 0.0]]
    let samples = Allocation.samples(variances: variances, costs: [1, 3, 6], standardError: 0.1)
    #expect(variance(variances[0], samples) <= 0.01 * (1 + 1e-12))
    #expect(variance(Array(variances[1][..<2]), samples) <= 0.01 * (1 + 1e-12))
  }

  @Test func whatDoesNotVaryNeedsNoPaths() {
    #expect(Allocation.samples(variances: [[0, 0]], costs: [1, 3], standardError: 0.1) == [0, 0])
  }

  @Test func theBudgetIsShared() throws {
    // normal quantiles from tables: P(|Z| > 2.6121) = 0.009, P(Z > 3.0902) = 0.001
    let budget = try AccuracyBudget(epsilon: 0.1)
    #expect(abs(budget.criticalValue - 2.6121) < 1e-4)
    #expect(abs(budget.biasCriticalValue - 3.0902) < 1e-4)
    #expect(abs(budget.standardError * budget.criticalValue + budget.bias - 0.1) < 1e-15)
    let exact = try AccuracyBudget(epsilon: 0.1, hasBias: false)
    #expect(abs(exact.criticalValue - 2.5758) < 1e-4 && exact.bias == 0)
    #expect(try AccuracyBudget(epsilon: 0.1, count: 50).criticalValue > 3.7)
    for epsilon in [0, -1, .nan, .infinity] {
      #expect(throws: ProblemError.self) { try AccuracyBudget(epsilon: epsilon) }
    }
    #expect(throws: ProblemError.self) { try AccuracyBudget(epsilon: 1, confidence: 1) }
  }

  @Test func anOrderIsFitted() throws {
    let points = (1...5).map {
      (level: $0, size: Estimate(value: 3 * exp2(-1.5 * Double($0)), standardError: 1e-4))
    }
    let fit = try #require(LevelOrder(points))
    #expect(abs(fit.value - 1.5) < 1e-12)
    #expect(fit.levels == [1, 2, 3, 4, 5])
    // what is within three standard errors of 0 tells nothing
    let hidden = points.map { ($0.level, Estimate(value: $0.size.value, standardError: 0.1)) }
    #expect(LevelOrder(hidden.map { (level: $0.0, size: $0.1) })?.levels == [1, 2])
    #expect(LevelOrder([points[0]]) == nil)
  }
}
