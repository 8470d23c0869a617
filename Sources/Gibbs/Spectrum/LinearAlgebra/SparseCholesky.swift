@preconcurrency import CCHOLMOD

/// A symmetric sparse matrix by its diagonal and its entries below it, column by column.
struct SparseSymmetric {
  /// Where the column starts in `rows` and `values`; one more than columns
  var starts: [Int32]
  /// Ascending in every column, the diagonal first
  var rows: [Int32]
  var values: [Double]

  var order: Int { starts.count - 1 }

  /// Where a column's entries stand.
  func entries(_ column: Int) -> Range<Int> { Int(starts[column])..<Int(starts[column + 1]) }
}

/// The Cholesky factorisation of M + σI by CHOLMOD, for many solutions. Not thread-safe.
final class SparseCholesky {
  private var common = cholmod_common()
  private var factor: UnsafeMutablePointer<cholmod_factor>?
  private var right: UnsafeMutablePointer<cholmod_dense>?
  private var solution: UnsafeMutablePointer<cholmod_dense>?
  private var firstWork: UnsafeMutablePointer<cholmod_dense>?
  private var secondWork: UnsafeMutablePointer<cholmod_dense>?
  private let order: Int

  /// - Throws: `SpectrumError.factorization` if M + σI is not positive definite or does not fit.
  init(_ matrix: SparseSymmetric, shift: Double) throws(SpectrumError) {
    order = matrix.order
    cholmod_start(&common)
    common.print = 0
    // the supernodal method starts OpenMP threads of its own
    common.supernodal = CHOLMOD_SIMPLICIAL
    var matrix = matrix
    let n = order
    let entries = matrix.values.count
    matrix.starts.withUnsafeMutableBufferPointer { starts in
      matrix.rows.withUnsafeMutableBufferPointer { rows in
        matrix.values.withUnsafeMutableBufferPointer { values in
          var sparse = cholmod_sparse()
          (sparse.nrow, sparse.ncol, sparse.nzmax) = (n, n, entries)
          (sparse.p, sparse.i, sparse.x) = (
            UnsafeMutableRawPointer(starts.baseAddress), UnsafeMutableRawPointer(rows.baseAddress),
            UnsafeMutableRawPointer(values.baseAddress)
          )
          (sparse.stype, sparse.sorted, sparse.packed) = (-1, 1, 1)
          (sparse.itype, sparse.xtype, sparse.dtype) = (CHOLMOD_INT, CHOLMOD_REAL, CHOLMOD_DOUBLE)
          factor = cholmod_analyze(&sparse, &common)
          var beta = (shift, 0.0)
          withUnsafeMutableBytes(of: &beta) { bytes in
            _ = cholmod_factorize_p(
              &sparse, bytes.bindMemory(to: Double.self).baseAddress, nil, 0, factor, &common)
          }
        }
      }
    }
    right = cholmod_zeros(n, 1, CHOLMOD_REAL, &common)
    guard common.status == CHOLMOD_OK, let factor, factor.pointee.minor == n, right != nil else {
      throw .factorization(unknowns: n, status: Int(common.status))
    }
  }

  deinit {
    cholmod_free_factor(&factor, &common)
    for var dense in [right, solution, firstWork, secondWork] { cholmod_free_dense(&dense, &common) }
    cholmod_finish(&common)
  }

  /// (M + σI)⁻¹ source into target.
  func solve(_ source: UnsafePointer<Double>, into target: UnsafeMutablePointer<Double>) throws(SpectrumError)
  {
    right?.pointee.x.assumingMemoryBound(to: Double.self).update(from: source, count: order)
    let done = cholmod_solve2(
      CHOLMOD_A, factor, right, nil, &solution, nil, &firstWork, &secondWork, &common)
    guard done == 1, let answer = solution?.pointee.x else {
      throw .factorization(unknowns: order, status: Int(common.status))
    }
    target.update(from: answer.assumingMemoryBound(to: Double.self), count: order)
  }
}
