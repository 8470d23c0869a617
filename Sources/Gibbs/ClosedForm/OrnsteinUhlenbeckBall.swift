import Stochastic

/// The generator of the Ornstein–Uhlenbeck process, 𝓛f = (s/2) Δf − λ w·∇f, on a ball of R^D with Neumann conditions.
///
/// On spherical harmonics of degree l its eigenfunctions are r^l M((lλ − ν)/(2λ), l + D/2, λr²/s), M Kummer's function.
/// Degree 1 is the lowest: degrees above add a positive potential, and the derivative of a radial eigenfunction solves
/// the problem of degree 1 with the eigenvalue ν − λ and the value 0 at the edge, so its ν is more than λ above.
struct OrnsteinUhlenbeckBall {
  private let regularization: Double
  /// z = λR²/s
  private let edge: Double
  /// b = 1 + D/2
  private let shape: Double

  init(dimension: Int, regularization: Double, learningRate: Double, radius: Double) {
    self.regularization = regularization
    edge = regularization / learningRate * radius * radius
    shape = 1 + 0.5 * Double(dimension)
  }

  /// The smallest nonzero eigenvalue λ(1 + δ), where (r M(−δ/2, b, λr²/s))′ vanishes at the edge.
  ///
  /// The error is that of an interval at whose ends the derivative has opposite signs by more than rounding.
  /// - Throws: `GibbsIntegrationError.notFinite` where there is no such interval.
  func neumannGap() throws -> Exact {
    let ceiling = excessCeiling
    let rounding = 2 * Double.ulpOfOne * regularization
    if ceiling < Double.ulpOfOne {
      return Exact(value: regularization, error: ceiling * regularization + rounding)
    }
    var (low, high) = (0.0, ceiling)
    while true {
      let middle = 0.5 * (low + high)
      guard middle > low, middle < high else { break }
      if edgeSlope(middle).value > 0 { low = middle } else { high = middle }
    }
    var uncertainty = 2 * Double.ulpOfOne
    while !isCertain(above: low * (1 - uncertainty), below: low * (1 + uncertainty)) {
      uncertainty *= 2
      guard uncertainty < 1e-3 else {
        throw GibbsIntegrationError.notFinite("the Neumann gap of a ball with lambda R^2/s = \(edge)")
      }
    }
    let value = regularization * (1 + low)
    return Exact(value: value, error: regularization * low * uncertainty + 2 * Double.ulpOfOne * value)
  }

  private func isCertain(above low: Double, below high: Double) -> Bool {
    let (left, right) = (edgeSlope(low), edgeSlope(high))
    return left.value > left.error && right.value < -right.error
  }

  /// An upper bound of δ, the Rayleigh quotient of a coordinate: ν ≤ λ P(χ²_D ≤ 2z)/P(χ²_{D+2} ≤ 2z), that is
  /// δ ≤ b/(z M(1, b + 1, z)); 0 beyond the range of doubles.
  private var excessCeiling: Double {
    var (sum, term, k) = (1.0, 1.0, 0.0)
    while term > 0.25 * Double.ulpOfOne * sum, sum < .infinity {
      k += 1
      term *= edge / (shape + k)
      sum += term
    }
    // the bound stays one after rounding
    return shape / (edge * sum) * (1 + 1e-9)
  }

  /// (r M)′ = M + 2z M′ = Σ_k (a)_k/(b)_k z^k/k! (1 + 2k) at a = −δ/2, b, z, with a bound of its rounding error and
  /// of what is left out: eight roundings a term, those of z included.
  private func edgeSlope(_ excess: Double) -> (value: Double, error: Double) {
    let a = -0.5 * excess
    var sum = CompensatedSum()
    var (term, error, largest, k) = (1.0, 0.0, 0.0, 0.0)
    while true {
      let contribution = term * (1 + 2 * k)
      let size = contribution.magnitude
      sum.add(contribution)
      error += (8 * k + 4) * size
      largest = max(largest, size)
      let factor = (a + k) / (shape + k) * edge / (k + 1)
      // from here on every contribution is at most 5/6 of the one before
      if k >= 1, edge * max(1, -a / shape) < 0.5 * (k + 1), size < 1e-3 * Double.ulpOfOne * largest {
        return (sum.value, 0.5 * Double.ulpOfOne * error + 6 * size)
      }
      term *= factor
      k += 1
    }
  }
}
