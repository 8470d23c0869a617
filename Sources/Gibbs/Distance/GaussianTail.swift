import Stochastic

/// Whether ∫ ρ²/μ_s is finite for ρ = N(m, σ²I), by the behaviour of L far out and not by overflow.
///
/// The integrand is exp(−‖w − m‖²/σ² + 2L/s) times a constant, with L = U + (λ/2)‖w‖²:
/// - inf U > −∞ and λ/s ≥ 1/σ²: infinite, equality included, for it is at least a constant times exp(2 m·w/σ²);
/// - sup U < ∞ and λ/s < 1/σ²: finite;
/// - otherwise with q(u) = lim L(ru)/r²: infinite if q(u) > s/(2σ²) for some direction, finite if
///   sup q < s/(2σ²) and the limit is uniform (nets with softplus: L = r²q(u) + O(r)), undecided at equality.
public enum GaussianTail: Sendable, Equatable {
  case finite(reason: String)
  case infinite(reason: String)
  case undecided(reason: String)
}

extension GaussianTail {
  public init<P: GibbsPotential>(of potential: P, learningRate: Double, standardDeviation: Double) {
    // λσ²/s
    let ratio = potential.regularization * standardDeviation * standardDeviation / learningRate
    if potential.remainderInfimum > -.infinity, ratio >= 1 - 4 * Double.ulpOfOne {
      self = .infinite(
        reason: "variance \(short(standardDeviation * standardDeviation)) is not below s/regularization")
    } else if potential.remainderSupremum < .infinity {
      self = .finite(reason: "the data term is bounded and the variance is below s/regularization")
    } else {
      self = GaussianTail.byRays(
        potential, threshold: learningRate / (2 * standardDeviation * standardDeviation))
    }
  }

  /// Compares sup q with s/(2σ²).
  private static func byRays<P: GibbsPotential>(_ potential: P, threshold: Double) -> GaussianTail {
    guard potential.dimension <= 3 else {
      return .undecided(reason: "the growth of the loss was not maximised over directions above 3 weights")
    }
    let evaluator = Evaluator(potential)
    // L/r² along the ray of fastest growth, at two radii that are far out for any data
    let growth = [1e5, 1e8].map { radius -> Double in
      let search = SphereSearch(potential) { -$0.value() }
      return -search.minimum(radius: radius, with: evaluator).value / (radius * radius)
    }
    if !growth[1].isFinite || growth[1] > 100 * growth[0] {
      return .infinite(reason: "the loss grows faster than the square of the weights")
    }
    // q is known to about 1/r
    if growth[1] > threshold * (1 + 1e-6) {
      return .infinite(
        reason: "the loss grows like \(short(growth[1])) r^2 along a ray, faster than s/(2 variance) allows")
    }
    if growth[1] < threshold * (1 - 1e-6) {
      return .finite(reason: "the loss grows at most like \(short(growth[1])) r^2, less than s/(2 variance)")
    }
    return .undecided(
      reason: "the loss grows like \(short(growth[1])) r^2 along a ray, just as s/(2 variance)")
  }
}
