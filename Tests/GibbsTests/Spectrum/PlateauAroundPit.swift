import Foundation
import Gibbs
import Stochastic

/// L(w) = (λ/2)r² − A/(1 + r²/b²)², r = ‖w‖: a pit in a nearly flat plain.
///
/// Its eigenfunctions are radial functions times spherical harmonics.
struct PlateauAroundPit: TwiceDifferentiable {
  let dimension: Int
  let regularization: Double
  /// A
  let depth: Double
  /// b
  let width: Double

  /// L as a function of r², and its two derivatives
  private func profile(_ square: Lanes) -> (Lanes, Lanes, Lanes) {
    let q = 1 / (1 + square / (width * width))
    return (
      0.5 * regularization * square - depth * q * q,
      0.5 * regularization + 2 * depth / (width * width) * q * q * q,
      -6 * depth / (width * width * width * width) * q * q * q * q
    )
  }

  private func square(_ w: LaneVector) -> Lanes {
    (0..<dimension).reduce(into: Lanes.zero) { $0 += w[$1] * w[$1] }
  }

  func value(at w: LaneVector, scratch: LaneVector) -> Lanes { profile(square(w)).0 }

  func gradient(at w: LaneVector, into gradient: LaneVector, scratch: LaneVector) {
    let slope = profile(square(w)).1
    for k in 0..<dimension { gradient[k] = 2 * slope * w[k] }
  }

  func laplacian(at w: LaneVector, scratch: LaneVector) -> Lanes {
    let (_, first, second) = profile(square(w))
    return 2 * Double(dimension) * first + 4 * square(w) * second
  }

  func hessian(at w: LaneVector, into hessian: LaneVector, scratch: LaneVector) {
    let (_, first, second) = profile(square(w))
    for i in 0..<dimension {
      for j in 0..<dimension {
        hessian[i * dimension + j] = 4 * second * w[i] * w[j] + (i == j ? 2 * first : .zero)
      }
    }
  }

  var wrapped: WrappedPotential { WrappedPotential(regularized: self, by: regularization, supremum: depth) }
}

extension PlateauAroundPit {
  /// The Neumann gap of the ball of a radius: the least λ > 0 for which ψ = e^(−L/s)u of angular degree 0 or 1, integrated
  /// outward from the origin by Runge and Kutta's method, has u′ = 0 at the sphere.
  func gap(learningRate s: Double, radius: Double) -> Double {
    min(
      root(degree: 0, learningRate: s, radius: radius), root(degree: 1, learningRate: s, radius: radius))
  }

  private func root(degree: Int, learningRate s: Double, radius: Double) -> Double {
    // degree 0 has the constant at λ = 0
    var (low, step) = (1e-7, 1.02)
    let start = slope(at: low, degree, s, radius)
    while slope(at: low * step, degree, s, radius).sign == start.sign { low *= step }
    var high = low * step
    while high / low - 1 > 1e-11 {
      step = 0.5 * (low + high)
      if slope(at: step, degree, s, radius).sign == start.sign { low = step } else { high = step }
    }
    return high
  }

  /// u′ at the sphere up to a positive factor: ψ = r^l y, y″ + (2l + D − 1)y′/r = (2/s)(V_s/2 − λ)y.
  private func slope(at lambda: Double, _ degree: Int, _ s: Double, _ radius: Double) -> Double {
    let steps = 4000
    let h = radius / Double(steps)
    func derivative(_ r: Double, _ y: (Double, Double)) -> (Double, Double) {
      let q = 1 / (1 + r * r / (width * width))
      let first = 0.5 * regularization + 2 * depth / (width * width) * q * q * q
      let second = -6 * depth / (width * width * width * width) * q * q * q * q
      let half =
        0.5 * (4 * first * first * r * r / s - 2 * Double(dimension) * first - 4 * r * r * second)
      let pull = 2 / s * (half - lambda) * y.0
      let fan = Double(2 * degree + dimension - 1)
      return (y.1, r == 0 ? pull / (1 + fan) : pull - fan * y.1 / r)
    }
    var y = (1.0, 0.0)
    for n in 0..<steps {
      let r = Double(n) * h
      let a = derivative(r, y)
      let b = derivative(r + h / 2, (y.0 + h / 2 * a.0, y.1 + h / 2 * a.1))
      let c = derivative(r + h / 2, (y.0 + h / 2 * b.0, y.1 + h / 2 * b.1))
      let d = derivative(r + h, (y.0 + h * c.0, y.1 + h * c.1))
      y.0 += h / 6 * (a.0 + 2 * b.0 + 2 * c.0 + d.0)
      y.1 += h / 6 * (a.1 + 2 * b.1 + 2 * c.1 + d.1)
    }
    let q = 1 / (1 + radius * radius / (width * width))
    let force = (regularization + 4 * depth / (width * width) * q * q * q) * radius
    return y.1 + (Double(degree) / radius + force / s) * y.0
  }
}
