/// V½ = V − ½∇L(W) dt, W½ = W + ½V½ dt, V̂ = e^{−γdt} V½ + √((s/2)(1 − e^{−2γdt})) ξ, W⁺ = W½ + ½V̂ dt,
/// V⁺ = V̂ − ½∇L(W⁺) dt.
///
/// Means of functions of W under the invariant law have order 2, and order 4 as γ → ∞. On curvature k the stationary
/// variance of W is s/(2k) exactly for dt²k < 4: around O the pair (W½, V) is stationary with the variances
/// (s/2k)(1 − k dt²/4) and s/2, and ½V dt adds (s/2) dt²/4. The stationary variance of V is (s/2)(1 − k dt²/4).
/// Reference: Leimkuhler and Matthews, Applied Mathematics Research eXpress 2013 (2013) 34–56, and Journal of Chemical
/// Physics 138 (2013) 174102.
enum BAOAB: UnderdampedScheme {
  @inline(always)
  static func advance<P: Potential>(
    _ potential: P, _ state: CurveState, velocity: LaneVector, noise: LaneVector, over step: UnderdampedStep,
    scratch: LaneVector
  ) {
    let (kick, drift) = (Lanes(repeating: -0.5 * step.duration), Lanes(repeating: 0.5 * step.duration))
    let (decay, diffusion) = (Lanes(repeating: step.decay), Lanes(repeating: step.diffusion))
    // both halves of A together
    let drifts = Lanes(repeating: 0.5 * step.duration * (1 + step.decay))
    for k in 0..<velocity.count {
      let before = velocity.base[k].adding(kick, times: state.gradient.base[k])
      let random = diffusion * noise.base[k]
      state.weights.base[k] = state.weights.base[k].adding(drift, times: random).adding(drifts, times: before)
      velocity.base[k] = random.adding(decay, times: before)
    }
    potential.gradient(at: state.weights, into: state.gradient, scratch: scratch)
    for k in 0..<velocity.count {
      velocity.base[k] = velocity.base[k].adding(kick, times: state.gradient.base[k])
    }
  }
}
