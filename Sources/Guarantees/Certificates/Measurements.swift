import Stochastic

/// What the theorems need and only measurement can give, at one learning rate.
public struct Measurements: Sendable, Equatable {
  /// s
  public var learningRate: Double
  /// λ_s
  public var spectralGap: Quantity
  /// C(s, L) = √E_μ(L − min L)²
  public var excessRiskNorm: Quantity
  /// min L
  public var minimumLoss: Quantity
  /// E_μ L − min L
  public var meanExcessLoss: Quantity
  /// ‖ρ − μ_s‖_{μ_s⁻¹}
  public var initialDistance: Quantity

  public init(
    learningRate: Double, spectralGap: Quantity, excessRiskNorm: Quantity, minimumLoss: Quantity,
    meanExcessLoss: Quantity, initialDistance: Quantity
  ) {
    self.learningRate = learningRate
    self.spectralGap = spectralGap
    self.excessRiskNorm = excessRiskNorm
    self.minimumLoss = minimumLoss
    self.meanExcessLoss = meanExcessLoss
    self.initialDistance = initialDistance
  }

  /// Nothing was measured, and why.
  public static func unavailable(learningRate: Double, reason: String) -> Measurements {
    let none = Quantity(unavailable: reason)
    return Measurements(
      learningRate: learningRate, spectralGap: none, excessRiskNorm: none, minimumLoss: none,
      meanExcessLoss: none, initialDistance: none)
  }

  /// (E_μ L − min L)/s
  public var excessOverLearningRate: Quantity {
    meanExcessLoss.mapped({ $0 / learningRate }, slope: { _ in 1 / learningRate })
  }

  /// C(s)‖ρ − μ_s‖ e^(−λ_s t), which bounds |E L(W(t)) − E_μ L| of the SDE.
  public func decay(at time: Double) -> Quantity {
    .combining(
      [excessRiskNorm, initialDistance, spectralGap], method: "C(s) |rho - mu_s| exp(-lambda_s t)"
    ) { exponential(logarithm($0[0]) + logarithm($0[1]) - $0[2] * time) }
  }
}

/// What is asked of a theorem.
public struct Goal: Sendable, Equatable {
  /// T
  public var horizon: Double
  /// ε, nil if none is asked for
  public var accuracy: Double?
  /// ρ, nil if only its measured distance from μ_s is to count
  public var initial: InitialLaw?
  /// A, with E_μ L − min L ≤ As for all small s; if nil, what was measured at one s, which A is not below
  public var stationaryExcess: Quantity?
  /// B, with |E L(SGD at T) − E L(SDE at T)| ≤ Bs; nil if it is not known
  public var weakError: Quantity?

  public init(
    horizon: Double, accuracy: Double? = nil, initial: InitialLaw? = nil, stationaryExcess: Quantity? = nil,
    weakError: Quantity? = nil
  ) {
    self.horizon = horizon
    self.accuracy = accuracy
    self.initial = initial
    self.stationaryExcess = stationaryExcess
    self.weakError = weakError
  }
}
