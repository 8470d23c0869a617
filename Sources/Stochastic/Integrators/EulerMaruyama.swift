/// Euler–Maruyama: W⁺ = W − ∇L(W) dt + √s ΔB.
///
/// Strong and weak order 1 (the noise is additive); one gradient a step. At dt = s it is noisy gradient descent.
/// On a quadratic with curvature λ its stationary variance is s/(λ(2 − λ dt)) instead of s/(2λ).
/// Reference: Kloeden and Platen, Numerical Solution of Stochastic Differential Equations, (9.1.3).
enum EulerMaruyama: Scheme {
  static let properties = SchemeProperties(
    strongOrder: 1, weakOrder: 1, gradientsPerStep: 1,
    summary: "strong and weak order 1, one gradient a step")

  @inline(always)
  static func advance<P: Potential>(
    _ potential: P, _ state: CurveState, over step: BrownianStep, memory: LaneVector, scratch: LaneVector
  ) {
    potential.gradient(at: state.weights, into: state.gradient, scratch: scratch)
    let drift = Lanes(repeating: -step.duration)
    let diffusion = Lanes(repeating: step.incrementScale)
    for k in 0..<state.weights.count {
      state.weights.base[k] = state.weights.base[k].adding(drift, times: state.gradient.base[k])
        .adding(diffusion, times: step.increment.base[k])
    }
  }
}
