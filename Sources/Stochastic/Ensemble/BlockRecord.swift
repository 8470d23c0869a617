/// What one block of sixteen paths leaves behind: losses at the recording times, curve by curve.
///
/// Loss 0 is the potential's own; those after it are the other potentials that the ensemble records.
/// A diverged path has NaN from its divergence on, and the time at which that was seen.
struct BlockRecord: @unchecked Sendable {  // written by one thread, read after the round is over
  /// losses × curves × times
  let losses: LaneVector
  /// one per curve; NaN for paths that did not diverge
  let divergedAt: LaneVector
  let timeCount: Int

  var curveCount: Int { divergedAt.count }
  var lossCount: Int { losses.count / (curveCount * timeCount) }

  func losses(of curve: Int, loss: Int = 0) -> LaneVector {
    losses.slice((loss * curveCount + curve) * timeCount, timeCount)
  }
}

/// A path has diverged when a recorded loss or a weight is not a number or exceeds this in magnitude:
/// squares of anything below it still add up to finite variances.
let divergenceThreshold = 1e150

/// One curve's weights and record while a block is simulated.
struct CurveState {
  let curve: Int
  let weights: LaneVector
  let gradient: LaneVector
  private var target: BlockRecord

  /// `memory` holds weights and gradient.
  init(curve: Int, memory: LaneVector) {
    self.curve = curve
    weights = memory.slice(0, memory.count / 2)
    gradient = memory.slice(memory.count / 2, memory.count / 2)
    target = BlockRecord(losses: memory.slice(0, 0), divergedAt: memory.slice(0, 0), timeCount: 0)
  }

  /// Turns to a new block, whose results go to `record`.
  mutating func begin(_ record: BlockRecord) {
    target = record
    target.divergedAt[curve] = Lanes(repeating: .nan)
  }

  /// Notes the paths that have diverged by `time`.
  func checkDivergence(at time: Double) {
    // 0·w is 0 for every finite w, and NaN otherwise; a sum keeps the NaN
    var excess = Lanes.zero
    for k in 0..<weights.count {
      let w = weights.base[k].magnitude
      excess += w.replacing(with: .infinity, where: w .> divergenceThreshold) * 0
    }
    note(excess, at: time)
  }

  /// Marks the lanes in which `witness` is NaN.
  private func note(_ witness: Lanes, at time: Double) {
    let fresh = Lanes(repeating: time).replacing(with: .nan, where: witness .== witness)
    let before = target.divergedAt[curve]
    target.divergedAt[curve] = before.replacing(with: fresh, where: before .!= before)
  }

  /// Records L, and the other losses after it, at recording time number `index`: at the weights, or at another point
  /// that a dynamics shows for them.
  func record<P: Potential>(
    _ potential: P, and others: [any Potential], at point: LaneVector? = nil, index: Int, time: Double,
    scratch: LaneVector
  ) {
    checkDivergence(at: time)
    let point = point ?? weights
    store(potential.value(at: point, scratch: scratch), loss: 0, index: index, time: time)
    for place in others.indices {
      store(others[place].value(at: point, scratch: scratch), loss: place + 1, index: index, time: time)
    }
  }

  private func store(_ value: Lanes, loss: Int, index: Int, time: Double) {
    var value = value
    value.replace(with: .nan, where: value.magnitude .> divergenceThreshold)
    note(value, at: time)
    let divergedAt = target.divergedAt[curve]
    value.replace(with: .nan, where: divergedAt .== divergedAt)
    target.losses(of: curve, loss: loss)[index] = value
  }
}

/// Something that carries a block of sixteen paths over the horizon: one curve, or several on one Brownian path.
/// One per thread; it owns all memory it needs, so that simulating allocates nothing.
protocol BlockSimulator: AnyObject {
  /// The curves it fills, by their position in the run.
  var curves: [Int] { get }
  /// Steps of each path, all its curves together.
  var stepCount: Int { get }
  /// Path-steps of the last call that simulated so many blocks.
  func pathSteps(blocks: Int) -> Int
  /// Simulates consecutive blocks, the paths from `firstPath` on. False if the run was cancelled on the way.
  func simulate(firstPath: UInt64, into records: ArraySlice<BlockRecord>, control: RunControl) -> Bool
}

/// A simulator that has nothing to gain from several blocks at once.
protocol SingleBlockSimulator: BlockSimulator {
  /// Simulates paths `firstPath` … `firstPath + 15`. False if the run was cancelled on the way.
  func simulate(firstPath: UInt64, into record: BlockRecord, control: RunControl) -> Bool
}

extension SingleBlockSimulator {
  func simulate(firstPath: UInt64, into records: ArraySlice<BlockRecord>, control: RunControl) -> Bool {
    for (place, record) in records.enumerated() {
      let path = firstPath + 16 * UInt64(place)
      guard simulate(firstPath: path, into: record, control: control) else { return false }
    }
    return true
  }
}

extension BlockSimulator {
  func pathSteps(blocks: Int) -> Int { 16 * blocks * stepCount }
}
