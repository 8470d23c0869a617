import Stochastic

/// What Monte Carlo says about the spectral gap λ_s.
public struct GapReport: Sendable {
  /// Rayleigh quotients, each an upper bound up to its statistical error
  public let upperBounds: [GapUpperBound]
  /// λ_s from relaxation along trajectories: neither an upper nor a lower bound; nil where `remark` says why
  public let estimate: Estimate?
  /// How the estimate was made
  public let method: String
  /// Why there is no estimate, or what it rests on
  public let remark: String?
}
