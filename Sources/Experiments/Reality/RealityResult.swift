import Gibbs
import Stochastic

/// What the bound on the decay of the excess risk says, next to what the SDE and SGD do.
public struct RealityResult: Sendable {
  public var name: String
  /// s
  public var learningRate: Double
  /// dt of the finer of the two SDE curves
  public var stepSize: Double
  public var paths: Int
  /// The SDE, extrapolated to dt = 0
  public var sde: ExcessCurve
  /// What the extrapolation took away: the bias of Euler–Maruyama with step dt
  public var stepBias: [Double]
  /// Nil where the experiment has no SGD
  public var sgd: ExcessCurve?
  /// How SGD draws its batches
  public var sgdKind: String?
  public var minimumLoss: Exact
  /// E_μ L − min L
  public var equilibrium: Quantity
  public var bound: DecayBound
  /// What E L shows of the slowest modes
  public var modes: [VisibleMode]
  /// The eigenvalue at which E L decays at late times, where it is known
  public var seenRate: Exact?
  /// Nil where `fitReason` says why
  public var fit: DecayFit?
  public var fitReason: String?
  public var verdict: BoundVerdict
  /// What must not be overlooked of the measurement and the simulation
  public var cautions: [String]
  public var notes: [String]

  /// |E L(W_t) − E_μ L| with its standard error; the uncertainty of E_μ L is part of it.
  public var deviations: [Estimate] {
    let level = equilibrium.value ?? .nan
    let error = equilibrium.uncertainty
    return zip(sde.mean, sde.standardError).map {
      Estimate(value: $0 - level, standardError: ($1 * $1 + error * error).squareRoot())
    }
  }

  /// What must not be overlooked: a crossed bound first.
  public var warnings: [String] {
    (verdict.isCrossed ? ["the decay bound is " + verdictText] : []) + cautions
  }

  /// How far the fitted rate is from the eigenvalue, in standard errors.
  public var rateDiscrepancy: Double? {
    guard let fit, let seenRate else { return nil }
    return (fit.rate.value - seenRate.value) / fit.rate.standardError
  }
}

/// Whether a measured curve stays below its bound at all times at once.
public struct BoundVerdict: Sendable, Equatable {
  /// max over t of (|E L(W_t) − E_μ L| − C(s)‖ρ − μ_s‖e^(−λ_s t))/standard error; −∞ for an infinite bound
  public let largestExcess: Double
  /// The time of that maximum
  public let time: Double
  /// What chance alone exceeds with the probability 1 − level at the most, over all times together (Bonferroni)
  public let threshold: Double
  public let level: Double
  /// Bound over measured deviation at the first time at which that is above three standard errors
  public let looseness: Double?
  /// That time
  public let loosenessTime: Double?

  public var isCrossed: Bool { largestExcess > threshold }
}
