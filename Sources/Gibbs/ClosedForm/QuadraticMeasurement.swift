import Stochastic

extension GibbsMeasure where P == Quadratic {
  /// Everything at one learning rate, in any dimension, from closed forms: μ_s = N(0, (s/(2λ)) I) and 𝓛 is the
  /// generator of an Ornstein–Uhlenbeck process.
  ///
  /// - Parameters: as for `report`.
  /// - Throws: `GibbsIntegrationError.learningRate`; `ProblemError` for an initial law of another dimension;
  ///   `LawError`; `CancellationError`.
  public func closedFormReport(
    learningRate: Double, radii: [Double]?, progress: @escaping (String) -> Void = { _ in }
  ) throws -> GibbsReport {
    let route = try QuadraticVillani(potential, learningRate: learningRate)
    if radii != nil { progress("Villani route") }
    let villani = try radii.map { radii in
      try route.report(radii: radii) { radius in
        guard !control.isCancelled else { throw CancellationError() }
        return try route.neumannGap(radius: radius)
      }
    }
    return try QuadraticMeasurement(measure: self, learningRate: learningRate).report(villani)
  }
}

/// The Gibbs law of L = (λ/2)‖w‖²: (2λ/s)‖W‖² is chi-squared with D degrees of freedom, and the eigenvalues of −𝓛 are
/// kλ, as often as there are Hermite polynomials of degree k.
///
/// Reference: Bakry, Gentil and Ledoux, Analysis and Geometry of Markov Diffusion Operators, 2014, section 2.7.1.
struct QuadraticMeasurement {
  let measure: GibbsMeasure<Quadratic>
  let learningRate: Double

  private var dimension: Int { measure.potential.dimension }
  private var count: Double { Double(dimension) }
  private var regularization: Double { measure.potential.regularization }
  private var method: String { "closed form" }

  func report(_ villani: VillaniReport?) throws -> GibbsReport {
    let (distance, distanceLogarithm) = try distance().quantity(method: method)
    let gap = BracketedGap(
      measure.provedBounds(learningRate: learningRate) + [villani?.bound].compactMap { $0 } + rayleighBounds)
    let meanLoss = quantity(0.25 * count * learningRate)
    return GibbsReport(
      dimension: dimension, learningRate: learningRate, method: GibbsMeasureMethod.deterministic.rawValue,
      minimum: measure.minimum, barriers: measure.barriers.barriers ?? [],
      escapeBarrier: measure.escapeBarrier,
      logPartitionFunction: logPartitionFunction,
      meanLoss: meanLoss, meanExcessLoss: meanLoss,
      meanSquaredNorm: quantity(0.5 * count * learningRate / regularization),
      excessRiskNorm: quantity(0.25 * learningRate * (count * (count + 2)).squareRoot()),
      spectralGap: quantity(regularization), gapLower: gap.lower, gapUpper: gap.upper,
      gapBounds: gap.bounds, eigenvalues: eigenvalues, initialDistance: distance,
      initialDistanceLogarithm: distanceLogarithm, villani: villani,
      villaniReason: villani == nil ? "not asked for" : nil, landscape: nil, diagnostics: [],
      warnings: [gap.warning(about: regularization, uncertainty: rounded(regularization).error)]
        .compactMap { $0 },
      notes: [measure.minimum.statement, spectrumStatement])
  }

  /// log Z_s = (D/2) log(πs/λ)
  private var logPartitionFunction: Quantity {
    let value = 0.5 * count * logarithm(Double.pi * learningRate / regularization)
    let error = 2 * Double.ulpOfOne * (count + value.magnitude)
    return Quantity(Exact(value: value, error: error), method: method)
  }

  /// λ D times, 2λ D(D + 1)/2 times, …: at least five of them, and one beyond λ.
  private var eigenvalues: [Exact] {
    let length = max(5, dimension + 1)
    var values: [Exact] = []
    var (degree, multiplicity) = (1, dimension)
    while values.count < length {
      let value = rounded(Double(degree) * regularization)
      values += Array(repeating: value, count: min(multiplicity, length - values.count))
      degree += 1
      multiplicity = multiplicity * (dimension + degree - 1) / degree
    }
    return values
  }

  private var spectrumStatement: String {
    "the eigenvalues are k lambda, k = 1, 2, ..., each (D + k - 1 choose k) times; the first ones are listed"
  }

  /// (s/2) E‖∇h‖²/Var h is λ for linear h, 2λ for h = L.
  private var rayleighBounds: [Bound] {
    let source = "Rayleigh quotient (s/2) E|grad h|^2 / Var h in closed form, "
    return [
      Bound(name: "rayleigh-linear", value: regularization, side: .upper, source: source + "h linear"),
      Bound(name: "rayleigh-loss", value: 2 * regularization, side: .upper, source: source + "h = L"),
    ]
  }

  private func distance() throws -> InitialDistance {
    guard case .gaussian(let mean, let deviation) = measure.initial, deviation > 0 else { return .ofPoint }
    guard mean.count == dimension else {
      throw ProblemError("an initial mean of \(mean.count) coordinates; expected \(dimension)")
    }
    return .ofGaussian(
      mean: mean, standardDeviation: deviation, quadratic: regularization, learningRate: learningRate)
  }

  private func quantity(_ value: Double) -> Quantity { Quantity(rounded(value), method: method) }

  private func rounded(_ value: Double) -> Exact {
    Exact(value: value, error: 4 * Double.ulpOfOne * value.magnitude)
  }
}
