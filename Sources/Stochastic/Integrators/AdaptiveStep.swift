import CLanes

/// An attempted step of SRA1 whose size each path chooses for itself, and whether it is good enough.
///
/// The error is estimated by the distance to Euler–Maruyama's step from the same point, ⅔ dt ‖∇L(W) − ∇L(W̃)‖/√D: a root
/// mean square over the D weights, of order dt^{3/2}. It belongs to the lower order of the two; what is kept is SRA1's.
/// References: Rößler, SIAM Journal on Numerical Analysis 48 (2010) 922–952, table 6.3; that rejected increments must be
/// bridged and not drawn anew: Gaines and Lyons, SIAM Journal on Applied Mathematics 57 (1997) 1455–1484.
struct AdaptiveStep {
  private let stage: LaneVector
  private let start: LaneVector
  /// Where the attempt ended
  let candidate: LaneVector

  static func memory(dimension: Int) -> Int { 3 * dimension }

  init(memory: LaneVector) {
    let d = memory.count / 3
    stage = memory.slice(0, d)
    start = memory.slice(d, d)
    candidate = memory.slice(2 * d, d)
  }

  /// Evaluates the gradient where steps begin, at `state.weights`.
  func begin<P: Potential>(_ potential: P, _ state: CurveState, scratch: LaneVector) {
    potential.gradient(at: state.weights, into: start, scratch: scratch)
  }

  /// Steps from `state.weights` over intervals of these lengths into `candidate`. Returns the estimated errors.
  /// `begin` comes first.
  ///
  /// - Parameters:
  ///   - third: a third of the lengths
  ///   - noise: √s
  func attempt<P: Potential>(
    _ potential: P, _ state: CurveState, _ intervals: IntervalVectors, length: Lanes, third: Lanes,
    noise: Double, scratch: LaneVector
  ) -> Lanes {
    let d = candidate.count
    let root = Lanes(repeating: noise)
    for k in 0..<d {
      let (increment, area) = (root * intervals.increments.base[k], root * intervals.areas.base[k])
      stage.base[k] = state.weights.base[k].adding(-0.75 * length, times: start.base[k])
        .adding(increment, times: Lanes(repeating: 0.75)).adding(area, times: Lanes(repeating: 1.5))
      candidate.base[k] = (state.weights.base[k] + increment).adding(-third, times: start.base[k])
    }
    potential.gradient(at: stage, into: state.gradient, scratch: scratch)
    var sum = Lanes.zero
    let second = 2 * third
    for k in 0..<d {
      candidate.base[k] = candidate.base[k].adding(-second, times: state.gradient.base[k])
      let difference = state.gradient.base[k] - start.base[k]
      sum = sum.adding(difference, times: difference)
    }
    return second * langevin_square_root(mean(sum))
  }

  /// A D-th; where that is exact without the long division.
  @inline(always)
  private func mean(_ sum: Lanes) -> Lanes {
    let d = candidate.count
    return d & (d - 1) == 0 ? sum * (1 / Double(d)) : sum / Double(d)
  }
}
