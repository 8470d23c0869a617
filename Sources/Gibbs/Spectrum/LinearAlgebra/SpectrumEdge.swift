import GSL

extension FilteredOperator {
  /// A bound of the largest eigenvalue from a short Lanczos run: the largest Ritz value plus its residual norm, and a
  /// fiftieth for what a start vector may lack; never above `limit`.
  ///
  /// Reference: Zhou and Li, Linear Algebra Appl. 435 (2011), 480.
  func lanczosEdge(below limit: Double) throws -> Double {
    let n = order
    var older = [Double](repeating: 0, count: n)
    var newer = fixedVector(n)
    confine(newer.map { $0 }, into: &newer)
    var scratch = older
    var (diagonal, beside): ([Double], [Double]) = ([], [scalarProduct(newer, newer).squareRoot()])
    guard beside[0] > 0 else { return limit }
    newer = newer.map { $0 / beside[0] }
    for step in 0..<min(24, n) {
      // βv of the last step but one, taken off by `advance`
      let weight = step == 0 ? 0 : beside[step]
      var next = older.map { weight * $0 }
      advance(newer, &next, scale: 1, shift: 0, scratch: &scratch)
      let overlap = scalarProduct(newer, next)
      for i in 0..<n { next[i] -= overlap * newer[i] }
      diagonal.append(overlap)
      beside.append(scalarProduct(next, next).squareRoot())
      guard let norm = beside.last, norm > 1e-12 * overlap else { break }
      (older, newer) = (newer, next.map { $0 / norm })
    }
    let top = try largestRitzPair(diagonal, Array(beside[1..<diagonal.count]))
    return min(limit, 1.02 * (top.value + (beside.last ?? 0) * top.lastComponent.magnitude))
  }
}

/// The largest eigenvalue of a symmetric tridiagonal matrix, and the last component of its eigenvector of norm 1.
private func largestRitzPair(_ diagonal: [Double], _ beside: [Double]) throws -> (
  value: Double, lastComponent: Double
) {
  let k = diagonal.count
  var matrix = [Double](repeating: 0, count: k * k)
  for i in 0..<k { matrix[i * k + i] = diagonal[i] }
  for (i, entry) in beside.enumerated() { matrix[(i + 1) * k + i] = entry }
  let system = try symmetricEigensystem(matrix)
  return (system.values[k - 1], system.vectors[k - 1][k - 1])
}
