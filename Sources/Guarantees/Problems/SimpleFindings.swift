import Stochastic

extension Quadratic: Certifiable {
  public var netConstants: NetConstants? { nil }

  /// The Hessian is λI.
  public var smoothness: Smoothness {
    Smoothness(
      printed: nil, printedIsValid: false, corrected: nil, sharp: regularization,
      source: "the Hessian is lambda times the identity", isExact: true)
  }

  public var gradientLipschitz: Finding { Finding(true, "the Hessian is lambda times the identity") }

  public var confinement: Finding { Finding(true, "the loss is quadratic with lambda > 0") }

  public var villani: Finding { Finding(true, "V_s = lambda^2 |W|^2/s - lambda D") }

  public var quadraticGrowth: ClosedRange<Double> { regularization...regularization }

  /// V_s itself.
  public func villaniLowerBounds(learningRate s: Double) -> [VillaniLowerBound] {
    [
      VillaniLowerBound(
        name: "quadratic", source: "V_s = lambda^2 |W|^2/s - lambda D, an equality",
        quadratic: regularization * regularization / s, linear: 0,
        constant: -regularization * Double(dimension))
    ]
  }
}

extension DoubleWell: Certifiable {
  public var netConstants: NetConstants? { nil }

  public var smoothness: Smoothness {
    Smoothness(
      printed: nil, printedIsValid: false, corrected: nil, sharp: .infinity,
      source: "L'' = 3w^2 - 1 is unbounded")
  }

  public var gradientLipschitz: Finding {
    Finding(false, "L'' = 3w^2 - 1 grows without limit")
  }

  public var confinement: Finding { Finding(true, "the loss grows like w^4/4") }

  public var villani: Finding {
    Finding(true, "V_s = w^2 (w^2 - 1)^2/s - 3w^2 + 1 grows like w^6/s")
  }

  public var quadraticGrowth: ClosedRange<Double> { .infinity ... .infinity }

  /// With u = w²: u(u − 1)² ≥ 4su − β, β from the minimum at u = (2 + √(1 + 12s))/3, so V_s ≥ w² + 1 − β/s.
  public func villaniLowerBounds(learningRate s: Double) -> [VillaniLowerBound] {
    let u = (2 + (1 + 12 * s).squareRoot()) / 3
    let beta = u * (4 * s - (u - 1) * (u - 1))
    return [
      VillaniLowerBound(
        name: "double-well", source: "a parabola below w^2 (w^2 - 1)^2/s - 3w^2 + 1", quadratic: 1, linear: 0,
        constant: 1 - beta / s)
    ]
  }
}
