import Stochastic

extension GraphOperator {
  /// (H + μ)⁻¹ b by conjugate gradients, preconditioned with the diagonal, to a relative residual.
  /// - Throws: `CancellationError`
  func solve(_ b: [Double], shift mu: Double, tolerance: Double, control: RunControl?) throws -> [Double] {
    let inverse = diagonal.map { 1 / ($0 + mu) }
    var x = [Double](repeating: 0, count: order)
    var (residual, scratch, image) = (b, [0.0], x)
    var direction = zip(inverse, b).map { $0 * $1 }
    var energy = scalarProduct(residual, direction)
    let goal = tolerance * scalarProduct(b, b).squareRoot()
    for _ in 0..<4000 where scalarProduct(residual, residual).squareRoot() > goal {
      if control?.isCancelled == true { throw CancellationError() }
      for i in 0..<order { image[i] = 0 }
      advance(direction, &image, scale: 1, shift: mu, scratch: &scratch)
      let step = energy / scalarProduct(direction, image)
      var next = 0.0
      for i in 0..<order {
        x[i] += step * direction[i]
        residual[i] -= step * image[i]
        next += residual[i] * residual[i] * inverse[i]
      }
      let ratio = next / energy
      for i in 0..<order { direction[i] = inverse[i] * residual[i] + ratio * direction[i] }
      energy = next
    }
    return x
  }
}
