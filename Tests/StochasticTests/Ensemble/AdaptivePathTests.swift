import Foundation
import Testing

@testable import Stochastic

/// Adaptive paths one by one, by recursion on the tree, and what must not change them.
@Suite struct AdaptivePathTests {
  private static let learningRate = 0.5
  private static let seed: UInt64 = 8

  private func run(
    tolerance: Double, times: [Double], paths: Int, firstPath: UInt64 = 0, threads: Int? = nil
  ) throws -> EnsembleState {
    try Ensemble(
      potential: DoubleWell(), learningRate: Self.learningRate,
      initial: .gaussian(mean: [0.3], standardDeviation: 2), times: times,
      curves: [Curve("adaptive", .adaptiveSDE(tolerance: tolerance))], paths: paths, seed: Self.seed,
      firstPath: firstPath, threads: threads ?? 1
    ).run()
  }

  /// One path of the double well, with scalars.
  private struct Path {
    let tolerance: Double
    var tree = BrownianTree(seed: AdaptivePathTests.seed, dimension: 1)
    let node = LaneStorage(count: 2)
    var w: Double
    var limit = Double.infinity
    var attempts = 0

    init(_ path: Int, tolerance: Double) {
      self.tolerance = tolerance
      let words = StreamKey(seed: AdaptivePathTests.seed, purpose: .initialWeights)
        .words(path: UInt64(path), step: 0, group: 0)
      let radius = (-2 * Foundation.log((Double(words[0]) + 0.5) * 0x1p-32)).squareRoot()
      w = 0.3 + 2 * radius * cos(2 * Double.pi * Double(words[1]) * 0x1p-32)
      tree.begin(firstPath: UInt64(path))
    }

    /// Crosses an interval in one step if the limit and the error allow it, otherwise its halves.
    mutating func cross(root: Int, rootLength: Double, level: Int = 0, index: Int = 0) {
      let h = rootLength / Double(1 << level)
      if h <= limit {
        if attempt(root, rootLength, level, index, h) { return }
        limit = h / 2
      }
      cross(root: root, rootLength: rootLength, level: level + 1, index: 2 * index)
      cross(root: root, rootLength: rootLength, level: level + 1, index: 2 * index + 1)
    }

    private mutating func attempt(
      _ root: Int, _ rootLength: Double, _ level: Int, _ index: Int, _ h: Double
    ) -> Bool {
      attempts += 1
      tree.interval(
        root: UInt64(root), rootLength: rootLength, level: level, index: UInt64(index), into: node.vector)
      let noise = AdaptivePathTests.learningRate.squareRoot()
      let (b, area) = (noise * node.vector[0][0], noise * node.vector[1][0])
      let slope = w * w * w - w
      let v = w - 0.75 * h * slope + 1.5 * (b / 2 + area)
      let second = v * v * v - v
      let error = 2 * h / 3 * abs(second - slope)
      guard error <= tolerance else { return false }
      w += b - h / 3 * slope - 2 * h / 3 * second
      limit = h * (error < 0.05 * tolerance ? 4 : error < 0.2 * tolerance ? 2 : 1)
      return true
    }
  }

  /// Every path is what recursion makes of it, with the same steps; roots of one length and of several.
  @Test(arguments: [[0, 0.5, 1, 3], [0.3, 1, 1.1, 2.5]], [0.1, 0.01, 0.001])
  func pathsFollowRecursion(times: [Double], tolerance: Double) throws {
    let state = try run(tolerance: tolerance, times: times, paths: 160)
    let grid = try BrownianGrid(times: times, learningRate: Self.learningRate)
    var attempts = 0
    for number in 0..<160 {
      var path = Path(number, tolerance: tolerance)
      for (root, interval) in grid.roots.enumerated() {
        path.cross(root: root, rootLength: interval.length)
        guard let time = interval.record else { continue }
        let loss = (path.w * path.w - 1) * (path.w * path.w - 1) / 4
        #expect(abs(state.losses(curve: 0, time: time)[number] - loss) < 1e-9 * (1 + loss))
      }
      attempts += path.attempts
    }
    #expect(state.stepsPerPath(curve: 0) == Double(attempts) / 160)
  }

  /// Nor do they depend on their block, on the blocks before it in a thread, or on threads.
  @Test(arguments: [0..<512, 7..<39, 63..<64, 100..<300], [1, 3])
  func partsAgree(range: Range<Int>, threads: Int) throws {
    let times = [0, 0.7] + (2..<60).map { 0.5 * Double($0) }
    let whole = try run(tolerance: 0.003, times: times, paths: 512)
    let part = try run(
      tolerance: 0.003, times: times, paths: range.count, firstPath: UInt64(range.lowerBound),
      threads: threads)
    for (losses, all) in zip(part.pathLosses, whole.pathLosses) { #expect(losses == Array(all[range])) }
  }

  /// Without a step there is nothing to draw: what is recorded is where paths begin.
  @Test func timeZeroAlone() throws {
    let alone = try run(tolerance: 0.01, times: [0], paths: 40)
    let more = try run(tolerance: 0.01, times: [0, 1], paths: 40)
    #expect(alone.losses(curve: 0, time: 0) == more.losses(curve: 0, time: 0))
    #expect(alone.stepsPerPath(curve: 0) == 0)
  }

  /// What was simulated and not folded before an interruption is simulated again, and its steps count once.
  @Test func attemptsAreThoseOfAnUninterruptedRun() throws {
    let ensemble = try Ensemble(
      potential: DoubleWell(), learningRate: Self.learningRate,
      initial: .gaussian(mean: [0.3], standardDeviation: 2), times: [0, 1, 2],
      curves: [Curve("adaptive", .adaptiveSDE(tolerance: 0.01))], paths: 5000, seed: Self.seed, threads: 2)
    let whole = try ensemble.run()
    var state: EnsembleState?
    var stops = 0
    while state?.isFinished != true {
      let control = RunControl()
      state = try ensemble.run(resuming: state, control: control) { _ in control.cancel() }
      stops += 1
    }
    #expect(stops > 2)
    #expect(state?.stepsPerPath(curve: 0) == whole.stepsPerPath(curve: 0))
  }

  /// What lanes keep and what they fetch, each at a level of its own, for intervals of one to three registers.
  @Test(arguments: [1, 2, 5, 12]) func memoryKeepsIntervals(dimension: Int) {
    let memory = WaitingIntervals(dimension: dimension)
    // the leaves' exponents
    var sizes = LaneCounts.zero
    for lane in 0..<16 { sizes[lane] = UInt32(27 - lane * 7 % 28) }
    func numbers(_ number: Int, sign: Double) -> [Lanes] {
      (0..<4).map { k in
        var lanes = Lanes.zero
        for lane in 0..<16 { lanes[lane] = sign * Double(400 * number + 100 * k + lane + 1) }
        return lanes
      }
    }
    func store(_ set: LaneMask, sign: Double) {
      memory.turn(to: sizes, set)
      for number in 0..<memory.fours {
        let n = numbers(number, sign: sign)
        memory.store(
          WaitingIntervals.Four(increments: (n[0], n[1]), areas: (n[2], n[3])), number: number)
      }
    }
    store(.all, sign: 1)
    store(LaneMask(word: 0xAAAA), sign: -1)
    // zeros stand for roots that are yet to be drawn
    (sizes[3], sizes[6]) = (28, 28)
    memory.turn(to: sizes)
    for number in 0..<memory.fours {
      let four = memory.fetch(number: number)
      let expected = numbers(number, sign: 1)
      for (found, expected) in zip(
        [four.increments.0, four.increments.1, four.areas.0, four.areas.1], expected)
      {
        for lane in 0..<16 {
          let sign: Double = lane % 2 == 1 ? -1 : 1
          #expect(found[lane] == (lane == 3 || lane == 6 ? 0 : sign * expected[lane]))
        }
      }
    }
  }
}
