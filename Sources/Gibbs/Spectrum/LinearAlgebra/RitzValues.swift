@preconcurrency import CGSL
import GSL

/// The eigenvalues σ² and eigenvectors of the Gram matrix G = YᵀY of a few columns, ascending.
///
/// G is scaled to unit diagonal and factorised by Cholesky, and the singular values of the factor come from one-sided Jacobi
/// rotations. Columns of Y that are nearly orthogonal then give even tiny σ² to high relative accuracy.
/// Reference: Demmel and Veselić, SIAM J. Matrix Anal. Appl. 13 (1992), 1204.
///
/// - Parameter gram: k rows of k numbers
/// - Returns: σ², and the eigenvectors as k rows of coefficients
func ritzValues(gram: [[Double]]) throws -> (values: [Double], vectors: [[Double]]) {
  let k = gram.count
  let factor = try GSLMatrix(rows: k, columns: k)
  let rotations = try GSLMatrix(rows: k, columns: k)
  // upper triangular R with G = RᵀR; the smallest columns last, so that rounding stays relative
  let order = (0..<k).sorted { gram[$0][$0] > gram[$1][$1] }
  var rows = [[Double]](repeating: [Double](repeating: 0, count: k), count: k)
  for j in 0..<k {
    for i in 0...j {
      var sum = gram[order[i]][order[j]]
      for m in 0..<i { sum -= rows[m][i] * rows[m][j] }
      rows[i][j] = i < j ? (rows[i][i] > 0 ? sum / rows[i][i] : 0) : max(sum, 0).squareRoot()
    }
  }
  for i in 0..<k { for j in 0..<k { gsl_matrix_set(factor.pointer, i, j, rows[i][j]) } }
  let singular = try allocated("\(k) singular values") { gsl_vector_calloc(k) }
  defer { gsl_vector_free(singular) }
  try check(gsl_linalg_SV_decomp_jacobi(factor.pointer, rotations.pointer, singular))
  let ascending = (0..<k).sorted { gsl_vector_get(singular, $0) < gsl_vector_get(singular, $1) }
  let values = ascending.map { gsl_vector_get(singular, $0) * gsl_vector_get(singular, $0) }
  let vectors = ascending.map { column in
    var coefficients = [Double](repeating: 0, count: k)
    for i in 0..<k { coefficients[order[i]] = gsl_matrix_get(rotations.pointer, i, column) }
    return coefficients
  }
  return (values, vectors)
}

/// A GSL matrix that frees itself.
final class GSLMatrix {
  let pointer: UnsafeMutablePointer<gsl_matrix>

  /// All zero. - Throws: `GSLError` if there is no memory.
  init(rows: Int, columns: Int) throws(GSLError) {
    pointer = try allocated("a matrix of \(rows) × \(columns)") { gsl_matrix_calloc(rows, columns) }
  }

  deinit { gsl_matrix_free(pointer) }
}
