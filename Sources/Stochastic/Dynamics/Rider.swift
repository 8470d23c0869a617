/// One curve on a Brownian path: its weights, its scheme, and the noise gathered since its last step.
struct Rider {
  var state: CurveState
  var cursor: StepCursor
  private let schedule: StepSchedule
  private let integrator: Integrator
  private let learningRate: Double
  private let schemeMemory: LaneVector
  private var noise: StepNoise
  private var stepsMade = 0
  private var factors: ExponentialFactors
  /// What is recorded where that is not the weights themselves, and the noise of its own that it takes
  private let recordedPoint: LaneVector
  private var postprocessing: LaneRandom?

  /// Lanes that a curve needs.
  static func memory(_ integrator: Integrator, dimension d: Int, withAreas: Bool) -> Int {
    let point = integrator == .leimkuhlerMatthews ? d : 0
    return 2 * d + StepNoise.memory(dimension: d, withAreas: withAreas)
      + integrator.scheme.memory(dimension: d) + point
  }

  init(
    _ curve: Int, _ integrator: Integrator, _ schedule: StepSchedule, _ settings: EnsembleSettings,
    dimension d: Int, withAreas: Bool, memory: LaneVector
  ) throws {
    self.integrator = integrator
    self.schedule = schedule
    learningRate = settings.learningRate
    cursor = StepCursor(schedule)
    state = CurveState(curve: curve, memory: memory.slice(0, 2 * d))
    let gathered = StepNoise.memory(dimension: d, withAreas: withAreas)
    noise = StepNoise(
      memory: memory.slice(2 * d, gathered), dimension: d, learningRate: settings.learningRate)
    let first = 2 * d + gathered
    schemeMemory = memory.slice(first, integrator.scheme.memory(dimension: d))
    recordedPoint = memory.slice(first + schemeMemory.count, memory.count - first - schemeMemory.count)
    postprocessing =
      integrator == .leimkuhlerMatthews ? try settings.random(for: .postprocessing) : nil
    factors = ExponentialFactors(decay: 0, duration: 0)
  }

  /// Turns to a new block of paths.
  mutating func begin(_ record: BlockRecord, firstPath: UInt64) {
    cursor = StepCursor(schedule)
    noise.clear()
    stepsMade = 0
    state.begin(record)
    postprocessing?.begin(firstPath: firstPath)
  }

  @inline(always)
  mutating func recordIfDue<P: Potential>(
    _ potential: P, _ settings: EnsembleSettings, scratch: LaneVector
  ) {
    if cursor.isAtSegmentEnd { record(potential, settings, scratch: scratch) }
  }

  private mutating func record<P: Potential>(
    _ potential: P, _ settings: EnsembleSettings, scratch: LaneVector
  ) {
    while cursor.isAtSegmentEnd {
      if let index = cursor.record {
        state.record(
          potential, and: settings.recorded, at: pointToRecord(index), index: index,
          time: settings.times[index], scratch: scratch)
      }
      cursor.finishSegment()
    }
  }

  /// The weights; after the first step of Leimkuhler and Matthews' scheme their postprocessed point.
  private mutating func pointToRecord(_ index: Int) -> LaneVector {
    guard let postprocessing, stepsMade > 0 else { return state.weights }
    postprocessing.normals(into: recordedPoint, step: UInt64(index), dimension: recordedPoint.count)
    LeimkuhlerMatthews.postprocess(
      state, into: recordedPoint, noise: learningRate, stepSize: cursor.stepSize)
    return recordedPoint
  }

  /// Takes the curve over one cell of the path; it steps if its step ends there, give or take `slack`. Returns the
  /// number of steps made.
  @inline(always)
  mutating func cross<P: Potential>(
    _ potential: P, _ cell: BrownianCell, from now: Double, to end: Double, slack: Double,
    scratch: LaneVector
  ) -> Int {
    let stepSize = cursor.stepSize
    let stepEnd = cursor.stepEnd
    let stepsHere = stepEnd <= end + max(slack, 1e-9 * stepSize)
    var step: BrownianStep
    if noise.isPending || !stepsHere {
      noise.gather(cell, duration: max(end - now, 0))
      guard stepsHere else { return 0 }
      step = noise.gathered(stepSize, isStandard: cell.isStandard)
    } else {
      step = noise.whole(cell, duration: stepSize)
    }
    take(step, potential, scratch: scratch)
    finish(1)
    return 1
  }

  /// Takes a curve that is alone on its path over its next steps, whose cells are numbered from `number` on: up to the
  /// next recording time or check for divergence. Returns the number of steps made, or nil if the run was cancelled.
  @inline(always)
  mutating func goOn<P: Potential>(
    _ potential: P, _ cells: UnsafeMutablePointer<CellSequence>, from number: UInt64, scratch: LaneVector,
    control: RunControl
  ) -> Int? {
    let count = min(cursor.stepsLeft, Self.checkInterval - stepsMade % Self.checkInterval)
    let stepSize = cursor.stepSize
    for step in number..<number + UInt64(count) {
      // often enough for steps of a tenth of a second
      if step & 7 == 0 && control.isCancelled { return nil }
      take(noise.whole(cells.pointee.cell(step), duration: stepSize), potential, scratch: scratch)
    }
    finish(count)
    return count
  }

  /// How many steps a diverged path may go unnoticed
  private static let checkInterval = 64

  @inline(always)
  private mutating func take<P: Potential>(_ step: BrownianStep, _ potential: P, scratch: LaneVector) {
    var step = step
    if integrator == .exponentialEuler {
      if factors.duration != step.duration {
        factors = ExponentialFactors(decay: potential.linearDecay, duration: step.duration)
      }
      step.factors = factors
    }
    integrator.advance(potential, state, over: step, memory: schemeMemory, scratch: scratch)
  }

  @inline(always)
  private mutating func finish(_ steps: Int) {
    stepsMade += steps
    if stepsMade % Self.checkInterval == 0 {
      state.checkDivergence(at: cursor.timeAfter(steps))
    }
    cursor.finish(steps)
  }
}
