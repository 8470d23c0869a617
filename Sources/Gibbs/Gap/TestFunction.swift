import Stochastic

/// A function h on weight space with its gradient, to try in the variational principle of the gap.
enum TestFunction: Sendable, Equatable {
  /// w_k
  case coordinate(Int)
  /// w_j w_k
  case product(Int, Int)
  /// w_k³
  case cube(Int)
  /// L
  case loss
  /// ‖w‖²
  case squaredNorm
  /// tanh(u/width) with u = ⟨direction, w⟩ − centre: nearly constant on either side, as committors are
  case step(direction: [Double], centre: Double, width: Double)
  /// u/√(width² + u²), which levels off slowly
  case ramp(direction: [Double], centre: Double, width: Double)

  /// h at sixteen points; writes ∇h.
  func evaluate(at w: LaneVector, loss: Lanes, slope: LaneVector, gradient: LaneVector) -> Lanes {
    switch self {
    case .coordinate(let k):
      gradient.fill(.zero)
      gradient[k] = Lanes(repeating: 1)
      return w[k]
    case .product(let j, let k):
      gradient.fill(.zero)
      gradient[j] += w[k]
      gradient[k] += w[j]
      return w[j] * w[k]
    case .cube(let k):
      gradient.fill(.zero)
      gradient[k] = 3 * w[k] * w[k]
      return w[k] * w[k] * w[k]
    case .loss:
      gradient.copy(from: slope)
      return loss
    case .squaredNorm:
      for k in 0..<w.count { gradient[k] = 2 * w[k] }
      return Gibbs.squaredNorm(w)
    case .step(let direction, let centre, let width):
      let u = Self.project(w, direction, centre)
      let (value, derivative) = tanhWithDerivative(u / width)
      for k in 0..<w.count { gradient[k] = (direction[k] / width) * derivative }
      return value
    case .ramp(let direction, let centre, let width):
      let u = Self.project(w, direction, centre)
      let length = (width * width + u * u).squareRoot()
      for k in 0..<w.count { gradient[k] = (direction[k] * width * width) / (length * length * length) }
      return u / length
    }
  }

  private static func project(_ w: LaneVector, _ direction: [Double], _ centre: Double) -> Lanes {
    var u = Lanes(repeating: -centre)
    for k in 0..<w.count { u = u.adding(w[k], times: Lanes(repeating: direction[k])) }
    return u
  }
}
