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
    let lower = graph.matrix
    order = graph.order
    self.graph = graph
    self.threads = threads
    var lengths = [Int32](repeating: 0, count: order)
    for column in 0..<order {
      lengths[column] += lower.starts[column + 1] - lower.starts[column]
      for entry in lower.entries(column).dropFirst() { lengths[Int(lower.rows[entry])] += 1 }
    }
    var starts: [Int32] = [0]
    for length in lengths { starts.append((starts.last ?? 0) + length) }
    var columns = [Int32](repeating: 0, count: Int(starts[order]))
    var values = [Double](repeating: 0, count: columns.count)
    var next = starts
    func put(_ row: Int, _ column: Int, _ value: Double) {
      columns[Int(next[row])] = Int32(column)
      values[Int(next[row])] = value
      next[row] += 1
    }
    for column in 0..<order { put(column, column, lower.values[Int(lower.starts[column])]) }
    for column in 0..<order {
      for entry in lower.entries(column).dropFirst() {
        put(Int(lower.rows[entry]), column, lower.values[entry])
        put(column, Int(lower.rows[entry]), lower.values[entry])
      }
    }
    supremum = graph.supremum
    (self.starts, self.columns, self.values) = (starts, columns, ConstantArray(values))
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
