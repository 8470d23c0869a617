/// Indices of functions no one of which is (nearly) a combination of those before it: pivots of a Cholesky
/// factorisation of their correlations that leave at least `tolerance` of the function's variance.
func independentSubset(_ covariance: [[Double]], tolerance: Double = 1e-6) -> [Int] {
  var chosen: [Int] = []
  var rows: [[Double]] = []
  for i in covariance.indices {
    let variance = covariance[i][i]
    guard variance > 0, variance.isFinite else { continue }
    var row: [Double] = []
    for (place, j) in chosen.enumerated() {
      let overlap = zip(row, rows[place]).reduce(0) { $0 + $1.0 * $1.1 }
      row.append((covariance[i][j] - overlap) / rows[place][place])
    }
    let left = variance - row.reduce(0) { $0 + $1 * $1 }
    guard left > tolerance * variance else { continue }
    rows.append(row + [left.squareRoot()])
    chosen.append(i)
  }
  return chosen
}
