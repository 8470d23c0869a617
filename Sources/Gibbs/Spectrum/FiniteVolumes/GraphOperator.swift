import Stochastic

/// FᵀF of a graph for repeated products: whole rows, the diagonal first.
struct GraphOperator: FilteredOperator, Sendable {
  let order: Int
  let graph: ReversibleGraph
  let supremum: Double
  private let threads: Int
  private let starts: [Int32]
  private let columns: [Int32]
  private let values: ConstantArray

  var ground: [Double] { graph.ground }

  init(_ graph: ReversibleGraph, threads: Int) {
    order = graph.order
    self.graph = graph
    self.threads = threads
    supremum = graph.supremum
    let rows = WholeRows(graph.matrix)
    (starts, columns, values) = (rows.starts, rows.columns, ConstantArray(rows.values))
  }

  var diagonal: [Double] { (0..<order).map { values.base[Int(starts[$0])] } }

  /// The entries of a row in the columns before the diagonal.
  @inline(__always)
  func forEachEntry(before row: Int, _ body: (_ column: Int, _ value: Double) -> Void) {
    for entry in Int(starts[row]) + 1..<Int(starts[row + 1]) where columns[entry] < row {
      body(Int(columns[entry]), values.base[entry])
    }
  }

  /// The entries of a row in the columns after the diagonal.
  @inline(__always)
  func forEachEntry(after row: Int, _ body: (_ column: Int, _ value: Double) -> Void) {
    for entry in Int(starts[row]) + 1..<Int(starts[row + 1]) where columns[entry] > row {
      body(Int(columns[entry]), values.base[entry])
    }
  }

  func factor(_ vector: UnsafePointer<Double>) -> [Double] { graph.factor(vector) }

  func confine(_ source: UnsafePointer<Double>, into target: UnsafeMutablePointer<Double>) {
    target.update(from: source, count: order)
  }

  func advance(
    _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, scale: Double, shift: Double,
    scratch: UnsafeMutablePointer<Double>
  ) {
    nonisolated(unsafe) let (x, y) = (x, y)
    forEachPiece(order, threads: threads) { rows in
      starts.withUnsafeBufferPointer { starts in
        columns.withUnsafeBufferPointer { columns in
          for row in rows {
            var sum = 0.0
            for entry in Int(starts[row])..<Int(starts[row + 1]) {
              sum += values.base[entry] * x[Int(columns[entry])]
            }
            y[row] = scale * sum + shift * x[row] - y[row]
          }
        }
      }
    }
  }
}

/// All entries of a symmetric matrix row by row, the diagonal first.
private struct WholeRows {
  let starts: [Int32]
  private(set) var columns: [Int32]
  private(set) var values: [Double]
  private var next: [Int32]

  init(_ lower: SparseSymmetric) {
    starts = Self.starts(lower)
    next = starts
    columns = [Int32](repeating: 0, count: Int(starts[lower.order]))
    values = [Double](repeating: 0, count: columns.count)
    for column in 0..<lower.order { put(column, column, lower.values[Int(lower.starts[column])]) }
    for column in 0..<lower.order {
      for entry in lower.entries(column).dropFirst() {
        put(Int(lower.rows[entry]), column, lower.values[entry])
        put(column, Int(lower.rows[entry]), lower.values[entry])
      }
    }
  }

  private static func starts(_ lower: SparseSymmetric) -> [Int32] {
    var lengths = [Int32](repeating: 0, count: lower.order)
    for column in 0..<lower.order {
      lengths[column] += lower.starts[column + 1] - lower.starts[column]
      for entry in lower.entries(column).dropFirst() { lengths[Int(lower.rows[entry])] += 1 }
    }
    return lengths.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) }
  }

  private mutating func put(_ row: Int, _ column: Int, _ value: Double) {
    columns[Int(next[row])] = Int32(column)
    values[Int(next[row])] = value
    next[row] += 1
  }
}
