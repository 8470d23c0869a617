/// The splittings of underdamped Langevin dynamics dW = V dt, dV = −∇L(W) dt − γV dt + √(γs) dB, by the names they have
/// in experiment files: the order of their parts in a step.
///
/// A is W += V dt, B is V −= ∇L(W) dt, O is dV = −γV dt + √(γs) dB alone, each solved exactly; a letter that occurs twice
/// stands for half a step each time. All have weak order 2, one gradient and one normal a weight and step, and are
/// stable on curvature k for dt √k < 2.
public enum UnderdampedIntegrator: String, Sendable, Hashable, CaseIterable {
  case baoab, obabo, aboba

  /// A line for listings
  public var summary: String {
    switch self {
    case .baoab: "weak order 2, exact law of W on a quadratic at every stable dt; one gradient a step"
    case .obabo:
      "weak order 2, variance of W on curvature k too large by 1/(1 - k dt^2/4); one gradient a step"
    case .aboba: "weak order 2, exact law of W on a quadratic, gradient at the midpoint; one gradient a step"
    }
  }

  /// One step, with the scheme's type known to the compiler.
  @inline(always)
  func advance<P: Potential>(
    _ potential: P, _ state: CurveState, velocity: LaneVector, noise: LaneVector, over step: UnderdampedStep,
    scratch: LaneVector
  ) {
    switch self {
    case .baoab:
      BAOAB.advance(potential, state, velocity: velocity, noise: noise, over: step, scratch: scratch)
    case .obabo:
      OBABO.advance(potential, state, velocity: velocity, noise: noise, over: step, scratch: scratch)
    case .aboba:
      ABOBA.advance(potential, state, velocity: velocity, noise: noise, over: step, scratch: scratch)
    }
  }
}

/// One way to step underdamped Langevin dynamics, one file each.
///
/// B is taken with the gradient in `state.gradient`. A scheme whose step begins with it finds there the gradient at
/// `state.weights`, and leaves the one at the new weights: each is computed once.
protocol UnderdampedScheme {
  /// - Parameter noise: N(0, I), D lanes
  static func advance<P: Potential>(
    _ potential: P, _ state: CurveState, velocity: LaneVector, noise: LaneVector, over step: UnderdampedStep,
    scratch: LaneVector)
}
