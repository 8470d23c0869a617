import Stochastic

/// The step size and the number of steps that a theorem prescribes for SGD to come within ε of the minimum.
///
/// Pure arithmetic: A, B, C(s*), λ_{s*} and ‖ρ − μ_{s*}‖ are measured elsewhere, and what follows from them carries the
/// weakest of their labels.
public struct StepPlan: Sendable, Equatable {
  public enum Rule: String, Sendable {
    /// s* = min(1/gLip, ε/(A + B)): E L − min L ≤ ε + C‖ρ − μ‖e^(−s*λk)
    case theorem32 = "theorem-3.2"
    /// s* = min(1/gLip, ε/(2(A + B))): E L − min L ≤ ε if the initial law is close enough
    case corollary33 = "corollary-3.3"
  }

  public let rule: Rule
  /// ε
  public let accuracy: Double
  /// T
  public let horizon: Double
  /// 1/gLip
  public let smoothnessLimit: Quantity
  /// ε/(A + B), or half of it
  public let accuracyLimit: Quantity
  /// s*
  public let stepSize: Quantity

  /// - Parameters:
  ///   - accuracy: ε > 0
  ///   - horizon: T > 0
  ///   - smoothness: an upper bound of gLip
  ///   - stationaryExcess: A(L), with E_μ L − min L ≤ As
  ///   - weakError: B(T, L), with |E L(SGD at T) − E L(SDE at T)| ≤ Bs
  /// - Throws: `ProblemError` unless ε and T are positive and finite.
  public init(
    _ rule: Rule, accuracy: Double, horizon: Double, smoothness: Quantity, stationaryExcess: Quantity,
    weakError: Quantity
  ) throws(ProblemError) {
    guard accuracy > 0, accuracy.isFinite, horizon > 0, horizon.isFinite else {
      throw ProblemError(
        "accuracy \(accuracy) and horizon \(horizon); expected positive, finite numbers")
    }
    self.rule = rule
    self.accuracy = accuracy
    self.horizon = horizon
    smoothnessLimit = .combining([smoothness], method: "1/gLip") { 1 / $0[0] }
    accuracyLimit = rule.accuracyLimit(
      accuracy: accuracy, stationaryExcess: stationaryExcess, weakError: weakError)
    stepSize = .combining([smoothnessLimit, accuracyLimit], method: "min(1/gLip, \(rule.accuracyText))") {
      min($0[0], $0[1])
    }
  }

  /// k = ⌈T/s*⌉; nil where s* is not available, or 0, or the steps cannot be counted.
  public var stepCount: Int? {
    guard let s = stepSize.value, s > 0 else { return nil }
    // a quotient that is whole up to rounding is meant to be whole
    return Int(exactly: max(1, (horizon / s - 1e-9).rounded(.up)))
  }

  /// (ε/(2C)) e^{λT}
  static func distanceLimit(_ measured: Measurements, accuracy: Double, horizon: Double) -> Quantity {
    .combining(
      [measured.excessRiskNorm, measured.spectralGap], method: "epsilon/(2 C(s)) exp(lambda_s T)"
    ) { accuracy / (2 * $0[0]) * exponential($0[1] * horizon) }
  }
}

extension StepPlan.Rule {
  /// What the condition on ε keeps s below.
  var accuracyText: String {
    switch self {
    case .theorem32: "epsilon/(A + B)"
    case .corollary33: "epsilon/(2 (A + B))"
    }
  }

  /// The condition on s and ε.
  var accuracyStatement: String { "s <= " + accuracyText }

  /// ε/(A + B), or half of it.
  func accuracyLimit(accuracy: Double, stationaryExcess: Quantity, weakError: Quantity) -> Quantity {
    let share = self == .theorem32 ? 1.0 : 2.0
    return .combining([stationaryExcess, weakError], method: accuracyText) {
      let total = share * ($0[0] + $0[1])
      return total > 0 ? accuracy / total : .infinity
    }
  }
}
