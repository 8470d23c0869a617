import Stochastic

/// Solutions of (H + μ)x = b by conjugate gradients, H + μ a Stieltjes matrix: positive definite, no entry beside the
/// diagonal positive.
///
/// Preconditioned with M = (D + N) D⁻¹ (D + Nᵀ), N the part of H below the diagonal and M's diagonal that of H + μ: the
/// incomplete factorisation without fill, which exists for every Stieltjes matrix. Reference: Meijerink and van der Vorst,
/// Mathematics of Computation 31 (1977), 148.
struct ConjugateGradients {
  let system: GraphOperator
  /// μ
  let shift: Double
  /// 1/D
  private let pivots: [Double]

  init(_ system: GraphOperator, shift: Double) {
    (self.system, self.shift) = (system, shift)
    var pivots = [Double](repeating: 0, count: system.order)
    for (row, diagonal) in system.diagonal.enumerated() {
      var pivot = diagonal + shift
      system.forEachEntry(before: row) { column, value in pivot -= value * value * pivots[column] }
      pivots[row] = 1 / pivot
    }
    self.pivots = pivots
  }

  /// - Parameters:
  ///   - tolerance: the largest |b − (H + μ)x|_i to be left
  ///   - limit: on iterations
  /// - Returns: x, and after how many iterations the tolerance was reached; nil if it was not
  /// - Throws: `CancellationError`
  func solve(
    _ b: [Double], tolerance: Double, limit: Int, control: RunControl?
  ) throws -> (x: [Double], iterations: Int?) {
    let order = system.order
    var x = [Double](repeating: 0, count: order)
    var (residual, scratch, image) = (b, [0.0], x)
    var corrected = preconditioned(residual)
    var direction = corrected
    var energy = scalarProduct(residual, corrected)
    for iteration in 0...limit {
      if residual.allSatisfy({ $0.magnitude <= tolerance }) { return (x, iteration) }
      if control?.isCancelled == true { throw CancellationError() }
      for i in 0..<order { image[i] = 0 }
      system.advance(direction, &image, scale: 1, shift: shift, scratch: &scratch)
      let step = energy / scalarProduct(direction, image)
      guard step.isFinite else { break }
      for i in 0..<order {
        x[i] += step * direction[i]
        residual[i] -= step * image[i]
      }
      corrected = preconditioned(residual)
      let next = scalarProduct(residual, corrected)
      let ratio = next / energy
      for i in 0..<order { direction[i] = corrected[i] + ratio * direction[i] }
      energy = next
    }
    return (x, nil)
  }

  /// M⁻¹ r
  private func preconditioned(_ r: [Double]) -> [Double] {
    var x = r
    for row in 0..<x.count {
      var sum = x[row]
      system.forEachEntry(before: row) { column, value in sum -= value * x[column] }
      x[row] = sum * pivots[row]
    }
    for row in (0..<x.count).reversed() {
      var sum = 0.0
      system.forEachEntry(after: row) { column, value in sum += value * x[column] }
      x[row] -= sum * pivots[row]
    }
    return x
  }
}
