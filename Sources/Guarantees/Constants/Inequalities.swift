// The paper's inequalities (4) and (5), r = ‖W‖_F. Derivations: notes/guarantees.md.

extension NetConstants {
  /// (4): ‖∇L(W)‖² ≥ (λ² − λλ_c) r² − 2λM_DB_x‖a‖(B_y + ‖a‖‖c‖) r, with the stray m of the print set to 1.
  public func squaredGradientLowerBound(radius r: Double) -> Double {
    (regularization - lambdaCritical) * regularization * r * r - gradientSlope * r
  }

  /// The linear coefficient of (4).
  var gradientSlope: Double {
    2 * regularization * activation.derivativeBound * dataRadius * outerNorm
      * (labelBound + outerNorm * offsetNorm)
  }

  /// (5): ΔL(W) ≤ p [M_D²B_x²‖a‖² + ‖a‖(B_y + ‖a‖(‖c‖ + LB_x r)) M′_DB_x² + λd].
  public func laplacianUpperBound(radius r: Double) -> Double {
    laplacianSlope * r + laplacianOffset
  }

  var laplacianSlope: Double {
    Double(width) * outerNorm * outerNorm * activation.lipschitz * activation.secondDerivativeBound
      * dataRadius * dataRadius * dataRadius
  }

  var laplacianOffset: Double {
    let slope = outerNorm * activation.derivativeBound * dataRadius
    let residual = labelBound + outerNorm * offsetNorm
    return Double(width)
      * (slope * slope + outerNorm * residual * activation.secondDerivativeBound * dataRadius * dataRadius
        + regularization * Double(inputDimension))
  }

  /// (5), sharp: ΔL(W) ≤ ‖a‖²M_D²B_x² + ‖a‖₁ρ(r)M′_DB_x² + λpd with |f − y| ≤ ρ(r), the smaller of
  /// B_y + ‖a‖(‖c‖ + LB_x r) and B_y + ‖a‖₁B_σ.
  public func sharpLaplacianUpperBound(radius r: Double) -> Double {
    min(sharpLaplacianSlope * r + sharpLaplacianOffset, boundedLaplacian)
  }

  var sharpLaplacianSlope: Double { curvatureWeight * outerNorm * activation.lipschitz * dataRadius }

  var sharpLaplacianOffset: Double {
    curvatureWeight * (labelBound + outerNorm * offsetNorm) + laplacianFloor
  }

  /// The sharp bound of ΔL with the bounded residual: infinite if σ is unbounded.
  var boundedLaplacian: Double { product(curvatureWeight, residualBound) + laplacianFloor }

  /// ‖a‖₁M′_DB_x²
  private var curvatureWeight: Double {
    outerSum * activation.secondDerivativeBound * dataRadius * dataRadius
  }

  /// ‖a‖²M_D²B_x² + λpd
  private var laplacianFloor: Double {
    let slope = outerNorm * activation.derivativeBound * dataRadius
    return slope * slope + regularization * Double(dimension)
  }
}
