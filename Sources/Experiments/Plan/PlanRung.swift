import Guarantees
import Stochastic

/// What was measured at one learning rate of the ladder: how far the Gibbs law is from the minimum, and how far SGD is
/// from the SDE.
public struct PlanRung: Sendable {
  /// s
  public let learningRate: Double
  /// Steps of SGD up to the horizon, ⌈T/s⌉
  public let stepCount: Int
  /// E_μ L − min L
  public let excess: Quantity
  /// sup |E L(SGD at t) − E L(SDE at t)| over the recorded times, the SDE stepped by dt
  public let gap: Supremum
  /// sup |E L_dt − E L_2dt| of the SDE on one Brownian path: at least what the first-order bias of the step dt can be
  public let stepBias: Supremum
  /// dt
  public let stepSize: Double
  /// Of the two suprema together
  public let level: Double

  /// Normal quantile that makes an upper confidence limit of an estimate
  let criticalValue: Double

  /// (E_μ L − min L)/s with its one-sided upper confidence limit; for a number computed without chance that is the
  /// number and its error.
  public var stationary: (value: Double, upper: Double) {
    let value = (excess.value ?? .nan) / learningRate
    let spread = excess.standardError.map { criticalValue * $0 } ?? excess.error ?? 0
    return (value, value + spread / learningRate)
  }

  /// sup |E L(SGD) − E L(SDE)|/s; the limits allow for the step dt besides chance.
  public var weakError: (value: Double, lower: Double, upper: Double) {
    (
      gap.value / learningRate, max(gap.lower - stepBias.upper, 0) / learningRate,
      (gap.upper + stepBias.upper) / learningRate
    )
  }
}

/// One round of the search for s*: a ladder around a step size, and the step size that follows from it.
public struct PlanRound: Sendable {
  /// Around which the ladder stands
  public let centre: Double
  /// By ascending learning rate
  public let rungs: [PlanRung]
  /// A, the largest upper limit of (E_μ L − min L)/s over the ladder: an estimate of the constant for all small s
  public let stationaryExcess: Quantity
  /// B, the largest upper limit of sup |E L(SGD) − E L(SDE)|/s over the ladder, likewise
  public let weakError: Quantity
  /// min(1/gLip, ε/(A + B))
  public let proposal: Double

  init(
    centre: Double, rungs: [PlanRung], smoothness: Quantity, accuracy: Double, horizon: Double
  ) throws {
    self.centre = centre
    self.rungs = rungs
    stationaryExcess = Self.largest(
      rungs, \.stationary.upper, missing: rungs.compactMap(\.excess.reason).first)
    weakError = Self.largest(rungs, \.weakError.upper, missing: nil)
    let plan = try StepPlan(
      .theorem32, accuracy: accuracy, horizon: horizon, smoothness: smoothness,
      stationaryExcess: stationaryExcess, weakError: weakError)
    proposal = plan.stepSize.value ?? .nan
  }

  /// The rung whose excess makes A.
  var excessRung: PlanRung? { rungs.max { $0.stationary.upper < $1.stationary.upper } }
  /// The rung whose gap makes B.
  var gapRung: PlanRung? { rungs.max { $0.weakError.upper < $1.weakError.upper } }

  /// The largest limit, as a number that has no uncertainty of its own.
  private static func largest(
    _ rungs: [PlanRung], _ limit: (PlanRung) -> Double, missing: String?
  ) -> Quantity {
    let limits = rungs.map(limit)
    guard let top = limits.max(), limits.allSatisfy(\.isFinite) else {
      return Quantity(unavailable: missing ?? "a rung of the ladder has no finite value")
    }
    return Quantity(
      limit: top,
      method: "largest upper limit over s = \(rungs.map(\.learningRate.shortText).joined(separator: ", "))")
  }
}
