/// The stochastic Heun scheme: W̃ = W − ∇L(W) dt + √s ΔB, W⁺ = W − ½(∇L(W) + ∇L(W̃)) dt + √s ΔB.
///
/// For additive noise strong order 1 and weak order 2; two gradients a step.
/// Reference: Kloeden and Platen, Numerical Solution of Stochastic Differential Equations, (15.1.3) with constant b.
enum Heun: Scheme {
  static let properties = SchemeProperties(
    strongOrder: 1, weakOrder: 2, gradientsPerStep: 2,
    summary: "strong order 1, weak order 2, two gradients a step")

  /// The predictor.
  static func memory(dimension: Int) -> Int { dimension }

  @inline(always)
  static func advance<P: Potential>(
    _ potential: P, _ state: CurveState, over step: BrownianStep, memory: LaneVector, scratch: LaneVector
  ) {
    let drift = Lanes(repeating: -step.duration)
    let half = Lanes(repeating: -0.5 * step.duration)
    let diffusion = Lanes(repeating: step.incrementScale)
    potential.gradient(at: state.weights, into: state.gradient, scratch: scratch)
    for k in 0..<memory.count {
      let moved = state.weights.base[k].adding(diffusion, times: step.increment.base[k])
      memory.base[k] = moved.adding(drift, times: state.gradient.base[k])
      state.weights.base[k] = moved.adding(half, times: state.gradient.base[k])
    }
    potential.gradient(at: memory, into: state.gradient, scratch: scratch)
    for k in 0..<memory.count {
      state.weights.base[k] = state.weights.base[k].adding(half, times: state.gradient.base[k])
    }
  }
}
