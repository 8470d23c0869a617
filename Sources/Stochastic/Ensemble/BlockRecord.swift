/// What one block of sixteen paths leaves behind: losses at the recording times, curve by curve.
///
/// A diverged path has NaN from its divergence on, and the time at which that was seen.
struct BlockRecord: @unchecked Sendable {  // written by one thread, read after the round is over
  /// curves × times
  let losses: LaneVector
  /// one per curve; NaN for paths that did not diverge
  let divergedAt: LaneVector
  let timeCount: Int

  func losses(of curve: Int) -> LaneVector { losses.slice(curve * timeCount, timeCount) }
}

/// A path has diverged when its loss or a weight is not a number or exceeds this in magnitude:
/// squares of anything below it still add up to finite variances.
let divergenceThreshold = 1e150

/// One curve's weights and record while a block is simulated.
struct CurveState {
  let curve: Int
  let weights: LaneVector
  let gradient: LaneVector
  private var losses: LaneVector
  private var divergedAt: LaneVector

  /// `memory` holds weights and gradient.
  init(curve: Int, memory: LaneVector) {
    self.curve = curve
    weights = memory.slice(0, memory.count / 2)
    gradient = memory.slice(memory.count / 2, memory.count / 2)
    losses = memory.slice(0, 0)
    divergedAt = losses
  }

  /// Turns to a new block, whose results go to `record`.
  mutating func begin(_ record: BlockRecord) {
    losses = record.losses(of: curve)
    divergedAt = record.divergedAt.slice(curve, 1)
    divergedAt[0] = Lanes(repeating: .nan)
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
    divergedAt[0].replace(with: fresh, where: divergedAt[0] .!= divergedAt[0])
  }

  /// Records L at recording time number `index`.
  func record<P: Potential>(_ potential: P, index: Int, time: Double, scratch: LaneVector) {
    checkDivergence(at: time)
    var loss = potential.value(at: weights, scratch: scratch)
    loss.replace(with: .nan, where: loss.magnitude .> divergenceThreshold)
    note(loss, at: time)
    loss.replace(with: .nan, where: divergedAt[0] .== divergedAt[0])
    losses[index] = loss
  }
}

/// Something that carries a block of sixteen paths over the horizon: one curve, or several on one Brownian path.
/// One per thread; it owns all memory it needs, so that simulating allocates nothing.
protocol BlockSimulator: AnyObject {
  /// The curves it fills, by their position in the run.
  var curves: [Int] { get }
  /// Steps of each path, all its curves together.
  var stepCount: Int { get }
  /// Simulates paths `firstPath` … `firstPath + 15`. False if the run was cancelled on the way.
  func simulate(firstPath: UInt64, into record: BlockRecord, control: RunControl) -> Bool
}
