/// V_s(W) = ‖∇L‖²/s − ΔL ≥ g₁r² − g₂r + g₃ for every W, r = ‖W‖. Where g₁ > 0 it proves V_s → ∞.
public struct VillaniLowerBound: Sendable, Equatable {
  /// Short name, such as "paper"
  public let name: String
  public let source: String
  public let quadratic: Double
  public let linear: Double
  public let constant: Double

  /// g₁r² − g₂r + g₃
  public func value(radius r: Double) -> Double { quadratic * r * r - linear * r + constant }

  /// Whether the bound tends to infinity.
  public var isCoercive: Bool {
    quadratic > 0 && linear < .infinity && constant > -.infinity
  }

  /// The radius from which on the bound is positive; nil if there is none.
  public var positivityRadius: Double? {
    guard isCoercive else { return nil }
    let discriminant = linear * linear - 4 * quadratic * constant
    guard discriminant >= 0 else { return 0 }
    return max(0, (linear + discriminant.squareRoot()) / (2 * quadratic))
  }
}

extension NetConstants {
  /// All that is known, at one learning rate s.
  public func villaniLowerBounds(learningRate s: Double) -> [VillaniLowerBound] {
    [paperBound(s), boundedActivationBound(s), dissipationBound(s)].filter {
      $0.linear < .infinity && $0.constant > -.infinity
    }
  }

  /// Section 5 of the paper: (4) divided by s, less (5). The print lacks the 1/s of g₁.
  func paperBound(_ s: Double) -> VillaniLowerBound {
    VillaniLowerBound(
      name: "paper", source: "Section 5 with g1 = (lambda^2 - lambda lambda_c)/s",
      quadratic: regularization * (regularization - lambdaCritical) / s,
      linear: gradientSlope / s + laplacianSlope, constant: -laplacianOffset)
  }

  /// ‖∇L‖ ≥ λr − G with G the bound of the data term's gradient, so ‖∇L‖² ≥ λ²r² − 2λGr.
  func boundedActivationBound(_ s: Double) -> VillaniLowerBound {
    VillaniLowerBound(
      name: "bounded-activation", source: "the data term has a bounded gradient (notes/guarantees.md)",
      quadratic: regularization * regularization / s,
      linear: product(2 * regularization / s, dataGradientBound), constant: -boundedLaplacian)
  }

  /// ⟨∇L, W⟩ ≥ λr² − K, so ‖∇L‖² ≥ λ²r² − 2λK.
  func dissipationBound(_ s: Double) -> VillaniLowerBound {
    VillaniLowerBound(
      name: "dissipation", source: "z sigma'(z) - sigma(z) is bounded (notes/guarantees.md)",
      quadratic: regularization * regularization / s, linear: sharpLaplacianSlope,
      constant: -2 * regularization * dissipationDefect / s - sharpLaplacianOffset)
  }
}
