import Foundation
import Gibbs
import Stochastic

/// What the theorems allow the excess risk to be at time t: level + C(s)‖ρ − μ_s‖ e^(−λ_s t).
///
/// With level E_μ L − min L it bounds the SDE (the argument of Theorem 3.4), with level (A + B)s it bounds SGD up to
/// the horizon of B (Theorem 3.2).
///
/// Reference: Gopalani and Mukherjee, Theorems 3.2 and 3.4.
public struct DecayBound: Sendable {
  /// What is left as t → ∞
  public let level: Double
  /// C(s)
  public let excessRiskNorm: Quantity
  /// ‖ρ − μ_s‖ in L²(1/μ_s)
  public let initialDistance: Quantity
  /// λ_s
  public let rate: Quantity
  /// log(C(s)‖ρ − μ_s‖): infinite where the distance is, nil where a factor is not known
  public let amplitudeLogarithm: Double?

  public init(level: Double, report: GibbsReport) {
    self.level = level
    excessRiskNorm = report.excessRiskNorm
    initialDistance = report.initialDistance
    rate = report.spectralGap
    if let norm = report.excessRiskNorm.value, let distance = report.initialDistanceLogarithm {
      amplitudeLogarithm = log(norm) + distance
    } else {
      amplitudeLogarithm = nil
    }
  }

  /// C(s)‖ρ − μ_s‖ e^(−λ_s t); infinite where the distance is, NaN where it is not known.
  public func transient(at time: Double) -> Double {
    guard let amplitudeLogarithm, let rate = rate.value else { return .nan }
    return amplitudeLogarithm == .infinity ? .infinity : exp(amplitudeLogarithm - rate * time)
  }

  /// The bound itself.
  public func value(at time: Double) -> Double { level + transient(at: time) }

  /// From when on the transient part is at most `size`; nil where it never is, or that is not known.
  public func time(transientBelow size: Double) -> Double? {
    guard let amplitudeLogarithm, amplitudeLogarithm < .infinity, let rate = rate.value, rate > 0 else {
      return nil
    }
    return max((amplitudeLogarithm - log(size)) / rate, 0)
  }

  /// Whether the bound says nothing because the distance is infinite.
  public var isInfinite: Bool { amplitudeLogarithm == .infinity }

  /// Why there are no numbers: the distance is infinite, or a factor was not computed; nil if there are.
  public var obstruction: String? {
    if isInfinite {
      return "the distance of the initial law from the Gibbs law is infinite: \(initialDistance.method ?? "")"
    }
    let parts = [
      ("C(s,L)", excessRiskNorm), ("the distance of the initial law", initialDistance), ("lambda_s", rate),
    ]
    return parts.first { $0.1.value == nil }.map {
      "\($0.0) is not available: \($0.1.reason ?? "no reason given")"
    }
  }
}
