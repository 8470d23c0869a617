import Stochastic

/// ‖ρ − μ_s‖ in L²(1/μ_s), the distance of an initial law from equilibrium:
/// (∫ (ρ − μ_s)²/μ_s)^(1/2) = (∫ ρ²/μ_s − 1)^(1/2).
public enum InitialDistance: Sendable, Equatable {
  /// Its logarithm too: the distance itself may be beyond what a double holds.
  case finite(value: Exact, logarithm: Exact)
  case infinite(reason: String)
  /// Not defined, not decided, or not computed
  case unavailable(reason: String)

  /// A law that sits at one point has no density.
  public static let ofPoint = InitialDistance.unavailable(
    reason: "a point start has no density, so it has no distance in L2(1/mu)")

  /// The same for L = (λ/2)‖w‖² in any dimension, in closed form: with t = s/(2λ) and v = σ²,
  /// ∫ ρ²/μ_s = (t²/(v(2t − v)))^(D/2) exp(‖m‖²/(2t − v)) for v < 2t, infinite otherwise.
  public static func ofGaussian(
    mean: [Double], standardDeviation: Double, quadratic regularization: Double, learningRate: Double
  ) -> InitialDistance {
    let t = learningRate / (2 * regularization)
    let variance = standardDeviation * standardDeviation
    let rest = 2 * t - variance
    guard rest > 4 * Double.ulpOfOne * t else {
      return .infinite(reason: "variance \(variance) is not below s/regularization")
    }
    let square = mean.reduce(0) { $0 + $1 * $1 }
    let count = Double(mean.count)
    // t²/(v(2t − v)) = 1/(1 − x²), x = (t − v)/t
    let x = (t - variance) / t
    let spread =
      x.magnitude < 0.5 ? -logarithmOfOnePlus(-x * x) : Gibbs.logarithm((t / variance) * (t / rest))
    let logarithm = 0.5 * count * spread + square / rest
    guard logarithm > 0 else {
      let error = 4 * Double.ulpOfOne * count.squareRoot()
      return .finite(value: Exact(value: 0, error: error), logarithm: Exact(value: -.infinity, error: 0))
    }
    // four roundings in each of t, v and ‖m‖², weighted with the derivatives, and those of the sum
    let sensitivity = count * x.magnitude * t / rest + square / rest * (1 + (2 * t + variance) / rest)
    let error = Double.ulpOfOne * (8 * sensitivity + 4 * max(1, logarithm))
    return InitialDistance(
      logarithmOfExcess: logarithmOfExponentialMinusOne(logarithm),
      relativeError: error / -exponentialMinusOne(-logarithm))
  }

  /// From log(∫ ρ²/μ_s − 1) and the relative error of its exponential.
  init(logarithmOfExcess: Double, relativeError: Double) {
    let value = exponential(0.5 * logarithmOfExcess)
    self = .finite(
      value: Exact(value: value, error: 0.5 * relativeError * value),
      logarithm: Exact(value: 0.5 * logarithmOfExcess, error: 0.5 * relativeError))
  }
}

/// log(e^x − 1) for x ≥ 0
func logarithmOfExponentialMinusOne(_ x: Double) -> Double {
  x > 1 ? x + logarithmOfOnePlus(-exponential(-x)) : logarithm(exponentialMinusOne(x))
}
