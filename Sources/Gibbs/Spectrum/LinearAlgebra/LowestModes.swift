import Stochastic

/// A positive semidefinite H = FᵀF on R^n whose null vector is known.
protocol FactorizedOperator {
  var order: Int { get }
  /// The null vector, of norm 1
  var ground: [Double] { get }
  /// F v
  func factor(_ vector: UnsafePointer<Double>) -> [Double]
}

/// Eigenpairs of H = FᵀF above its null vector, ascending.
struct Modes {
  var values: [Double]
  /// Orthonormal
  var vectors: [[Double]]
}

extension FactorizedOperator {
  /// The lowest `count` eigenpairs above the null vector, through an operator with the same eigenvectors whose
  /// largest eigenvalues belong to H's smallest (a shifted inverse, a polynomial filter).
  ///
  /// The null vector is projected out, Rayleigh and Ritz act on F, and a second search beside what was found makes sure
  /// that no copy of a multiple eigenvalue is missing; it is a rough one unless there is something to find.
  func lowestModes(
    count: Int, tolerance: Double, control: RunControl?,
    through apply: (UnsafePointer<Double>, UnsafeMutablePointer<Double>) throws -> Void
  ) throws -> Modes {
    var modes = try ritz(
      search(count, beside: [ground], tolerance: tolerance, control: control, through: apply))
    for _ in 0..<count {
      let beside = [ground] + modes.vectors
      let rough = try search(
        1, beside: beside, krylov: 10, tolerance: 1e-3, control: control, through: apply)
      guard try ritz(rough).values[0] < modes.values[count - 1] * (1 - 1e-7) else { break }
      let extra = try search(1, beside: beside, tolerance: tolerance, control: control, through: apply)
      modes = try ritz(modes.vectors + extra)
    }
    return Modes(
      values: Array(modes.values.prefix(count)), vectors: Array(modes.vectors.prefix(count)))
  }

  private func search(
    _ count: Int, beside known: [[Double]], krylov: Int? = nil, tolerance: Double, control: RunControl?,
    through apply: (UnsafePointer<Double>, UnsafeMutablePointer<Double>) throws -> Void
  ) throws -> [[Double]] {
    let n = order
    var input = [Double](repeating: 0, count: n)
    let flat = try largestEigenvectors(
      count: count, order: n, krylov: krylov ?? max(2 * count + 8, 20), tolerance: tolerance
    ) { source, target in
      if control?.isCancelled == true { throw CancellationError() }
      try input.withUnsafeMutableBufferPointer { input in
        guard let base = input.baseAddress else { return }
        base.update(from: source, count: n)
        removeComponents(base, away: known)
        try apply(UnsafePointer(base), target)
        removeComponents(target, away: known)
      }
    }
    var vectors: [[Double]] = []
    for k in 0..<count {
      var vector = Array(flat[k * n..<(k + 1) * n])
      for _ in 0..<2 { removeComponents(&vector, away: known + vectors) }
      let norm = scalarProduct(vector, vector).squareRoot()
      vectors.append(vector.map { $0 / norm })
    }
    return vectors
  }

  /// The eigenpairs of H on the span of orthonormal vectors.
  private func ritz(_ vectors: [[Double]]) throws -> Modes {
    let images = vectors.map { factor($0) }
    let (values, coefficients) = try ritzValues(
      gram: images.map { left in images.map { scalarProduct(left, $0) } })
    let rotated = coefficients.map { row in
      var sum = [Double](repeating: 0, count: order)
      for (weight, vector) in zip(row, vectors) {
        for i in 0..<sum.count { sum[i] += weight * vector[i] }
      }
      return sum
    }
    return Modes(values: values, vectors: rotated)
  }
}

/// x·y, summed in four strands.
func scalarProduct(_ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, _ count: Int) -> Double {
  var sums = SIMD8<Double>.zero
  var i = 0
  while i + 8 <= count {
    let a = UnsafeRawPointer(x + i).loadUnaligned(as: SIMD8<Double>.self)
    let b = UnsafeRawPointer(y + i).loadUnaligned(as: SIMD8<Double>.self)
    sums += a * b
    i += 8
  }
  var result = sums.sum()
  while i < count {
    result += x[i] * y[i]
    i += 1
  }
  return result
}

func scalarProduct(_ x: [Double], _ y: [Double]) -> Double { scalarProduct(x, y, x.count) }

/// Takes the components along orthonormal vectors out of x.
func removeComponents(_ x: UnsafeMutablePointer<Double>, away vectors: [[Double]]) {
  for vector in vectors {
    let overlap = scalarProduct(x, vector, vector.count)
    vector.withUnsafeBufferPointer { v in
      for i in 0..<v.count { x[i] -= overlap * v[i] }
    }
  }
}
