/// A curve that is stepped by itself, with noise of its own if any: minibatch SGD, the gradient flow, underdamped
/// Langevin dynamics, the Metropolis-adjusted Langevin algorithm.
final class SequentialSimulator<P: Potential, S: Strider>: SingleBlockSimulator where S.Target == P {
  let curves: [Int]
  let stepCount: Int
  private let potential: P
  private let settings: EnsembleSettings
  private let schedule: StepSchedule
  private var initialRandom: LaneRandom
  private let storage: LaneStorage
  private let scratch: LaneVector
  private var state: CurveState
  private var stepper: S

  init(
    _ settings: EnsembleSettings, potential: P, curve: Int, schedule: StepSchedule, stepper: S
  ) throws {
    self.potential = potential
    self.settings = settings
    self.schedule = schedule
    self.stepper = stepper
    curves = [curve]
    stepCount = schedule.stepCount
    initialRandom = try settings.random(for: .initialWeights)
    let d = potential.dimension
    let scratchCount = settings.scratchCount(potential)
    storage = LaneStorage(count: 2 * d + scratchCount)
    state = CurveState(curve: curve, memory: storage.vector.slice(0, 2 * d))
    scratch = storage.vector.slice(2 * d, scratchCount)
  }

  func simulate(firstPath: UInt64, into record: BlockRecord, control: RunControl) -> Bool {
    initialRandom.begin(firstPath: firstPath)
    settings.initial.sample(into: state.weights, using: &initialRandom)
    state.begin(record)
    stepper.begin(firstPath: firstPath)
    stepper.heed(control)
    return withUnsafeMutablePointer(to: &stepper) { go($0, control) }
  }

  /// Weights with which several steps together take no second, unless there are millions of samples
  private static var largestStrider: Int { 128 }

  /// Over all segments; the stepper is passed by address, so that no step has to ask whether somebody else uses it.
  private func go(_ stepper: UnsafeMutablePointer<S>, _ control: RunControl) -> Bool {
    // once: a copy of these in every step would count references that all threads share
    let (potential, settings, state, scratch) = (potential, settings, state, scratch)
    let stride = potential.dimension > Self.largestStrider ? 1 : S.stride
    var step = 0
    for segment in schedule.segments {
      var place = 0
      while place < segment.count {
        if control.isCancelled { return false }
        let count = min(stride - step % stride, segment.count - place)
        stepper.pointee.advance(
          potential, state, stepSize: segment.stepSize, steps: UInt64(step)..<UInt64(step + count),
          scratch: scratch)
        step += count
        place += count
        if step & 63 == 0 {
          control.advance(64)
          state.checkDivergence(at: segment.start + Double(place) * segment.stepSize)
        }
      }
      // a long step may have been given up
      if control.isCancelled { return false }
      if let index = segment.record {
        state.record(
          potential, and: settings.recorded, index: index, time: settings.times[index], scratch: scratch)
      }
    }
    control.advance(step & 63)
    return true
  }
}

/// The steps of a dynamics that shares no Brownian path. They are numbered from 0 for every block.
protocol Strider {
  associatedtype Target: Potential
  /// How many steps are made at a time where they are short, a power of two up to 64: a run may be stopped between.
  static var stride: Int { get }
  /// Turns to a new block of paths.
  mutating func begin(firstPath: UInt64)
  /// Is told whose wish to stop a step that takes long should heed.
  mutating func heed(_ control: RunControl)
  /// Makes steps up to the next number that `stride` divides, or fewer.
  mutating func advance(
    _ potential: Target, _ state: CurveState, stepSize: Double, steps: Range<UInt64>, scratch: LaneVector)
}

extension Strider {
  mutating func heed(_ control: RunControl) {}
}

/// One step at a time.
protocol Stepper: Strider {
  // once more, so that it can be inferred from `advance`
  associatedtype Target
  mutating func advance(
    _ potential: Target, _ state: CurveState, stepSize: Double, step: UInt64, scratch: LaneVector)
}

extension Stepper {
  static var stride: Int { 1 }

  mutating func advance(
    _ potential: Target, _ state: CurveState, stepSize: Double, steps: Range<UInt64>, scratch: LaneVector
  ) {
    for step in steps { advance(potential, state, stepSize: stepSize, step: step, scratch: scratch) }
  }
}
