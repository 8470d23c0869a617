import Stochastic

/// What the Gibbs law μ_s ∝ exp(−2L/s) of one potential at one learning rate is worth.
public struct GibbsReport: Sendable {
  /// D
  public let dimension: Int
  /// s
  public let learningRate: Double
  /// "deterministic" or "monte-carlo"
  public let method: String
  public let minimum: MinimumReport
  /// Communicating heights between minima; empty in more than three dimensions
  public let barriers: [Barrier]
  /// The height over the highest well that has to be climbed to the deepest one, where wells compete
  public let escapeBarrier: Double?

  /// log Z_s
  public let logPartitionFunction: Quantity
  /// E_μ L
  public let meanLoss: Quantity
  /// E_μ L − min L
  public let meanExcessLoss: Quantity
  /// E_μ ‖W‖²
  public let meanSquaredNorm: Quantity
  /// C(s, L) = √E_μ(L − min L)²
  public let excessRiskNorm: Quantity

  /// λ_s
  public let spectralGap: Quantity
  /// The best proved lower bound of λ_s; 0 if none says anything
  public let gapLower: Double
  /// The best upper bound of λ_s
  public let gapUpper: Double?
  public let gapBounds: [Bound]
  /// λ_s and the eigenvalues of −𝓛 after it; empty where only the gap is estimated
  public let eigenvalues: [Exact]

  /// ‖ρ − μ_s‖_{μ_s⁻¹} of the initial law ρ, infinite where it is
  public let initialDistance: Quantity
  /// Its natural logarithm, which does not overflow
  public let initialDistanceLogarithm: Double?
  /// Nil where `villaniReason` says why
  public let villani: VillaniReport?
  public let villaniReason: String?

  /// In one and two dimensions
  public let landscape: Landscape?
  /// Convergence diagnostics of Monte Carlo, one line each: name, R̂, bulk and tail effective sample size
  public let diagnostics: [ChainDiagnostics]
  /// What must not be overlooked
  public let warnings: [String]
  /// What the numbers rest on, one sentence each
  public var notes: [String]

  /// C_P = s/(2 λ_s): Var_μ h ≤ C_P E_μ‖∇h‖².
  public var poincareConstant: Quantity {
    spectralGap.mapped({ learningRate / (2 * $0) }, slope: { learningRate / (2 * $0 * $0) })
  }

  /// (E_μ L − min L)/s, which tends to D/4 as s → 0 at a nondegenerate minimum.
  public var excessOverLearningRate: Quantity {
    meanExcessLoss.mapped({ $0 / learningRate }, slope: { _ in 1 / learningRate })
  }
}

/// Convergence diagnostics of one quantity.
public struct ChainDiagnostics: Sendable {
  public let name: String
  /// Rank-normalised split R̂, the larger of bulk and folded
  public let potentialScaleReduction: Double
  public let bulkSampleSize: Double
  public let tailSampleSize: Double

  public init(
    name: String, potentialScaleReduction: Double, bulkSampleSize: Double, tailSampleSize: Double
  ) {
    self.name = name
    self.potentialScaleReduction = potentialScaleReduction
    self.bulkSampleSize = bulkSampleSize
    self.tailSampleSize = tailSampleSize
  }
}
