import Stochastic

/// L(w) = Σ_k (θ_k/2) w_k² + κ_k |w_k − c_k|: a kink along a line for every coordinate, two wells where κ_k < 0 = c_k.
///
/// Its eigenvalues are sums of those of the coordinates.
struct KinkedSum: TwiceDifferentiable {
  let stiffness: [Double]
  let slope: [Double]
  let place: [Double]

  var dimension: Int { stiffness.count }

  func value(at w: LaneVector, scratch: LaneVector) -> Lanes {
    var sum = Lanes.zero
    for k in 0..<dimension {
      let offset = w[k] - place[k]
      sum += 0.5 * stiffness[k] * w[k] * w[k] + slope[k] * offset.replacing(with: -offset, where: offset .< 0)
    }
    return sum
  }

  func gradient(at w: LaneVector, into gradient: LaneVector, scratch: LaneVector) {
    for k in 0..<dimension {
      let turn = Lanes(repeating: slope[k])
      gradient[k] =
        stiffness[k] * w[k] + turn.replacing(with: -turn, where: w[k] .< Lanes(repeating: place[k]))
    }
  }

  func laplacian(at w: LaneVector, scratch: LaneVector) -> Lanes {
    Lanes(repeating: stiffness.reduce(0, +))
  }

  func hessian(at w: LaneVector, into hessian: LaneVector, scratch: LaneVector) {
    hessian.fill(.zero)
    for k in 0..<dimension { hessian[k * dimension + k] = Lanes(repeating: stiffness[k]) }
  }
}

/// L(w) = ‖w‖²/2 − a/(1 + (w_0 − c)²/r²): a pit as narrow as r in a wide bowl.
///
/// Its eigenvalues are sums of those of the first coordinate and of whole numbers.
struct PitInBowl: TwiceDifferentiable {
  let dimension: Int
  let depth: Double
  let place: Double
  let radius: Double

  /// ∂_0 of the pit, and ∂_0²
  private func slopes(_ x: Lanes) -> (Lanes, Lanes) {
    let z = (x - place) / radius
    let q = 1 / (1 + z * z)
    return (2 * depth / radius * z * q * q, 2 * depth / (radius * radius) * q * q * (1 - 4 * z * z * q))
  }

  func value(at w: LaneVector, scratch: LaneVector) -> Lanes {
    let z = (w[0] - place) / radius
    var sum = -depth / (1 + z * z)
    for k in 0..<dimension { sum += 0.5 * w[k] * w[k] }
    return sum
  }

  func gradient(at w: LaneVector, into gradient: LaneVector, scratch: LaneVector) {
    for k in 0..<dimension { gradient[k] = w[k] }
    gradient[0] += slopes(w[0]).0
  }

  func laplacian(at w: LaneVector, scratch: LaneVector) -> Lanes { Double(dimension) + slopes(w[0]).1 }

  func hessian(at w: LaneVector, into hessian: LaneVector, scratch: LaneVector) {
    hessian.fill(.zero)
    for k in 0..<dimension { hessian[k * dimension + k] = Lanes(repeating: 1) }
    hessian[0] += slopes(w[0]).1
  }
}
