/// The SDE with steps that each path chooses for itself, on the Brownian tree: steps are dyadic intervals.
///
/// A step whose estimated error exceeds the tolerance is rejected and its interval bisected, the Brownian path inside
/// being bridged from the tree, never drawn anew; after an accepted one the path goes on with the largest interval that
/// begins there, cut down to what the last error allows. So a path is the same whatever paths share its block, and the
/// same as every other curve's on the tree. A path that would have to step below 2⁻²⁷ of the learning rate has diverged.
final class AdaptiveSimulator<P: Potential>: BlockSimulator {
  let curves: [Int]
  /// Roots: what progress is counted in
  let stepCount: Int
  /// Steps tried by all paths of the last blocks
  private var attempts = 0
  private let potential: P
  private let noise: Double
  private let tolerance: Double
  private let storage: LaneStorage
  private let scratch: LaneVector
  private let state: CurveState
  private let step: AdaptiveStep
  private var clock: DyadicClock
  private var itinerary: Itinerary

  init(_ settings: EnsembleSettings, potential: P, curve: Int, tolerance: Double) throws {
    guard let grid = settings.grid else {
      throw ProblemError("an adaptive curve needs a Brownian path that can be refined")
    }
    self.potential = potential
    self.tolerance = tolerance
    noise = settings.learningRate.squareRoot()
    curves = [curve]
    stepCount = grid.roots.count
    let d = potential.dimension
    let scratchCount = settings.scratchCount(potential)
    let stepMemory = AdaptiveStep.memory(dimension: d)
    storage = LaneStorage(count: 2 * d + scratchCount + stepMemory)
    state = CurveState(curve: curve, memory: storage.vector.slice(0, 2 * d))
    scratch = storage.vector.slice(2 * d, scratchCount)
    step = AdaptiveStep(memory: storage.vector.slice(2 * d + scratchCount, stepMemory))
    clock = DyadicClock(grid, seed: settings.seed, dimension: d)
    itinerary = try Itinerary(settings, grid, potential: potential, curve: curve)
  }

  func simulate(firstPath: UInt64, into records: ArraySlice<BlockRecord>, control: RunControl) -> Bool {
    itinerary.begin(firstPath: firstPath, records: records, potential, weights: state.weights, clock: &clock)
    guard let attempts = run(&clock, &itinerary, control) else { return false }
    control.advance(records.count * stepCount)
    self.attempts = attempts
    return true
  }

  func pathSteps(blocks: Int) -> Int { attempts }

  /// Takes all lanes to the end of their paths. Returns how many steps were tried, or nil if the run was cancelled.
  private func run(
    _ clock: inout DyadicClock, _ itinerary: inout Itinerary, _ control: RunControl
  ) -> Int? {
    let (potential, state, step, scratch) = (potential, state, step, scratch)
    var attempts = 0
    while !itinerary.active.isEmpty {
      if control.isCancelled { return nil }
      let lanes = clock.prepare(itinerary.active)
      attempts += lanes.count
      let errors = step.attempt(
        potential, state, node: clock.node, length: clock.length, noise: noise, scratch: scratch)
      let accepted = judge(errors, lanes, &clock)
      let arrived = accepted & LaneMask(clock.start .== itinerary.aim)
      if !arrived.isEmpty { itinerary.arrive(arrived, potential, weights: state.weights, clock: &clock) }
    }
    return attempts
  }

  /// Takes the steps whose error is small enough, and turns each path to its next interval. Returns the paths that
  /// went on.
  @inline(always)
  private func judge(_ errors: Lanes, _ lanes: LaneMask, _ clock: inout DyadicClock) -> LaneMask {
    let isGood = LaneMask(errors .<= Lanes(repeating: tolerance))
    let isLost = LaneMask.all - LaneMask(state.weights.base[0].magnitude .< .infinity)
    let isHopeless = lanes & clock.isDeepest - (isGood | isLost)
    let taken = lanes & (isGood | isLost)
    step.candidate.copy(to: state.weights, in: taken)
    if !isHopeless.isEmpty {
      for k in 0..<state.weights.count {
        state.weights.base[k] = isHopeless.choose(Lanes(repeating: .nan), else: state.weights.base[k])
      }
    }
    let accepted = taken | isHopeless
    var factor = accepted.choose(growth(errors), else: Lanes(repeating: 0.5))
    factor = (isLost | isHopeless).choose(Lanes(repeating: .infinity), else: factor)
    clock.move(accepted: accepted, rejected: lanes - accepted, factor: factor)
    return accepted
  }

  /// By how much the step may grow: twice the step has up to four times the error.
  @inline(always)
  private func growth(_ errors: Lanes) -> Lanes {
    let room = Lanes(repeating: 0.8 * tolerance)
    let double = LaneMask(4 * errors .< room).choose(Lanes(repeating: 2), else: Lanes(repeating: 1))
    return LaneMask(16 * errors .< room).choose(Lanes(repeating: 4), else: double)
  }
}
