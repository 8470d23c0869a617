/// When a dynamics steps, and how many steps it has made at each recording time.
///
/// Continuous dynamics hit every recording time exactly: between two of them they make the fewest equal steps
/// that are no longer than dt. A discrete algorithm with step s has at time t the state after ⌊t/s + 10⁻⁹⌋ steps.
struct StepSchedule: Sendable {
  /// Equal steps, most often those between one recording time (or 0) and the next.
  struct Segment: Sendable {
    let start: Double
    let stepSize: Double
    let count: Int
    /// Which recording time comes after them, if one does
    let record: Int?
  }

  let segments: [Segment]

  var stepCount: Int { segments.reduce(0) { $0 + $1.count } }

  /// Equal steps of at most `stepSize` between the recording times.
  init(hitting times: [Double], stepSize: Double) {
    var previous = 0.0
    segments = times.enumerated().map { record, time in
      defer { previous = time }
      let count = max(Int(((time - previous) / stepSize - 1e-9).rounded(.up)), time > previous ? 1 : 0)
      let size = count == 0 ? stepSize : (time - previous) / Double(count)
      return Segment(start: previous, stepSize: size, count: count, record: record)
    }
  }

  /// Steps of exactly `stepSize`, counted down to the recording times.
  init(discrete stepSize: Double, times: [Double]) {
    var done = 0
    segments = times.enumerated().map { record, time in
      let count = Int((time / stepSize + 1e-9).rounded(.down))
      defer { done = count }
      return Segment(
        start: Double(done) * stepSize, stepSize: stepSize, count: count - done, record: record)
    }
  }
}

extension StepSchedule {
  private init(segments: [Segment]) { self.segments = segments }

  /// The schedule with every step cut into 2^`times` equal ones.
  func refined(_ times: Int) -> StepSchedule {
    let parts = 1 << times
    return StepSchedule(
      segments: segments.map {
        Segment(
          start: $0.start, stepSize: $0.stepSize / Double(parts), count: $0.count * parts, record: $0.record)
      })
  }
}

/// A position in a schedule: the next step, and which recording times come before it.
struct StepCursor {
  private let segments: [StepSchedule.Segment]
  private var segment = 0
  private var done = 0

  init(_ schedule: StepSchedule) { segments = schedule.segments }

  /// Whether no step is left before the current recording time, or before the next stretch of equal steps.
  var isAtSegmentEnd: Bool { segment < segments.count && done == segments[segment].count }
  /// The recording time that has then been reached, if any.
  var record: Int? { segments[segment].record }
  var isFinished: Bool { segment == segments.count }
  var stepSize: Double { segments[segment].stepSize }
  /// Steps left before the current recording time, or before the next stretch of equal steps.
  var stepsLeft: Int { segments[segment].count - done }
  /// When the next step ends.
  var stepEnd: Double { timeAfter(1) }

  /// When the last of the next `steps` equal steps ends.
  func timeAfter(_ steps: Int) -> Double {
    segments[segment].start + Double(done + steps) * segments[segment].stepSize
  }

  mutating func finish(_ steps: Int = 1) { done += steps }
  mutating func finishSegment() {
    segment += 1
    done = 0
  }
}
