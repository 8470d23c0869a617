import Foundation
import Testing

@testable import Stochastic

@Suite struct ScheduleTests {
  /// Steps end on every recording time, are equal in between, no longer than asked for, and as few as can be.
  @Test(
    arguments: [[1.0], [0, 1], [0.1, 0.37, 0.4, 1], [1e-3, 0.3, 1000], [0.1, 0.2, 0.3, 0.6, 0.7]],
    [0.005, 0.1, 0.07, 0.3, 5])
  func hitting(times: [Double], stepSize: Double) {
    let schedule = StepSchedule(hitting: times, stepSize: stepSize)
    #expect(schedule.segments.count == times.count)
    var previous = 0.0
    for (segment, time) in zip(schedule.segments, times) {
      let end = segment.start + Double(segment.count) * segment.stepSize
      #expect(segment.start == previous)
      #expect((end - time).magnitude <= 4 * time.ulp)
      #expect(segment.count == 0 || segment.stepSize <= stepSize * (1 + 2e-9))
      #expect((segment.count == 0) == (time == previous))
      #expect(Double(segment.count - 1) * stepSize < time - previous)
      previous = time
    }
    #expect(schedule.stepCount == schedule.segments.reduce(0) { $0 + $1.count })
  }

  /// Whole multiples are not cut once more for the sake of rounding.
  @Test(arguments: [(0.3, 0.1, 3), (0.7, 0.1, 7), (4, 0.005, 800), (1, 0.3, 4), (1e4, 0.1, 100_000)])
  func counts(time: Double, stepSize: Double, count: Int) {
    #expect(StepSchedule(hitting: [time], stepSize: stepSize).stepCount == count)
  }

  /// floor(t/s + 1e-9) steps have been made at time t.
  @Test(
    arguments: [
      (0.2, [0, 0.1, 0.2, 0.25, 0.6, 1, 1.3999, 1.4], [0, 0, 1, 1, 3, 5, 6, 7]),
      (0.1, [0.3, 0.7, 0.8, 100_000], [3, 7, 8, 1_000_000]), (3, [1, 2, 2.9], [0, 0, 0]),
      (0.2, [0.2 - 1e-10, 0.2 - 1e-9, 0.4 + 1e-12], [1, 0, 2]),
    ] as [(Double, [Double], [Int])])
  func discrete(stepSize: Double, times: [Double], counts: [Int]) {
    let schedule = StepSchedule(discrete: stepSize, times: times)
    var done = 0
    let totals = schedule.segments.map { segment in
      done += segment.count
      #expect(segment.stepSize == stepSize)
      return done
    }
    #expect(totals == counts)
  }

  /// The cursor goes through all steps and recording times, in order.
  @Test func cursor() {
    var cursor = StepCursor(StepSchedule(hitting: [0, 0.5, 1.5], stepSize: 0.5))
    var log: [String] = []
    while !cursor.isFinished {
      if cursor.isAtSegmentEnd {
        log.append("record \(cursor.record ?? -1)")
        cursor.finishSegment()
      } else {
        log.append("step to \(cursor.stepEnd)")
        cursor.finish()
      }
    }
    #expect(log == ["record 0", "step to 0.5", "record 1", "step to 1.0", "step to 1.5", "record 2"])
  }

  /// Discrete curves hold still between their steps, and before the first.
  @Test func lossesBetweenSteps() throws {
    let dynamics: [Dynamics] = [
      .noisyGradientDescent, .sgd(batch: 2, sampling: .withReplacement), .sgd(batch: 2, sampling: .reshuffle),
    ]
    let state = try Ensemble(
      potential: EnsembleFixture.risk(), learningRate: 0.2, initial: .point([1, 0, -1, 0.5]),
      times: [0, 0.1, 0.2, 0.3, 0.39, 0.4], curves: dynamics.map { Curve("x", $0) }, paths: 16, seed: 1
    ).run()
    for curve in 0..<3 {
      let losses = (0..<6).map { state.losses(curve: curve, time: $0) }
      #expect(losses[0] == losses[1])
      #expect(losses[1] != losses[2])
      #expect(losses[2] == losses[3])
      #expect(losses[3] == losses[4])
      #expect(losses[4] != losses[5])
    }
  }
}
