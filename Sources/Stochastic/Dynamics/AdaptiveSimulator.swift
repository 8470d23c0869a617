/// The SDE with steps that each path chooses for itself, on the Brownian tree: steps are dyadic intervals.
///
/// A step whose estimated error exceeds the tolerance is rejected and its interval bisected, the Brownian path inside
/// being bridged from the tree, never drawn anew; after an accepted one the path goes on with the largest interval that
/// begins there, cut down to what the last error allows. So a path is the same whatever paths share its block, and the
/// same as every other curve's on the tree. A path that would have to step below 2⁻²⁷ of the learning rate has diverged.
final class AdaptiveSimulator<P: Potential>: BlockSimulator {
  let curves: [Int]
  /// Steps tried by a path, on average over the last block
  private(set) var stepCount: Int
  private let potential: P
  private let settings: EnsembleSettings
  private let tolerance: Double
  private let grid: BrownianGrid
  private let rootCount: Int
  private var initialRandom: LaneRandom
  private let storage: LaneStorage
  private let scratch: LaneVector
  private var state: CurveState
  private let step: AdaptiveStep
  private var clock: DyadicClock

  init(_ settings: EnsembleSettings, potential: P, curve: Int, tolerance: Double) throws {
    guard let grid = settings.grid else {
      throw ProblemError("an adaptive curve needs a Brownian path that can be refined")
    }
    self.potential = potential
    self.settings = settings
    self.tolerance = tolerance
    self.grid = grid
    curves = [curve]
    rootCount = grid.roots.count
    stepCount = rootCount
    initialRandom = try settings.random(for: .initialWeights)
    let d = potential.dimension
    let scratchCount = settings.scratchCount(potential)
    let stepCount = AdaptiveStep.memory(dimension: d)
    storage = LaneStorage(count: 2 * d + scratchCount + stepCount)
    state = CurveState(curve: curve, memory: storage.vector.slice(0, 2 * d))
    scratch = storage.vector.slice(2 * d, scratchCount)
    step = AdaptiveStep(memory: storage.vector.slice(2 * d + scratchCount, stepCount))
    clock = DyadicClock(grid, seed: settings.seed, dimension: d)
  }

  func simulate(firstPath: UInt64, into record: BlockRecord, control: RunControl) -> Bool {
    initialRandom.begin(firstPath: firstPath)
    settings.initial.sample(into: state.weights, using: &initialRandom)
    state.begin(record)
    clock.begin(firstPath: firstPath)
    var attempts = 0
    for index in settings.times.indices {
      if index >= grid.leadingRecords {
        clock.aim(at: index)
        while !clock.isDone {
          if control.isCancelled { return false }
          attempts += tryStep()
        }
      }
      state.record(
        potential, and: settings.recorded, index: index, time: settings.times[index], scratch: scratch)
    }
    control.advance(rootCount)
    stepCount = (attempts + 8) / 16
    return true
  }

  /// Every path that is not there yet tries a step. Returns how many did.
  private func tryStep() -> Int {
    let noise = settings.learningRate.squareRoot()
    let errors = step.attempt(
      potential, state, node: clock.node, length: clock.length, noise: noise, scratch: scratch)
    var accepted = SIMD16<Int64>.zero
    var tried = 0
    for lane in 0..<16 where !clock.isDone(lane) {
      tried += 1
      let isLost = !state.weights[0][lane].isFinite
      if errors[lane] <= tolerance || isLost {
        accepted[lane] = -1
        clock.accept(lane, factor: isLost ? .infinity : growth(errors[lane]))
      } else if clock.isDeepest(lane) {
        for k in 0..<state.weights.count { state.weights[k][lane] = .nan }
        clock.accept(lane, factor: .infinity)
      } else {
        clock.reject(lane)
      }
    }
    let mask = accepted .< SIMD16<Int64>.zero
    for k in 0..<state.weights.count {
      state.weights[k].replace(with: step.candidate[k], where: mask)
    }
    clock.turn()
    return tried
  }

  /// By how much the step may grow: twice the step has up to four times the error.
  private func growth(_ error: Double) -> Double {
    let room = 0.8 * tolerance
    if !(error * 4 < room) { return 1 }
    return error * 16 < room ? 4 : 2
  }
}
