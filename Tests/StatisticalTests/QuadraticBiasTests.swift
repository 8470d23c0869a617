import Stochastic
import Testing

/// L = (λ/2)‖w‖²: Euler–Maruyama has a stationary law of its own, and the oracle is that one, not the Gibbs
/// measure.
///
/// With q = 1 − λ dt each coordinate has the stationary variance v = s dt/(1 − q²) = s/(λ(2 − λ dt)), and E
/// L_k = L_∞ + q^(2k) (L_0 − L_∞) exactly, L_∞ = Dλv/2. Gate: 4.5 standard errors; the unbiased D s/4, which
/// a scheme exact in dt would have, must be at least 10 standard errors away.
@Suite(.serialized) struct QuadraticBiasTests {
  static let paths = 100_000
  static let regularization = 0.8
  static let learningRate = 0.5
  /// q^(2k) < 10⁻¹⁷ after as many steps
  static let burnIn = 40

  @Test(arguments: [1, 5, 50], [Dynamics.noisyGradientDescent, .sde(stepSize: 1)])
  func relaxation(dimension: Int, dynamics: Dynamics) throws {
    let dt = if case .sde(_, let stepSize) = dynamics { stepSize } else { Self.learningRate }
    let steps = [0, 1, 2, 3, 5, 8, Self.burnIn]
    let (mean, deviation) = (0.9, 1.3)
    let state = try simulate(
      Quadratic(dimension: dimension, regularization: Self.regularization), learningRate: Self.learningRate,
      initial: .gaussian(
        mean: Array(repeating: mean, count: dimension), standardDeviation: deviation),
      times: steps.map { Double($0) * dt }, curves: [dynamics], paths: Self.paths,
      seed: 4000 + UInt64(dimension))

    let variance = Self.learningRate / (Self.regularization * (2 - Self.regularization * dt))
    let scale = 0.5 * Self.regularization * Double(dimension)
    let (first, last) = (scale * (mean * mean + deviation * deviation), scale * variance)
    for (time, k) in steps.enumerated() {
      var factor = 1.0
      for _ in 0..<2 * k { factor *= 1 - Self.regularization * dt }
      expect(
        state.mean(curve: 0, time: time), near: last + factor * (first - last), "mean after \(k) steps")
    }

    let stationary = state.mean(curve: 0, time: steps.count - 1)
    let unbiased = 0.25 * Double(dimension) * Self.learningRate
    #expect(abs(stationary.value - unbiased) >= 10 * stationary.standardError, "not to be taken for Gibbs")
    // L is λv/2 times a chi-square of D degrees of freedom, whose variance is 2D
    expect(
      state.deviation(curve: 0, time: steps.count - 1),
      near: 0.5 * Self.regularization * variance * (2 * Double(dimension)).squareRoot(),
      "stationary standard deviation")
  }
}
