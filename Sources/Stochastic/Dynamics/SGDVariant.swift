/// What SGD may do beside its plain step: momentum, weight decay, and a learning rate that decays.
///
/// With the minibatch gradient g_k(W) = (1/b) Σ_{i∈B} ∇Lᵢ(W) + ∇R(W), step number k = 0, 1, … is
///
///     v⁺ = μv − s_k (g_k(W) + κW),   W⁺ = W + v⁺,   v₀ = 0,   s_k = s / (1 + k/k₀)^a.
///
/// This is Polyak's heavy ball in the form in which the learning rate multiplies the gradient inside the velocity:
/// a constant gradient moves W at the rate s/(1 − μ). Weight decay κ is that of the gradient (it passes through the
/// momentum); without momentum W⁺ = (1 − s_k κ)W − s_k g_k. Time is nominal: after k steps it is t = ks whatever s_k is.
public struct SGDVariant: Sendable, Hashable {
  /// μ in [0, 1)
  public var momentum: Double
  /// κ ≥ 0, beside the regulariser of the loss
  public var weightDecay: Double
  /// None: s_k = s
  public var decay: LearningRateDecay?

  public static let plain = SGDVariant()

  public init(momentum: Double = 0, weightDecay: Double = 0, decay: LearningRateDecay? = nil) {
    self.momentum = momentum
    self.weightDecay = weightDecay
    self.decay = decay
  }

  /// Whether it is SGD as it is.
  public var isPlain: Bool { self == .plain }

  func check() throws(ProblemError) {
    guard momentum >= 0, momentum < 1 else {
      throw ProblemError("momentum \(momentum); expected a number from 0 to below 1")
    }
    guard weightDecay >= 0, weightDecay.isFinite else {
      throw ProblemError("weight decay \(weightDecay); expected a finite number of at least 0")
    }
    guard let decay else { return }
    guard decay.exponent > 0, decay.exponent.isFinite, decay.steps > 0, decay.steps.isFinite else {
      throw ProblemError(
        "decay with exponent \(decay.exponent) and steps \(decay.steps); expected positive numbers")
    }
  }
}

/// s_k = s / (1 + k/k₀)^a
public struct LearningRateDecay: Sendable, Hashable {
  /// a > 0
  public var exponent: Double
  /// k₀ > 0, the steps after which the rate has fallen by 2^a
  public var steps: Double

  public init(exponent: Double, steps: Double) {
    self.exponent = exponent
    self.steps = steps
  }

  /// s_k/s
  func factor(step: UInt64) -> Double { power(1 + Double(step) / steps, -exponent) }
}
