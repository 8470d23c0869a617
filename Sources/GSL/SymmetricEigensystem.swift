@preconcurrency import CGSL

/// Eigenvalues in ascending order, each with its unit eigenvector.
public struct SymmetricEigensystem: Sendable, Equatable {
  public let values: [Double]
  /// vectors[k] belongs to values[k].
  public let vectors: [[Double]]
}

/// The eigenvalues, ascending, of a symmetric matrix given row by row; the lower triangle is read.
///
/// - Throws: ``GSLError``: `badLength` unless the count is a positive square.
public func symmetricEigenvalues(_ matrix: [Double]) throws -> [Double] {
  let dimension = try squareSide(matrix.count)
  let workspace = try allocated("eigenvalues of order \(dimension)") { gsl_eigen_symm_alloc(dimension) }
  defer { gsl_eigen_symm_free(workspace) }
  var (entries, values) = (matrix, Array(repeating: 0.0, count: dimension))
  try entries.withUnsafeMutableBufferPointer { entries in
    try values.withUnsafeMutableBufferPointer { values in
      var view = gsl_matrix_view_array(entries.baseAddress, dimension, dimension)
      var target = gsl_vector_view_array(values.baseAddress, dimension)
      try check(gsl_eigen_symm(&view.matrix, &target.vector, workspace))
    }
  }
  return values.sorted()
}

/// Eigenvalues and eigenvectors of a symmetric matrix given row by row; the lower triangle is read.
///
/// - Throws: as ``symmetricEigenvalues(_:)``.
public func symmetricEigensystem(_ matrix: [Double]) throws -> SymmetricEigensystem {
  let dimension = try squareSide(matrix.count)
  let workspace = try allocated("eigenvectors of order \(dimension)") { gsl_eigen_symmv_alloc(dimension) }
  defer { gsl_eigen_symmv_free(workspace) }
  var (entries, values) = (matrix, Array(repeating: 0.0, count: dimension))
  var vectors = Array(repeating: 0.0, count: dimension * dimension)
  try entries.withUnsafeMutableBufferPointer { entries in
    try values.withUnsafeMutableBufferPointer { values in
      try vectors.withUnsafeMutableBufferPointer { vectors in
        var view = gsl_matrix_view_array(entries.baseAddress, dimension, dimension)
        var target = gsl_vector_view_array(values.baseAddress, dimension)
        var columns = gsl_matrix_view_array(vectors.baseAddress, dimension, dimension)
        try check(gsl_eigen_symmv(&view.matrix, &target.vector, &columns.matrix, workspace))
      }
    }
  }
  let order = values.indices.sorted { values[$0] < values[$1] }
  return SymmetricEigensystem(
    values: order.map { values[$0] },
    vectors: order.map { column in (0..<dimension).map { vectors[$0 * dimension + column] } })
}

private func squareSide(_ count: Int) throws(GSLError) -> Int {
  let side = Int(Double(count).squareRoot().rounded())
  guard side >= 1, side * side == count else {
    throw GSLError(.badLength, "\(count) matrix entries; expected a positive square number")
  }
  return side
}
