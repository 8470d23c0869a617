import Stochastic

/// A potential about which theory has something to say.
public protocol Certifiable: TwiceDifferentiable {
  /// Nil for a problem that is not a net
  var netConstants: NetConstants? { get }

  /// Upper bounds of the Lipschitz constant of ∇L
  var smoothness: Smoothness { get }

  /// Whether ∇L is Lipschitz on all of R^D
  var gradientLipschitz: Finding { get }

  /// Whether L → ∞ and exp(−2L/s) is integrable for every s > 0, L being smooth
  var confinement: Finding { get }

  /// Whether besides V_s = ‖∇L‖²/s − ΔL → ∞ for every s > 0
  var villani: Finding { get }

  /// λ₋ and λ₊ with L ≥ (λ₋/2)‖W‖² − const and L ≤ (λ₊/2)‖W‖² + O(‖W‖); infinite where L grows faster
  var quadraticGrowth: ClosedRange<Double> { get }

  /// V_s ≥ g₁‖W‖² − g₂‖W‖ + g₃ on all of R^D, every such bound that is known
  func villaniLowerBounds(learningRate: Double) -> [VillaniLowerBound]
}
