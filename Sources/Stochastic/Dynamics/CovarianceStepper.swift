/// The covariance-scaled SDE, read in Itô's sense, by Euler and Maruyama's scheme:
///
///     dW = −∇L(W) dt + √s Σ(W)^{1/2} dB.
///
/// Σ(W) is the covariance of the minibatch gradient: Σ = c C with C = (1/n) Σᵢ (gᵢ − ḡ)(gᵢ − ḡ)ᵀ, gᵢ = ∇Lᵢ(W), and
/// c = 1/b with replacement, c = (n − b)/(b(n − 1)) without. No square root of a matrix is needed: with one Brownian motion βᵢ for
/// each sample, √(c/n) Σᵢ (dβᵢ − dβ̄) gᵢ has the covariance Σ dt. So a step of length h is one weighted sum of gradients,
///
///     W⁺ = W + Σᵢ ωᵢ ∇(Lᵢ + R)(W),   ωᵢ = −h/n − √(s c/n) (Δβᵢ − Δβ̄),
///
/// D-dimensional noise at the cost of one gradient and n normals. The noise is multiplicative: weak order 1, strong order
/// 1/2 (Kloeden and Platen, Numerical Solution of Stochastic Differential Equations, theorems 10.2.2 and 14.1.5).
///
/// **The Gibbs law μ_s ∝ exp(−2L/s) is not invariant here**: it belongs to Σ = I. What is invariant depends on Σ, is in
/// general not known in closed form, and may be concentrated on {Σ = 0} ∩ {∇L = 0} where that is not empty.
/// Reference: Li, Tai and E, Stochastic modified equations, ICML 2017; Mandt, Hoffman and Blei, JMLR 18 (2017).
struct CovarianceStepper<P: FiniteSum>: Stepper {
  private var motions: SampleMotions?
  private let weights: LaneStorage
  /// √(s c/n)
  private let noise: Double

  init(_ settings: EnsembleSettings, potential: P, batch: Int, sampling: Sampling) throws {
    let n = potential.sampleCount
    let factor = sampling.covarianceFactor(samples: n, batch: batch) ?? .nan
    noise = (settings.learningRate * factor / Double(n)).squareRoot()
    motions =
      factor == 0 ? nil : try SampleMotions(settings, samples: n, batch: batch, sampling: sampling)
    weights = LaneStorage(count: n)
  }

  mutating func begin(firstPath: UInt64) { motions?.begin(firstPath: firstPath) }

  mutating func advance(
    _ potential: P, _ state: CurveState, stepSize: Double, step: UInt64, scratch: LaneVector
  ) {
    weigh(stepSize)
    potential.weightedGradient(
      at: state.weights, weights: weights.vector, into: state.gradient, scratch: scratch)
    for k in 0..<state.weights.count { state.weights.base[k] += state.gradient.base[k] }
  }

  /// Writes ωᵢ.
  private mutating func weigh(_ stepSize: Double) {
    let omega = weights.vector
    let drift = Lanes(repeating: -stepSize / Double(omega.count))
    guard motions?.advance(over: stepSize, into: omega) != nil else { return omega.fill(drift) }
    var sum = Lanes.zero
    for i in 0..<omega.count { sum += omega.base[i] }
    let scale = Lanes(repeating: -noise)
    let centre = drift.adding(sum, times: Lanes(repeating: noise / Double(omega.count)))
    for i in 0..<omega.count { omega.base[i] = centre.adding(scale, times: omega.base[i]) }
  }
}

extension Sampling {
  /// c, such that the minibatch gradient has the covariance (c/n) Σᵢ (gᵢ − ḡ)(gᵢ − ḡ)ᵀ at a point that does not depend on
  /// the batch; nil for reshuffling, whose batches depend on those before them.
  public func covarianceFactor(samples n: Int, batch b: Int) -> Double? {
    switch self {
    case .withReplacement: 1 / Double(b)
    case .withoutReplacement: b == n ? 0 : Double(n - b) / (Double(b) * Double(n - 1))
    case .reshuffle: nil
    }
  }
}
