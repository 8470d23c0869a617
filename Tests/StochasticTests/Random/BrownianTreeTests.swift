import Foundation
import Testing

@testable import Stochastic

/// The Brownian tree: exact sums, the law of increments and areas, and that an interval is a function of its address.
@Suite struct BrownianTreeTests {
  private static let rootLength = 0.7

  /// (W, H) of every interval of a level of a root, for one coordinate of path number `path`.
  private func intervals(
    root: UInt64 = 0, level: Int, path: UInt64 = 0, coordinate: Int = 0, dimension: Int = 3, seed: UInt64 = 11
  ) -> [(increment: Double, area: Double)] {
    var tree = BrownianTree(seed: seed, dimension: dimension)
    tree.begin(firstPath: path)
    let storage = LaneStorage(count: 2 * dimension)
    return (0..<(1 << UInt64(level)) as Range<UInt64>).map { index in
      tree.interval(
        root: root, rootLength: Self.rootLength, level: level, index: index, into: storage.vector)
      return (storage.vector[coordinate][0], storage.vector[dimension + coordinate][0])
    }
  }

  /// Fine increments add up to the coarse one, in any order and to the last bit.
  @Test(arguments: 0...8) func sumsAreExact(level: Int) {
    for path in 0..<4 as Range<UInt64> {
      let coarse = intervals(level: level, path: path).map(\.increment)
      let fine = intervals(level: level + 3, path: path).map(\.increment)
      for (place, increment) in coarse.enumerated() {
        let parts = Array(fine[8 * place..<8 * place + 8])
        #expect(parts.reduce(0, +) == increment)
        #expect(parts.sorted().reduce(0, +) == increment)
      }
    }
  }

  /// Down to the deepest level: each half is there, and the two make the whole.
  @Test func sumsAreExactAtTheBottom() {
    var tree = BrownianTree(seed: 3, dimension: 1)
    tree.begin(firstPath: 5)
    let storage = LaneStorage(count: 6)
    let (parent, left, right) = (
      storage.vector.slice(0, 2), storage.vector.slice(2, 2), storage.vector.slice(4, 2)
    )
    for index in [0, 12345, (1 << 26) - 1] as [UInt64] {
      tree.interval(root: 9, rootLength: 1, level: 26, index: index, into: parent)
      tree.interval(root: 9, rootLength: 1, level: 27, index: 2 * index, into: left)
      tree.interval(root: 9, rootLength: 1, level: 27, index: 2 * index + 1, into: right)
      #expect(left[0] + right[0] == parent[0])
      #expect(all(left[0] .!= 0))
    }
  }

  /// ∫(B − B_a) over an interval from its two halves: I = I₁ + h₁ W₁ + I₂, with I = h (W/2 + H).
  @Test func integralsAddUp() {
    for level in 0..<6 {
      let h = Self.rootLength / Double(1 << level)
      let coarse = intervals(level: level)
      let fine = intervals(level: level + 1)
      for (place, whole) in coarse.enumerated() {
        let (first, second) = (fine[2 * place], fine[2 * place + 1])
        let halves =
          h / 2 * (first.increment / 2 + first.area) + h / 2 * first.increment
          + h / 2 * (second.increment / 2 + second.area)
        #expect(abs(halves - h * (whole.increment / 2 + whole.area)) < 1e-14)
      }
    }
  }

  /// Standardised increments and areas of all intervals of a level are independent N(0, 1): moments to order 8,
  /// Kolmogorov–Smirnov, and correlations between neighbours and between W and H. Bonferroni at 10⁻³ in all.
  @Test(arguments: [0, 1, 2, 5]) func law(level: Int) throws {
    let count = 1 << level
    var (increments, areas): ([Double], [Double]) = ([], [])
    for path in 0..<UInt64(65536 / count) {
      for interval in intervals(level: level, path: path, coordinate: 1, dimension: 2, seed: 21) {
        let h = Self.rootLength / Double(count)
        increments.append(interval.increment / h.squareRoot())
        areas.append(interval.area / (h / 12).squareRoot())
      }
    }
    let momentGate = try normalGate(tests: 2 * 8 * 4 + 4 * 4)
    for sample in [increments, areas] {
      #expect(try kolmogorovSmirnovPValue(sample) > 1e-3 / 8)
      #expect(standardisedMoments(sample).allSatisfy { abs($0) < momentGate })
    }
    let n = Double(increments.count)
    func correlation(_ a: some Sequence<Double>, _ b: some Sequence<Double>) -> Double {
      zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } / n.squareRoot()
    }
    for statistic in [
      correlation(increments, areas), correlation(increments, increments.dropFirst()),
      correlation(areas, areas.dropFirst()), correlation(increments, areas.dropFirst()),
    ] { #expect(abs(statistic) < momentGate) }
  }

  /// Coordinates, paths, roots and seeds have numbers of their own.
  @Test func addressesDiffer() {
    let base = intervals(level: 4).map(\.increment)
    for other in [
      intervals(level: 4, coordinate: 1), intervals(level: 4, path: 16), intervals(root: 1, level: 4),
      intervals(level: 4, seed: 12),
    ] { #expect(Set(base).isDisjoint(with: other.map(\.increment))) }
  }

  /// The walk from left to right finds what going down from the root finds, whatever block a path is in.
  @Test func walkAgrees() throws {
    let grid = try BrownianGrid(times: [0.9, 2], learningRate: 0.5)
    #expect(grid.roots.map(\.length).map { ($0 * 1e9).rounded() / 1e9 } == [0.5, 0.4, 0.1, 0.5, 0.5])
    #expect(grid.roots.map(\.record) == [nil, 0, nil, nil, 1])
    let walk = try TreeWalk(grid, stepSize: 0.1, seed: 4, dimension: 2)
    var tree = BrownianTree(seed: 4, dimension: 2)
    let storage = LaneStorage(count: 4)
    for first in [0, 7] as [UInt64] {
      walk.begin(firstPath: first)
      tree.begin(firstPath: first + 3)
      for (number, root) in grid.roots.enumerated() {
        let level = BrownianGrid.level(root, stepSize: 0.1)
        #expect(root.length / Double(1 << level) <= 0.1 * (1 + 1e-9))
        for index in 0..<(1 << UInt64(level)) as Range<UInt64> {
          let cell = walk.next()
          tree.interval(
            root: UInt64(number), rootLength: root.length, level: level, index: index, into: storage.vector)
          for k in 0..<2 {
            #expect(cell.increment[k][3] == storage.vector[k][0])
            #expect(cell.area[k][3] == storage.vector[2 + k][0])
          }
        }
      }
    }
  }
}
