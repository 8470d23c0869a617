/// Rößler's Runge–Kutta scheme SRA1 for additive noise, with I = ∫(B_u − B_a) du over the step:
/// W̃ = W − ¾ ∇L(W) dt + (3/2) √s I/dt, W⁺ = W − (⅓ ∇L(W) + ⅔ ∇L(W̃)) dt + √s ΔB.
///
/// Strong order 3/2, weak order 2; two gradients a step and two normals per weight.
/// Reference: Rößler, SIAM Journal on Numerical Analysis 48 (2010) 922–952, table 6.3.
enum SRA1: Scheme {
  static let properties = SchemeProperties(
    strongOrder: 1.5, weakOrder: 2, gradientsPerStep: 2, usesArea: true,
    summary: "strong order 3/2, weak order 2, two gradients a step, uses the integral of B")

  /// The second stage.
  static func memory(dimension: Int) -> Int { dimension }

  @inline(always)
  static func advance<P: Potential>(
    _ potential: P, _ state: CurveState, over step: BrownianStep, memory: LaneVector, scratch: LaneVector
  ) {
    let stage = Lanes(repeating: -0.75 * step.duration)
    let (first, second) = (Lanes(repeating: -step.duration / 3), Lanes(repeating: -2 * step.duration / 3))
    let diffusion = Lanes(repeating: step.incrementScale)
    // I/dt = ΔB/2 + H
    let (half, area) = (
      Lanes(repeating: 0.75 * step.incrementScale), Lanes(repeating: 1.5 * step.areaScale)
    )
    potential.gradient(at: state.weights, into: state.gradient, scratch: scratch)
    for k in 0..<memory.count {
      let (increment, slope) = (step.increment.base[k], state.gradient.base[k])
      memory.base[k] = state.weights.base[k].adding(stage, times: slope)
        .adding(half, times: increment).adding(area, times: step.area.base[k])
      state.weights.base[k] = state.weights.base[k].adding(diffusion, times: increment)
        .adding(first, times: slope)
    }
    potential.gradient(at: memory, into: state.gradient, scratch: scratch)
    for k in 0..<memory.count {
      state.weights.base[k] = state.weights.base[k].adding(second, times: state.gradient.base[k])
    }
  }
}
