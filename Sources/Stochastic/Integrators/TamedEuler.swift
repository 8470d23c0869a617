/// Tamed Euler: W⁺ = W − ∇L(W) dt/(1 + ‖∇L(W)‖ dt) + √s ΔB.
///
/// Strong and weak order 1 also where the gradient grows faster than linearly, such as in a double well, where
/// Euler–Maruyama's moments are infinite; one gradient a step.
/// Reference: Hutzenthaler, Jentzen and Kloeden, Annals of Applied Probability 22 (2012) 1611–1641, (4); order 1 for
/// additive noise: Wang and Gan, Journal of Difference Equations and Applications 19 (2013) 466–490.
enum TamedEuler: Scheme {
  static let properties = SchemeProperties(
    strongOrder: 1, weakOrder: 1, gradientsPerStep: 1,
    summary: "order 1 also for gradients that grow superlinearly, one gradient a step")

  @inline(always)
  static func advance<P: Potential>(
    _ potential: P, _ state: CurveState, over step: BrownianStep, memory: LaneVector, scratch: LaneVector
  ) {
    potential.gradient(at: state.weights, into: state.gradient, scratch: scratch)
    let norm = squaredNorm(state.gradient).squareRoot()
    let drift = -step.duration / (1 + step.duration * norm)
    let diffusion = Lanes(repeating: step.incrementScale)
    for k in 0..<state.weights.count {
      state.weights.base[k] = state.weights.base[k].adding(drift, times: state.gradient.base[k])
        .adding(diffusion, times: step.increment.base[k])
    }
  }
}
