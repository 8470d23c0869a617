#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// The exponential Euler scheme, exact in the linear part λW of the gradient: with N(W) = ∇L(W) − λW,
/// W⁺ = e^{−λdt} W − ((1 − e^{−λdt})/λ) N(W) + √(s(1 − e^{−2λdt})/(2λ)) ξ, ξ = ΔB/√dt.
///
/// λ is the potential's `linearDecay`: the regularisation of a net. Stable for any λ dt; strong and weak order 1; on a
/// quadratic the law is exact at every dt. One gradient a step.
/// Reference: Jentzen and Kloeden, Proceedings of the Royal Society A 465 (2009) 649–667, with the noise term's
/// variance exact.
enum ExponentialEuler: Scheme {
  static let properties = SchemeProperties(
    strongOrder: 1, weakOrder: 1, gradientsPerStep: 1,
    summary: "exact in the drift -lambda W: stable for any lambda dt, exact law on a quadratic")

  @inline(always)
  static func advance<P: Potential>(
    _ potential: P, _ state: CurveState, over step: BrownianStep, memory: LaneVector, scratch: LaneVector
  ) {
    potential.gradient(at: state.weights, into: state.gradient, scratch: scratch)
    // e^{−λdt} W − φ (∇L − λW) = W − φ ∇L, because λφ = 1 − e^{−λdt}
    let drift = Lanes(repeating: -step.factors.drift)
    let diffusion = Lanes(repeating: step.incrementScale * step.factors.noise)
    for k in 0..<state.weights.count {
      state.weights.base[k] = state.weights.base[k].adding(drift, times: state.gradient.base[k])
        .adding(diffusion, times: step.increment.base[k])
    }
  }
}

/// What replaces dt and 1 in Euler's step when a drift −λW is integrated exactly.
struct ExponentialFactors {
  /// dt
  let duration: Double
  /// (1 − e^{−λdt})/λ
  let drift: Double
  /// √((1 − e^{−2λdt})/(2λ dt))
  let noise: Double

  init(decay: Double, duration: Double) {
    self.duration = duration
    let x = decay * duration
    drift = duration * Self.relative(x)
    noise = Self.relative(2 * x).squareRoot()
  }

  /// (1 − e^{−x})/x
  private static func relative(_ x: Double) -> Double { x == 0 ? 1 : -expm1(-x) / x }
}
