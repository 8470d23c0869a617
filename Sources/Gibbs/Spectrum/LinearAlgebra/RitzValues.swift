import GSL

/// The eigenvalues σ² and eigenvectors of the Gram matrix G = YᵀY of a few columns, ascending.
///
/// G is scaled to unit diagonal and factorised by Cholesky, and the singular values of the factor come from one-sided Jacobi
/// rotations. Columns of Y that are nearly orthogonal then give even tiny σ² to high relative accuracy, as long as σ is above
/// 10k·2⁻⁵² of the largest.
/// Reference: Demmel and Veselić, SIAM J. Matrix Anal. Appl. 13 (1992), 1204.
///
/// - Parameter gram: k rows of k numbers
/// - Returns: σ², and the eigenvectors as k rows of coefficients
func ritzValues(gram: [[Double]]) throws -> (values: [Double], vectors: [[Double]]) {
  let k = gram.count
  // upper triangular R with G = RᵀR; the smallest columns last, so that rounding stays relative
  let order = (0..<k).sorted { gram[$0][$0] > gram[$1][$1] }
  var factor = [[Double]](repeating: [Double](repeating: 0, count: k), count: k)
  for j in 0..<k {
    for i in 0...j {
      var sum = gram[order[i]][order[j]]
      for m in 0..<i { sum -= factor[m][i] * factor[m][j] }
      factor[i][j] = i < j ? (factor[i][i] > 0 ? sum / factor[i][i] : 0) : max(sum, 0).squareRoot()
    }
  }
  let system = try SingularSystem(factor)
  let vectors = system.vectors.map { vector in
    var coefficients = [Double](repeating: 0, count: k)
    for i in 0..<k { coefficients[order[i]] = vector[i] }
    return coefficients
  }
  return (system.values.map { $0 * $0 }, vectors)
}
