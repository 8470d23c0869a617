/// Euler–Maruyama: W⁺ = W − ∇L(W) dt + √s ΔB.
///
/// Strong and weak order 1 (the noise is additive); one gradient a step. At dt = s it is noisy gradient descent.
/// On a quadratic with curvature λ its stationary variance is s/(λ(2 − λ dt)) instead of s/(2λ).
/// Reference: Kloeden and Platen, Numerical Solution of Stochastic Differential Equations, (9.1.3).
enum EulerMaruyama {
  /// One step of size `stepSize`; `noise` times `noiseScale` is √s ΔB.
  @inline(always)
  static func advance<P: Potential>(
    _ potential: P, _ state: CurveState, stepSize: Double, noise: LaneVector, noiseScale: Double,
    scratch: LaneVector
  ) {
    potential.gradient(at: state.weights, into: state.gradient, scratch: scratch)
    let drift = Lanes(repeating: -stepSize)
    let diffusion = Lanes(repeating: noiseScale)
    for k in 0..<state.weights.count {
      state.weights.base[k] = state.weights.base[k].adding(drift, times: state.gradient.base[k])
        .adding(diffusion, times: noise.base[k])
    }
  }
}
