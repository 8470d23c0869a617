import Stochastic

/// A potential of which enough is proved to speak about exp(−2L/s).
///
/// L = U + (λ/2)‖w‖² with inf U ≥ `remainderInfimum`; where nothing of the kind holds, `sublevelRadius`
/// says how far the set {L ≤ level} reaches.
public protocol GibbsPotential: TwiceDifferentiable {
  /// λ ≥ 0 of the quadratic part; 0 if L has none.
  var regularization: Double { get }

  /// A proved lower bound of U = L − (λ/2)‖w‖².
  var remainderInfimum: Double { get }

  /// A proved upper bound of U, infinite if there is none.
  var remainderSupremum: Double { get }

  /// A radius outside of which L > level, infinite if none is known.
  func sublevelRadius(_ level: Double) -> Double

  /// What is proved about L on a box, nil if this potential offers nothing.
  func enclosure(on box: [ClosedRange<Double>]) -> PotentialEnclosure?
}

extension GibbsPotential {
  public func sublevelRadius(_ level: Double) -> Double {
    guard regularization > 0 else { return .infinity }
    return (2 * max(level - remainderInfimum, 0) / regularization).squareRoot()
  }

  public func enclosure(on box: [ClosedRange<Double>]) -> PotentialEnclosure? { nil }
}

/// Intervals that contain the values of L and its derivatives everywhere on a box, rounding included.
public struct PotentialEnclosure: Sendable {
  /// L
  public let value: ClosedRange<Double>
  /// U = L − (λ/2)‖w‖²; finite on unbounded boxes too where U is bounded
  public let remainder: ClosedRange<Double>
  /// ∂_k L
  public let gradient: [ClosedRange<Double>]
  /// ∂_j ∂_k L, rows
  public let hessian: [[ClosedRange<Double>]]

  public init(
    value: ClosedRange<Double>, remainder: ClosedRange<Double>, gradient: [ClosedRange<Double>],
    hessian: [[ClosedRange<Double>]]
  ) {
    self.value = value
    self.remainder = remainder
    self.gradient = gradient
    self.hessian = hessian
  }
}
