import Stochastic
import Testing

/// On L = (λ/2)‖w‖² a scheme is a linear recursion W⁺ = aW + noise of variance b, and its stationary variance
/// v = b/(1 − a²) is known: Leimkuhler and Matthews' and the exponential scheme have the Gibbs law's own, s/(2λ), at
/// every dt; the others have a bias, which is found.
@Suite(.serialized) struct SchemeLawTests {
  static let regularization = 0.8
  static let learningRate = 0.5

  /// a, b, and what the recorded point's variance has beside W's.
  private func recursion(_ integrator: Integrator, _ h: Double) -> (a: Double, b: Double, extra: Double)? {
    let (lambda, s) = (Self.regularization, Self.learningRate)
    let x = lambda * h
    switch integrator {
    case .eulerMaruyama: return (1 - x, s * h, 0)
    // W⁺ = (1 − x) W + (1 − x/2) √s ΔB, recorded with ½√(s h) ξ
    case .leimkuhlerMatthews: return (1 - x, s * h * (1 - x / 2) * (1 - x / 2), s * h / 4)
    case .heun: return (1 - x + x * x / 2, s * h * (1 - x / 2) * (1 - x / 2), 0)
    // √s (ΔB − λ I), Var I = h³/3, Cov(ΔB, I) = h²/2
    case .sra1: return (1 - x + x * x / 2, s * h * (1 - x + x * x / 3), 0)
    case .exponentialEuler: return (0, s / (2 * lambda), 0)  // whatever a is, v = s/(2λ)
    case .tamedEuler: return nil
    }
  }

  @Test(arguments: Integrator.allCases.filter { $0 != .tamedEuler }, [0.4, 1.25])
  func stationaryVariance(integrator: Integrator, stepSize: Double) throws {
    let law = try #require(recursion(integrator, stepSize))
    let state = try simulate(
      Quadratic(dimension: 3, regularization: Self.regularization), learningRate: Self.learningRate,
      initial: .gaussian(mean: [1, 0, -1], standardDeviation: 1), times: [stepSize * 60],
      curves: [.sde(integrator: integrator, stepSize: stepSize)], paths: 400_000, seed: 9100)
    let variance = law.b / (1 - law.a * law.a) + law.extra
    let gibbs = Self.learningRate / (2 * Self.regularization)
    expect(
      state.mean(curve: 0, time: 0), near: 1.5 * Self.regularization * variance,
      "\(integrator.rawValue), dt \(stepSize)")
    switch integrator {
    case .leimkuhlerMatthews, .exponentialEuler: #expect(abs(variance - gibbs) < 1e-14)
    default: #expect(abs(variance - gibbs) > 0.004 * gibbs, "a bias that the gate could see")
    }
  }

  /// The exponential scheme has the law of the Ornstein–Uhlenbeck process at every time and any λ dt, stable or not for
  /// Euler: E L(t) = (λ/2) D [m² q² + σ² q² + (s/2λ)(1 − q²)], q = e^{−λt}.
  @Test(arguments: [0.25, 1, 5]) func exponentialIsExact(stepSize: Double) throws {
    let (lambda, mean, deviation) = (1.7, 0.9, 0.4)
    let times = [5.0, 10]
    let state = try simulate(
      Quadratic(dimension: 2, regularization: lambda), learningRate: Self.learningRate,
      initial: .gaussian(mean: [mean, mean], standardDeviation: deviation), times: times,
      curves: [.sde(integrator: .exponentialEuler, stepSize: stepSize)], paths: 200_000, seed: 9200)
    for (place, time) in times.enumerated() {
      var q = 1.0
      for _ in 0..<Int(time * 4) { q *= 0.653_769_785_129_847 }  // e^{−1.7/4}
      let truth =
        lambda
        * (q * q * (mean * mean + deviation * deviation) + Self.learningRate / (2 * lambda) * (1 - q * q))
      expect(state.mean(curve: 0, time: place), near: truth, "dt \(stepSize), t \(time)")
    }
  }

  /// In a double well, from where Euler–Maruyama explodes, tamed steps come back to the law of tiny steps.
  @Test func tamingTames() throws {
    let ensemble = try Ensemble(
      potential: DoubleWell(), learningRate: 0.4, initial: .point([15]), times: [30],
      curves: [
        Curve("euler", .sde(stepSize: 0.1)),
        Curve("tamed", .sde(integrator: .tamedEuler, stepSize: 0.1)),
        Curve("fine", .sde(integrator: .tamedEuler, stepSize: 0.01)),
      ], paths: 20_000, seed: 9300)
    let state = try ensemble.run()
    #expect(state.divergences.map(\.count) == [20_000, 0, 0])
    // E L of the Gibbs law exp(−2L/0.4) by quadrature: 0.0922762; the allowance is the bias of dt = 0.01, an eighth of
    // what dt = 0.1 shows against it
    let gap = state.moments(pair: 2, time: 0).estimate
    expect(
      state.mean(curve: 2, time: 0), near: 0.0922762, allowing: abs(gap.value) / 8 + gap.standardError,
      "tamed, dt 0.01")
  }
}
