/// W½ = W + ½V dt, V½ = V − ½∇L(W½) dt, V̂ = e^{−γdt} V½ + √((s/2)(1 − e^{−2γdt})) ξ, V⁺ = V̂ − ½∇L(W½) dt,
/// W⁺ = W½ + ½V⁺ dt.
///
/// One gradient, at the midpoint. Means under the invariant law have order 2. On curvature k the stationary variance
/// of W is s/(2k) exactly for dt²k < 4: before the last half steps the variances are (s/2k)/(1 − k dt²/4) and s/2, and
/// B and A take W to (1 − k dt²/4)W + ½V dt. That of V is (s/2)/(1 − k dt²/4).
/// Reference: Leimkuhler and Matthews, Applied Mathematics Research eXpress 2013 (2013) 34–56.
enum ABOBA: UnderdampedScheme {
  @inline(always)
  static func advance<P: Potential>(
    _ potential: P, _ state: CurveState, velocity: LaneVector, noise: LaneVector, over step: UnderdampedStep,
    scratch: LaneVector
  ) {
    let half = Lanes(repeating: 0.5 * step.duration)
    let (decay, diffusion) = (Lanes(repeating: step.decay), Lanes(repeating: step.diffusion))
    // both kicks, what is left of the first one at the end and the second
    let kicks = Lanes(repeating: -0.5 * step.duration * (1 + step.decay))
    for k in 0..<velocity.count {
      state.weights.base[k] = state.weights.base[k].adding(half, times: velocity.base[k])
    }
    potential.gradient(at: state.weights, into: state.gradient, scratch: scratch)
    for k in 0..<velocity.count {
      let free = (decay * velocity.base[k]).adding(diffusion, times: noise.base[k])
      let v = free.adding(kicks, times: state.gradient.base[k])
      state.weights.base[k] = state.weights.base[k].adding(half, times: v)
      velocity.base[k] = v
    }
  }
}
