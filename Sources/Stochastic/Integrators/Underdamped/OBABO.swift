/// V̂ = e^{−γdt/2} V + √((s/2)(1 − e^{−γdt})) ξ, V½ = V̂ − ½∇L(W) dt, W⁺ = W + V½ dt, V̄ = V½ − ½∇L(W⁺) dt, and V⁺ from V̄ as V̂
/// from V, with another ξ.
///
/// The half steps O that meet between two steps are one step O here, with one normal: weights have the law of OBABO,
/// and the velocity kept is V̄. Means under the invariant law have order 2: on curvature k the stationary variance of W
/// is (s/2k)/(1 − k dt²/4), because BAB preserves V² + k(1 − k dt²/4)W²; that of V is s/2.
/// Reference: Bussi and Parrinello, Physical Review E 75 (2007) 056707, (21)–(24).
enum OBABO: UnderdampedScheme {
  @inline(always)
  static func advance<P: Potential>(
    _ potential: P, _ state: CurveState, velocity: LaneVector, noise: LaneVector, over step: UnderdampedStep,
    scratch: LaneVector
  ) {
    let (kick, drift) = (Lanes(repeating: -0.5 * step.duration), Lanes(repeating: step.duration))
    let (decay, diffusion) = (Lanes(repeating: step.decay), Lanes(repeating: step.diffusion))
    for k in 0..<velocity.count {
      let v = (decay * velocity.base[k]).adding(diffusion, times: noise.base[k])
        .adding(kick, times: state.gradient.base[k])
      state.weights.base[k] = state.weights.base[k].adding(drift, times: v)
      velocity.base[k] = v
    }
    potential.gradient(at: state.weights, into: state.gradient, scratch: scratch)
    for k in 0..<velocity.count {
      velocity.base[k] = velocity.base[k].adding(kick, times: state.gradient.base[k])
    }
  }
}
