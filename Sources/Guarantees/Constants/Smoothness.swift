/// Upper bounds of gLip, the Lipschitz constant of ∇L.
public struct Smoothness: Sendable, Equatable {
  /// As the paper prints it; nil where the paper does not speak of the problem
  public let printed: Double?
  /// Whether the printed one is a bound: its first term has B_x where B_x² is due, so only for B_x ≤ 1
  public let printedIsValid: Bool
  /// With the first term corrected
  public let corrected: Double?
  /// Without the detour over rows; infinite where ∇L is not known to be Lipschitz
  public let sharp: Double
  /// Where the sharp one comes from
  public let source: String
  /// Whether the sharp one is gLip itself
  public var isExact = false

  /// The smallest valid one.
  public var best: Double {
    min(sharp, corrected ?? .infinity, printedIsValid ? printed ?? .infinity : .infinity)
  }
}

extension NetConstants {
  /// The bounds of a net.
  ///
  /// - printed: √p (‖a‖B_xB_yL′ + √p‖a‖²M_D²B_x² + p‖a‖²B_x²M′_DB_σ + λ), Lemma 3.1
  /// - corrected: the same with ‖a‖B_x²B_yL′
  /// - sharp: ‖a‖²M_D²B_x² + (B_y + ‖a‖₁B_σ)‖a‖_∞M′_DB_x² + λ, derived in notes/guarantees.md; with a single unit
  ///   that has an outer weight, sup|σσ″| takes the place of B_σM′_D and may be finite where B_σ is not
  public var smoothness: Smoothness {
    let p = Double(width)
    let (sigma, a, x) = (activation, outerNorm, dataRadius)
    let first = a * x * labelBound * sigma.derivativeLipschitz
    let slope = a * sigma.derivativeBound * x
    let rest =
      p.squareRoot() * slope * slope
      + p * product(a * a * x * x * sigma.secondDerivativeBound, sigma.bound) + regularization
    let curvature =
      activeUnits <= 1
      ? outerSum * sigma.curvatureProduct
      : product(outerSum * sigma.secondDerivativeBound, sigma.bound)
    let residual = labelBound * sigma.secondDerivativeBound + curvature
    return Smoothness(
      printed: p.squareRoot() * (first + rest), printedIsValid: x <= 1,
      corrected: p.squareRoot() * (first * x + rest),
      sharp: slope * slope + product(outerMaximum * x * x, residual) + regularization,
      source: "sup |Hess L| <= |a|^2 M_D^2 B_x^2 + (B_y + |a|_1 B_sigma) |a|_inf M'_D B_x^2 + lambda")
  }
}
