// Second derivatives of the data term, sample by sample: not a hot path. With z_j = βW_j·x and r = f − y,
// H = (1/n) Σ [ J Jᵀ + r blockdiag_j(c a_j φ″(z_j) βx βxᵀ) ],  J_(jk) = c a_j φ′(z_j) βx_k.

extension Activation {
  /// Adds the Hessian of (1/n) Σ ½(yᵢ − f(xᵢ))² to `hessian`, D × D. Scratch: 2p lanes.
  @inlinable
  public static func riskHessian(
    _ risk: RiskData, at w: LaneVector, into hessian: LaneVector, scratch: LaneVector
  ) {
    let d = risk.inputDimension
    let size = risk.width * d
    for i in 0..<risk.sampleCount {
      let residual = fillDerivatives(risk, sample: i, w, scratch)
      let x = risk.inputs + i * d
      for row in 0..<size {
        let (j, k) = row.quotientAndRemainder(dividingBy: d)
        for column in 0..<size {
          let (l, m) = column.quotientAndRemainder(dividingBy: d)
          var entry = scratch[2 * j] * scratch[2 * l]
          if j == l { entry += residual * scratch[2 * j + 1] }
          hessian[row * size + column] += entry * (x[k] * x[m] / Double(risk.sampleCount))
        }
      }
    }
  }

  /// The trace of the same: (1/n) Σ_i Σ_j [(c a_j φ′)² + r c a_j φ″] ‖βxᵢ‖².
  @inlinable
  public static func riskLaplacian(_ risk: RiskData, at w: LaneVector, scratch: LaneVector) -> Lanes {
    let d = risk.inputDimension
    var sum = Lanes.zero
    for i in 0..<risk.sampleCount {
      let residual = fillDerivatives(risk, sample: i, w, scratch)
      var square = 0.0
      let x = risk.inputs + i * d
      for k in 0..<d { square += x[k] * x[k] }
      var trace = Lanes.zero
      for j in 0..<risk.width { trace += scratch[2 * j] * scratch[2 * j] + residual * scratch[2 * j + 1] }
      sum += trace * (square / Double(risk.sampleCount))
    }
    return sum
  }

  /// Writes c a_j φ′ and c a_j φ″ at sample i, row by row, into scratch; returns f(xᵢ) − yᵢ.
  @inlinable
  static func fillDerivatives(
    _ risk: RiskData, sample i: Int, _ w: LaneVector, _ scratch: LaneVector
  ) -> Lanes {
    let d = risk.inputDimension
    let x = risk.inputs + i * d
    var residual = Lanes(repeating: -risk.label(i))
    for j in 0..<risk.width {
      var z = Lanes.zero
      for k in 0..<d { z += w[j * d + k] * x[k] }
      let y = z / risk.argumentUnit
      let phi = evaluate(y)
      residual += risk.outer[j] * phi.value
      scratch[2 * j] = risk.outer[j] * phi.derivative
      scratch[2 * j + 1] =
        risk.outer[j] * secondDerivative(y, value: phi.value, derivative: phi.derivative)
    }
    return residual
  }
}
