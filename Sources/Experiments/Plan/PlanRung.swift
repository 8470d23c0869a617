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

  /// (E_μ L − min L)/s with its upper confidence limit; for a number computed without chance that is the number and
  /// its error.
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
  /// A, the largest upper limit of (E_μ L − min L)/s over the ladder
  public let stationaryExcess: Quantity
  /// B, the largest upper limit of sup |E L(SGD) − E L(SDE)|/s over the ladder
  public let weakError: Quantity
  /// min(1/gLip, ε/(A + B))
  public let proposal: Double

  init(
    centre: Double, rungs: [PlanRung], smoothness: Quantity, accuracy: Double, horizon: Double
  ) throws {
    self.centre = centre
    self.rungs = rungs
    stationaryExcess = Self.largest(rungs) { ($0.stationary.value, $0.stationary.upper, $0.excess.kind) }
    weakError = Self.largest(rungs) { ($0.weakError.value, $0.weakError.upper, .estimate) }
    let plan = try StepPlan(
      .theorem32, accuracy: accuracy, horizon: horizon, smoothness: smoothness,
      stationaryExcess: stationaryExcess, weakError: weakError)
    proposal = plan.stepSize.value ?? .nan
  }

  /// The rung whose gap makes B.
  var decisiveRung: PlanRung? { rungs.max { $0.weakError.upper < $1.weakError.upper } }

  /// An upper limit as a number of its own: what it exceeds the value by is its uncertainty.
  private static func largest(
    _ rungs: [PlanRung], _ read: (PlanRung) -> (value: Double, upper: Double, kind: Quantity.Kind?)
  ) -> Quantity {
    guard let top = rungs.map(read).max(by: { $0.upper < $1.upper }), top.upper.isFinite else {
      return Quantity(unavailable: "a rung of the ladder has no finite value")
    }
    let method = "largest over s = \(rungs.map(\.learningRate.shortText).joined(separator: ", "))"
    return top.kind == .exact
      ? Quantity(Exact(value: top.upper, error: top.upper - top.value), method: method)
      : Quantity(
        Estimate(value: top.upper, standardError: top.upper - top.value),
        method: "upper confidence limit, " + method)
  }
}
