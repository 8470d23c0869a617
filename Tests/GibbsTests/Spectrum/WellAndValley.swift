import Stochastic

/// L(w) = (w_0² − 1)²/4 + Σ (θ_k/2) w_k²: the double well beside Ornstein–Uhlenbeck processes.
///
/// Its eigenvalues are the sums of one of the double well and multiples of the θ_k.
struct WellAndValley: TwiceDifferentiable {
  /// θ_1, …
  let stiffness: [Double]

  var dimension: Int { stiffness.count + 1 }

  func value(at w: LaneVector, scratch: LaneVector) -> Lanes {
    let excess = w[0] * w[0] - 1
    var sum = 0.25 * excess * excess
    for (k, theta) in stiffness.enumerated() { sum += 0.5 * theta * w[k + 1] * w[k + 1] }
    return sum
  }

  func gradient(at w: LaneVector, into gradient: LaneVector, scratch: LaneVector) {
    gradient[0] = w[0] * (w[0] * w[0] - 1)
    for (k, theta) in stiffness.enumerated() { gradient[k + 1] = theta * w[k + 1] }
  }

  func laplacian(at w: LaneVector, scratch: LaneVector) -> Lanes {
    3 * w[0] * w[0] - 1 + stiffness.reduce(0, +)
  }

  func hessian(at w: LaneVector, into hessian: LaneVector, scratch: LaneVector) {
    hessian.fill(.zero)
    hessian[0] = 3 * w[0] * w[0] - 1
    for (k, theta) in stiffness.enumerated() {
      hessian[(k + 1) * dimension + k + 1] = Lanes(repeating: theta)
    }
  }
}
