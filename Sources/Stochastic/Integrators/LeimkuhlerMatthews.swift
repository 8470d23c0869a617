/// Leimkuhler and Matthews' scheme as a postprocessed integrator: W⁺ = W − ∇L(W + ½√s ΔB) dt + √s ΔB, and what is
/// recorded at time t is W(t) + ½√(s dt) ξ with ξ ~ N(0, I) independent of W(t).
///
/// With equal steps means under the invariant law have order 2, and on a quadratic the law is exact for every stable dt;
/// at finite time weak order 1, W itself has strong order 1. Where dt changes, what is added is right for the new dt and
/// the law of W still that of the old one: order 1 until W has forgotten it. One gradient a step. With R_n = ΔB_n/√dt the recorded points follow
/// X⁺ = X − ∇L(X) dt + ½√(s dt)(R_n + R_{n+1}), the form in which the scheme was found.
/// References: Leimkuhler and Matthews, Applied Mathematics Research eXpress 2013 (2013) 34–56; Vilmart, SIAM Journal on
/// Scientific Computing 37 (2015) A201–A220, section 3.
enum LeimkuhlerMatthews: Scheme {
  static let properties = SchemeProperties(
    strongOrder: 1, weakOrder: 1, stationaryOrder: 2, gradientsPerStep: 1,
    summary:
      "order 2 for means under the Gibbs law with equal steps, exact there on a quadratic; one gradient a step"
  )

  /// The point at which the gradient is taken.
  static func memory(dimension: Int) -> Int { dimension }

  @inline(always)
  static func advance<P: Potential>(
    _ potential: P, _ state: CurveState, over step: BrownianStep, memory: LaneVector, scratch: LaneVector
  ) {
    let drift = Lanes(repeating: -step.duration)
    let half = Lanes(repeating: 0.5 * step.incrementScale)
    for k in 0..<memory.count {
      memory.base[k] = state.weights.base[k].adding(half, times: step.increment.base[k])
    }
    potential.gradient(at: memory, into: state.gradient, scratch: scratch)
    for k in 0..<memory.count {
      state.weights.base[k] = memory.base[k].adding(half, times: step.increment.base[k])
        .adding(drift, times: state.gradient.base[k])
    }
  }

  /// Writes the point that is recorded after steps of size `stepSize` into `point`, which holds ξ ~ N(0, I) before.
  static func postprocess(_ state: CurveState, into point: LaneVector, noise: Double, stepSize: Double) {
    let half = Lanes(repeating: 0.5 * (noise * stepSize).squareRoot())
    for k in 0..<point.count { point[k] = state.weights[k].adding(half, times: point[k]) }
  }
}
