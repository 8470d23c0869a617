#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// The numbers of a step of underdamped Langevin dynamics. Made once per step size, because the exponentials cost as
/// much as a small gradient.
struct UnderdampedStep {
  /// dt
  let duration: Double
  /// The time over which friction and noise act: dt, but for OBABO's first step and its first with another dt
  let thermalDuration: Double
  /// e^{−γ t}
  let decay: Double
  /// √((s/2)(1 − e^{−2γt}))
  let diffusion: Double

  init(duration: Double, thermalDuration: Double, friction: Double, learningRate: Double) {
    self.duration = duration
    self.thermalDuration = thermalDuration
    let x = friction * thermalDuration
    decay = exp(-x)
    diffusion = (-0.5 * learningRate * expm1(-2 * x)).squareRoot()
  }
}
