import Gibbs
import Guarantees
import Stochastic

/// Everything `langevin plan` found.
public struct PlanResult: Sendable {
  public var name: String
  public var provenance: Provenance
  /// ε
  public var accuracy: Double
  /// T
  public var horizon: Double
  public var dimension: Int
  /// How SGD draws its batches
  public var batch: Int
  public var sampling: Sampling
  /// An upper bound of gLip
  public var smoothness: Quantity
  public var minimum: MinimumReport
  /// The search for s*; the last round's A and B are the plan's
  public var rounds: [PlanRound]
  /// Theorem 3.2's step and Corollary 3.3's
  public var promises: [PlanPromise]
  /// What must not be overlooked
  public var warnings: [String]
  public var notes: [String]

  /// The round that settled the step size.
  public var settled: PlanRound? { rounds.last }
  /// Whether SGD was run.
  public var hasRun: Bool { promises.contains { $0.run != nil } }
}

/// One theorem's step size, what it promises, on what conditions, and what SGD does with it.
public struct PlanPromise: Sendable {
  public let plan: StepPlan
  /// k
  public let stepCount: Int
  /// s* as it is used
  public let learningRate: Double
  public let measurements: Measurements
  /// With the conditions of the theorem, and how they were found to be
  public let certificate: Certificate
  /// What the theorem allows over time: (ε or ε/2) + C(s)‖ρ − μ_s‖e^(−λ_s t)
  public let bound: DecayBound
  /// From when on the corollary's condition on the initial law holds; nil if never or not known
  public let sufficientHorizon: Double?
  public let run: PlanRun?

  /// The theorem's conditions, A and B in them as the plan measured them.
  public var allHypotheses: [Hypothesis] { certificate.hypotheses }

  /// True: all conditions that the proof uses hold; false: one fails; nil: one cannot be decided.
  public var holds: Bool? { allHypotheses.filter { $0.role == .needed }.allHold }

  /// Whether ε itself is promised after k steps, to a thousandth, as far as A and B were measured.
  public var promisesAccuracy: Bool { holds == true && bound.value(at: endTime) <= 1.001 * plan.accuracy }

  /// Time after the last step.
  public var endTime: Double { Double(stepCount) * learningRate }
}

/// SGD at the planned step size, on random numbers that the plan was not made from.
public struct PlanRun: Sendable {
  public let curve: ExcessCurve
  public let paths: Int
  /// E L(W^k) − min L; its standard error is that of E L(W^k) alone
  public let final: Estimate
  /// One-sided confidence limits of that, with the error of min L added; infinite above if paths diverged
  public let lowerLimit: Double
  public let upperLimit: Double
  /// Of each limit
  public let level: Double
  /// ε
  public let accuracy: Double
  /// The theorem's bound after k steps
  public let allowed: Double

  /// Whether E L(W^k) − min L ≤ ε with the confidence `level`.
  public var isAchieved: Bool { upperLimit <= accuracy }
  /// Whether E L(W^k) − min L > ε with the confidence `level`.
  public var isMissed: Bool { lowerLimit > accuracy }
  /// Whether SGD is, with the confidence `level`, above what the theorem allows: A or B was measured too small.
  public var isAboveBound: Bool { lowerLimit > allowed }
  /// Bound over measured excess risk
  public var looseness: Double { allowed / final.value }
}
