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
    step.begin(potential, state, scratch: scratch)
    while !itinerary.active.isEmpty {
      if control.isCancelled { return nil }
      let lanes = clock.prepare(itinerary.active)
      attempts += lanes.count
      let errors = step.attempt(
        potential, state, clock.node, length: clock.length, third: clock.third, noise: noise,
        scratch: scratch)
      let (accepted, growth) = judge(errors, lanes, clock.isDeepest)
      let arrived = accepted & clock.endsWith(roots: itinerary.aim)
      // where nobody has arrived weights are what they will be, and the next gradient does not wait for the clock
      if arrived.isEmpty { step.begin(potential, state, scratch: scratch) }
      clock.move(accepted: accepted, rejected: lanes - accepted, growth)
      if arrived.isEmpty { continue }
      itinerary.arrive(arrived, potential, weights: state.weights, clock: &clock)
      step.begin(potential, state, scratch: scratch)
    }
    return attempts
  }

  /// Takes the steps whose error is small enough. Returns the paths that go on, and by how much the next step of each
  /// may be longer: twice the step has up to four times the error.
  @inline(always)
  private func judge(
    _ errors: Lanes, _ lanes: LaneMask, _ isDeepest: LaneMask
  ) -> (accepted: LaneMask, growth: DyadicClock.Growth) {
    let isGood = LaneMask(errors .<= Lanes(repeating: tolerance))
    let isLost = LaneMask.all - LaneMask(state.weights.base[0].magnitude .< .infinity)
    let isHopeless = lanes & isDeepest - (isGood | isLost)
    let taken = lanes & (isGood | isLost)
    step.candidate.copy(to: state.weights, in: taken)
    if !isHopeless.isEmpty {
      for k in 0..<state.weights.count {
        state.weights.base[k] = isHopeless.choose(Lanes(repeating: .nan), else: state.weights.base[k])
      }
    }
    let room = Lanes(repeating: 0.8 * tolerance)
    let growth = DyadicClock.Growth(
      twice: LaneMask(4 * errors .< room), fourfold: LaneMask(16 * errors .< room),
      unlimited: isLost | isHopeless)
    return (taken | isHopeless, growth)
  }
}
