import TestSupport
import Testing

@testable import Stochastic

/// Streaming moments against two passes over the numbers.
@Suite struct MomentsTests {
  private func numbers(_ count: Int, offset: Double, seed: UInt64 = 1) -> [Double] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in offset + random.uniform(-1, 1) }
  }

  private func expectClose(_ moments: Moments, _ numbers: [Double], offset: Double) {
    // the numbers less their offset: exact differences, so that the reference has no cancellation either
    let (mean, squares) = twoPass(numbers.map { $0 - offset })
    #expect(moments.count == Double(numbers.count))
    // roundings of the running mean add up like a random walk of half a unit
    let unit = max(offset.ulp, 1e-15)
    #expect((moments.mean - offset - mean).magnitude < unit * moments.count.squareRoot())
    // a mean wrong by u adds n u^2; rounding of single numbers adds n u
    #expect((moments.squaredDeviation - squares).magnitude < squares * 8 * unit)
    #expect(moments.minimum == numbers.min())
    #expect(moments.maximum == numbers.max())
  }

  @Test(arguments: [0, 1, 1e9, -1e9]) func single(offset: Double) {
    let x = numbers(10_000, offset: offset)
    var moments = Moments()
    for value in x { moments.add(value) }
    expectClose(moments, x, offset: offset)
    #expect((moments.variance - 1 / 3).magnitude < 0.02)
    #expect(moments.estimate.standardError == (moments.variance / 10_000).squareRoot())
  }

  /// Each lane its own stream; merged, all of them.
  @Test(arguments: [0, 1, 1e9, -1e9]) func lanes(offset: Double) {
    let x = numbers(16 * 1000, offset: offset)
    var moments = LaneMoments()
    for step in 0..<1000 { moments.add(Lanes(x[16 * step..<16 * step + 16])) }
    expectClose(moments.merged, x, offset: offset)
    for lane in 0..<16 {
      let own = stride(from: lane, to: x.count, by: 16).map { x[$0] }
      let (mean, squares) = twoPass(own.map { $0 - offset })
      let unit = max(offset.ulp, 1e-15)
      #expect((moments.mean[lane] - offset - mean).magnitude < unit * 1000.0.squareRoot())
      #expect((moments.squaredDeviation[lane] - squares).magnitude < squares * 8 * unit)
    }
  }

  /// NaN is skipped, lane by lane, in first place and later.
  @Test func absentNumbers() {
    var moments = LaneMoments()
    var kept: [Double] = []
    for (step, row) in numbers(160, offset: 5).chunks(16).enumerated() {
      let present = (0..<16).map { ($0 + step) % 3 != 0 && $0 != 9 }
      moments.add(Lanes((0..<16).map { present[$0] ? row[$0] : .nan }))
      kept += (0..<16).filter { present[$0] }.map { row[$0] }
    }
    #expect(moments.count[9] == 0)
    expectClose(moments.merged, kept, offset: 5)
  }

  /// However the numbers are cut up and the parts put together.
  @Test(arguments: [0, 1e9]) func mergingIsAssociative(offset: Double) {
    let x = numbers(999, offset: offset)
    func moments(_ range: Range<Int>) -> Moments {
      var result = Moments()
      for value in x[range] { result.add(value) }
      return result
    }
    func merged(_ a: Moments, _ b: Moments) -> Moments {
      var result = a
      result.merge(b)
      return result
    }
    for (cut, other) in [(1, 2), (10, 500), (333, 666), (0, 999), (998, 999)] {
      let (a, b, c) = (moments(0..<cut), moments(cut..<other), moments(other..<999))
      expectClose(merged(merged(a, b), c), x, offset: offset)
      expectClose(merged(a, merged(b, c)), x, offset: offset)
    }
    #expect(merged(Moments(), moments(0..<9)) == moments(0..<9))
    #expect(merged(moments(0..<9), Moments()) == moments(0..<9))
  }

  @Test func nothingToEstimateFrom() {
    var moments = Moments()
    #expect(moments.estimate.value.isNaN)
    moments.add(3)
    #expect(moments.estimate.value == 3)
    #expect(moments.estimate.standardError.isNaN)
    moments.add(5)
    #expect(moments.variance == 2)
    #expect(moments.estimate.standardError == 1)
  }
}

extension Array {
  fileprivate func chunks(_ size: Int) -> [[Element]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
  }
}
