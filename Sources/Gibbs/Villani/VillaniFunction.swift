import Stochastic

/// V_s = ‖∇L‖²/s − ΔL, which tends to infinity for a Villani function.
///
/// For every h: ∫ V_s h² dμ_s ≤ s ∫ ‖∇h‖² dμ_s.
/// Reference: Gopalani and Mukherjee, "Global convergence of SGD on two layer neural nets", Appendix C.
public struct VillaniFunction: Sendable {
  /// s
  public let learningRate: Double

  public init(learningRate: Double) { self.learningRate = learningRate }

  /// V_s at the evaluator's sixteen weights.
  public func value<P: TwiceDifferentiable>(_ evaluator: Evaluator<P>) -> Lanes {
    let gradient = evaluator.gradient()
    var square = Lanes.zero
    for k in 0..<evaluator.dimension { square.addProduct(gradient[k], gradient[k]) }
    return square / learningRate - evaluator.laplacian()
  }

  /// How much rounding V_s can suffer at a point: its two terms may cancel.
  func rounding<P: TwiceDifferentiable>(at point: [Double], _ evaluator: Evaluator<P>) -> Double {
    let square = evaluator.gradient(at: point).reduce(0) { $0 + $1 * $1 }
    return 64 * Double.ulpOfOne * (square / learningRate + evaluator.laplacian(at: point).magnitude)
  }
}
