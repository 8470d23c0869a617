import Stochastic

/// Means of several numbers that every path has one each of, with the covariance matrix of the means.
///
/// Batches are merged by the pairwise rule of Chan, Golub and LeVeque; the sums of products are about the means.
struct CorrelatedMeans: Sendable {
  private(set) var count = 0.0
  private(set) var means: [Double]
  /// Σ (x − mean)(y − mean)
  private var products: [[Double]]

  init(dimension: Int) {
    means = Array(repeating: 0, count: dimension)
    products = Array(repeating: means, count: dimension)
  }

  /// Adds a batch: one column of path values per number, all of one length.
  mutating func add(_ columns: [[Double]]) {
    let paths = Double(columns[0].count)
    let batch = columns.map { $0.reduce(0, +) / paths }
    let shift = zip(batch, means).map { $0 - $1 }
    let total = count + paths
    for i in columns.indices {
      for j in 0...i {
        var sum = shift[i] * shift[j] * (count * paths / total)
        for (x, y) in zip(columns[i], columns[j]) { sum += (x - batch[i]) * (y - batch[j]) }
        products[i][j] += sum
        if i != j { products[j][i] = products[i][j] }
      }
    }
    for i in means.indices { means[i] += shift[i] * (paths / total) }
    count = total
  }

  /// The first of the means
  var estimate: Estimate { Estimate(value: means[0], standardError: covariance[0][0].squareRoot()) }

  /// Of the means
  var covariance: [[Double]] {
    products.map { row in row.map { count > 1 ? $0 / (count - 1) / count : .nan } }
  }
}
