@preconcurrency import CGSL

/// Singular values in ascending order, each with its unit right singular vector.
public struct SingularSystem: Sendable, Equatable {
  public let values: [Double]
  /// vectors[k] belongs to values[k].
  public let vectors: [[Double]]

  /// Of a square matrix given as rows, by one-sided Jacobi rotations (`gsl_linalg_SV_decomp_jacobi`): of a matrix whose
  /// columns are well scaled even tiny singular values have a small relative error. Below 10n·2⁻⁵² of the largest they
  /// are returned as zero.
  ///
  /// Reference: Demmel and Veselić, SIAM J. Matrix Anal. Appl. 13 (1992), 1204.
  /// - Throws: ``GSLError``: `badLength` unless there are as many rows as columns, at least one.
  public init(_ matrix: [[Double]]) throws(GSLError) {
    let size = matrix.count
    guard size > 0, matrix.allSatisfy({ $0.count == size }) else {
      throw GSLError(.badLength, "singular values of a square matrix only, at least 1 by 1")
    }
    let left = try allocated("a matrix of order \(size)") { gsl_matrix_alloc(size, size) }
    defer { gsl_matrix_free(left) }
    let right = try allocated("a matrix of order \(size)") { gsl_matrix_alloc(size, size) }
    defer { gsl_matrix_free(right) }
    let singular = try allocated("\(size) singular values") { gsl_vector_alloc(size) }
    defer { gsl_vector_free(singular) }
    for (i, row) in matrix.enumerated() {
      for (j, entry) in row.enumerated() { gsl_matrix_set(left, i, j, entry) }
    }
    try check(gsl_linalg_SV_decomp_jacobi(left, right, singular))
    let order = (0..<size).sorted { gsl_vector_get(singular, $0) < gsl_vector_get(singular, $1) }
    values = order.map { gsl_vector_get(singular, $0) }
    vectors = order.map { column in (0..<size).map { gsl_matrix_get(right, $0, column) } }
  }
}
