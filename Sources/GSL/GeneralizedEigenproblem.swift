@preconcurrency import CGSL

/// All solutions of A x = θ B x with A symmetric and B symmetric positive definite.
public struct GeneralizedEigenproblem: Sendable {
  /// θ, ascending
  public let values: [Double]
  /// vectors[i] belongs to values[i]; of Euclidean length 1
  public let vectors: [[Double]]

  /// Solves by Cholesky reduction and QR (`gsl_eigen_gensymmv`).
  ///
  /// Matrices are given as rows; their lower triangles are read.
  /// - Throws: ``GSLError``: `badLength` if the shapes do not fit, `domain` if B is not positive definite.
  public init(_ a: [[Double]], _ b: [[Double]]) throws(GSLError) {
    let size = a.count
    guard size > 0, b.count == size, (a + b).allSatisfy({ $0.count == size }) else {
      throw GSLError(.badLength, "an eigenproblem needs two square matrices of one size, at least 1")
    }
    let left = try Self.matrix(a)
    defer { gsl_matrix_free(left) }
    let right = try Self.matrix(b)
    defer { gsl_matrix_free(right) }
    let values = try allocated("eigenvalues") { gsl_vector_alloc(size) }
    defer { gsl_vector_free(values) }
    let vectors = try allocated("eigenvectors") { gsl_matrix_alloc(size, size) }
    defer { gsl_matrix_free(vectors) }
    let workspace = try allocated("an eigenproblem") { gsl_eigen_gensymmv_alloc(size) }
    defer { gsl_eigen_gensymmv_free(workspace) }
    try check(gsl_eigen_gensymmv(left, right, values, vectors, workspace))
    try check(gsl_eigen_gensymmv_sort(values, vectors, GSL_EIGEN_SORT_VAL_ASC))
    self.values = (0..<size).map { gsl_vector_get(values, $0) }
    self.vectors = (0..<size).map { i in (0..<size).map { gsl_matrix_get(vectors, $0, i) } }
  }

  private static func matrix(_ rows: [[Double]]) throws(GSLError) -> UnsafeMutablePointer<gsl_matrix> {
    let matrix = try allocated("a matrix") { gsl_matrix_alloc(rows.count, rows.count) }
    for (i, row) in rows.enumerated() {
      for (j, value) in row.enumerated() { gsl_matrix_set(matrix, i, j, value) }
    }
    return matrix
  }
}
