/// All curves driven by Brownian motion, on one and the same Brownian path.
///
/// The path is sampled on the union of the curves' step times: each cell between two of them has one normal vector,
/// and a curve's increment over its step is the sum over the cells inside, exactly. So an SDE at dt = 0.005 and noisy
/// gradient descent at s = 0.2 see the same noise, and their difference has a small variance.
final class BrownianSimulator<P: Potential>: BlockSimulator {
  let curves: [Int]
  let stepCount: Int
  private let potential: P
  private let settings: EnsembleSettings
  private var initialRandom: LaneRandom
  private var random: LaneRandom
  private let storage: LaneStorage
  /// The normal vectors of `cellsAhead` cells of the Brownian path
  private let normals: LaneVector
  private let cellsAhead: Int
  private let scratch: LaneVector
  private var riders: [Rider]

  init(
    _ settings: EnsembleSettings, potential: P, curves: [(index: Int, schedule: StepSchedule)]
  ) throws {
    self.potential = potential
    self.settings = settings
    self.curves = curves.map(\.index)
    stepCount = curves.reduce(0) { $0 + $1.schedule.stepCount }
    initialRandom = try settings.random(for: .initialWeights)
    random = try settings.random(for: .brownianIncrements)
    let d = potential.dimension
    // few weights: four cells at a time use every random word and keep the processor's pipelines full
    cellsAhead = d < 32 ? 4 : 1
    let scratchCount = settings.scratchCount(potential)
    let first = cellsAhead * d + scratchCount
    storage = LaneStorage(count: first + curves.count * 3 * d)
    let vector = storage.vector
    normals = vector.slice(0, cellsAhead * d)
    scratch = vector.slice(cellsAhead * d, scratchCount)
    riders = curves.enumerated().map { place, curve in
      Rider(
        state: CurveState(curve: curve.index, memory: vector.slice(first + place * 3 * d, 2 * d)),
        pending: vector.slice(first + place * 3 * d + 2 * d, d), schedule: curve.schedule,
        cursor: StepCursor(curve.schedule))
    }
  }

  func simulate(firstPath: UInt64, into record: BlockRecord, control: RunControl) -> Bool {
    initialRandom.begin(firstPath: firstPath)
    random.begin(firstPath: firstPath)
    return riders.withUnsafeMutableBufferPointer { riders in
      for i in riders.indices {
        riders[i].cursor = StepCursor(riders[i].schedule)
        riders[i].isPending = false
        riders[i].stepsMade = 0
        riders[i].state.begin(record)
        if i == 0 {
          settings.initial.sample(into: riders[0].state.weights, using: &initialRandom)
        } else {
          riders[i].state.weights.copy(from: riders[0].state.weights)
        }
      }
      return ride(riders, control)
    }
  }

  /// From cell to cell of the common Brownian path.
  private func ride(_ riders: UnsafeMutableBufferPointer<Rider>, _ control: RunControl) -> Bool {
    var now = 0.0
    var cell: UInt64 = 0
    var steps = 0
    let dimension = normals.count / cellsAhead
    while true {
      var end = Double.infinity
      for i in riders.indices {
        recordIfDue(&riders[i])
        if !riders[i].cursor.isFinished { end = min(end, riders[i].cursor.stepEnd) }
      }
      if end == .infinity || cell & 63 == 63 {
        control.advance(steps)
        steps = 0
      }
      if end == .infinity { return true }
      if control.isCancelled { return false }
      let place = Int(cell) & (cellsAhead - 1)
      if place == 0 { random.normals(into: normals, step: cell, dimension: dimension) }
      let noise = normals.slice(place * dimension, dimension)
      for i in riders.indices where !riders[i].cursor.isFinished {
        steps += cross(&riders[i], noise, from: now, to: end)
      }
      now = end
      cell += 1
    }
  }

  @inline(always)
  private func recordIfDue(_ rider: inout Rider) {
    while rider.cursor.isAtRecord {
      let index = rider.cursor.segment
      rider.state.record(
        potential, and: settings.recorded, index: index, time: settings.times[index], scratch: scratch)
      rider.cursor.finishRecord()
    }
  }

  /// Takes a rider over one cell; it steps if its step ends there. Returns the number of steps made.
  @inline(always)
  private func cross(
    _ rider: inout Rider, _ noise: LaneVector, from now: Double, to end: Double
  ) -> Int {
    let stepSize = rider.cursor.stepSize
    let stepEnd = rider.cursor.stepEnd
    let stepsHere = stepEnd <= end + 1e-9 * stepSize
    var increment = noise
    var scale = (settings.learningRate * stepSize).squareRoot()
    if rider.isPending || !stepsHere {
      rider.gather(noise, scale: (settings.learningRate * max(end - now, 0)).squareRoot())
      increment = rider.pending
      scale = 1
    }
    guard stepsHere else { return 0 }
    EulerMaruyama.advance(
      potential, rider.state, stepSize: stepSize, noise: increment, noiseScale: scale, scratch: scratch)
    rider.isPending = false
    rider.cursor.finishStep()
    rider.stepsMade += 1
    if rider.stepsMade & 63 == 0 { rider.state.checkDivergence(at: stepEnd) }
    return 1
  }
}

/// One curve on a Brownian path.
private struct Rider {
  var state: CurveState
  /// √s ΔB gathered since the curve's last step, if `isPending`
  let pending: LaneVector
  var isPending = false
  var stepsMade = 0
  let schedule: StepSchedule
  var cursor: StepCursor

  /// Adds the noise of one cell to what is pending.
  mutating func gather(_ noise: LaneVector, scale: Double) {
    for k in 0..<pending.count {
      let before = isPending ? pending[k] : .zero
      pending[k] = before.adding(noise[k], times: Lanes(repeating: scale))
    }
    isPending = true
  }
}
