/// L(w) = (λ/2)‖w‖² on R^D, whose SDE is the Ornstein–Uhlenbeck process: everything is known in closed form.
public struct Quadratic: TwiceDifferentiable {
  public let dimension: Int
  /// λ > 0
  public let regularization: Double
  public var linearDecay: Double { regularization }

  /// - Throws: `ProblemError` unless `dimension` ≥ 1 and `regularization` is positive and finite.
  public init(dimension: Int, regularization: Double) throws(ProblemError) {
    guard dimension >= 1, regularization > 0, regularization.isFinite else {
      throw ProblemError(
        "dimension \(dimension), regularization \(regularization); expected at least 1, and a positive number"
      )
    }
    self.dimension = dimension
    self.regularization = regularization
  }

  public func value(at w: LaneVector, scratch: LaneVector) -> Lanes {
    0.5 * regularization * squaredNorm(w)
  }

  public func gradient(at w: LaneVector, into gradient: LaneVector, scratch: LaneVector) {
    for k in 0..<dimension { gradient[k] = regularization * w[k] }
  }

  public func valueAndGradient(
    at w: LaneVector, value: inout Lanes, into gradient: LaneVector, scratch: LaneVector
  ) {
    var sum = Lanes.zero
    for k in 0..<dimension {
      gradient[k] = regularization * w[k]
      sum = sum.adding(w[k], times: w[k])
    }
    value = 0.5 * regularization * sum
  }

  public func laplacian(at w: LaneVector, scratch: LaneVector) -> Lanes {
    Lanes(repeating: regularization * Double(dimension))
  }

  public func hessian(at w: LaneVector, into hessian: LaneVector, scratch: LaneVector) {
    hessian.fill(.zero)
    for k in 0..<dimension { hessian[k * dimension + k] = Lanes(repeating: regularization) }
  }
}

/// ‖w‖²
@inlinable
func squaredNorm(_ w: LaneVector) -> Lanes {
  var sum = Lanes.zero
  for k in 0..<w.count { sum = sum.adding(w[k], times: w[k]) }
  return sum
}
