/// One way to step dW = −∇L(W) dt + √s dB, one file each.
///
/// A conforming type has no state: what it must remember within a step goes to `memory`. Its documentation states the
/// update, the orders for additive noise and where they are proved.
protocol Scheme {
  static var properties: SchemeProperties { get }

  /// Lanes of memory that a step needs beside weights and gradient, for D weights.
  static func memory(dimension: Int) -> Int

  /// One step from `state.weights` to `state.weights`. Allocates nothing.
  static func advance<P: Potential>(
    _ potential: P, _ state: CurveState, over step: BrownianStep, memory: LaneVector, scratch: LaneVector)
}

extension Scheme {
  static func memory(dimension: Int) -> Int { 0 }
}

/// What is known of a scheme: the orders p of its error C dt^p, and what it costs.
public struct SchemeProperties: Sendable, Hashable {
  /// Of √E‖W_dt(T) − W(T)‖² on one Brownian path
  public let strongOrder: Double
  /// Of |E g(W_dt(T)) − E g(W(T))| for smooth g
  public let weakOrder: Double
  /// Of the means under the invariant law
  public let stationaryOrder: Double
  public let gradientsPerStep: Int
  /// Whether it uses ∫B dt beside the increments of B
  public let usesArea: Bool
  /// A line for listings
  public let summary: String

  init(
    strongOrder: Double, weakOrder: Double, stationaryOrder: Double? = nil, gradientsPerStep: Int,
    usesArea: Bool = false, summary: String
  ) {
    self.strongOrder = strongOrder
    self.weakOrder = weakOrder
    self.stationaryOrder = stationaryOrder ?? weakOrder
    self.gradientsPerStep = gradientsPerStep
    self.usesArea = usesArea
    self.summary = summary
  }
}

/// The noise √s B over one step [a, b] of length h, for sixteen paths: its increment and its space–time area.
///
/// The two are independent, N(0, s h) and N(0, s h/12) in every coordinate, and together give the integral
/// ∫(B_u − B_a) du = h (ΔB/2 + H).
struct BrownianStep {
  /// h
  let duration: Double
  /// √s ΔB = `incrementScale` · `increment`, D lanes
  let increment: LaneVector
  let incrementScale: Double
  /// √s H = `areaScale` · `area`, D lanes, with H = (1/h) ∫(B_u − B_a) du − ΔB/2; empty if no scheme of the run uses it
  let area: LaneVector
  let areaScale: Double
  /// For the exponential integrator: made once per step size, because exponentials cost as much as a small gradient
  var factors = ExponentialFactors(decay: 0, duration: 0)
}
