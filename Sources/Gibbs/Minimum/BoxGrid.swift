import Stochastic

/// Points of a box in rows of equal spacing, both ends included, in one to three dimensions.
struct BoxGrid: Sendable {
  let box: [ClosedRange<Double>]
  /// Steps a side; resolution + 1 points
  let resolution: Int

  var count: Int { box.reduce(1) { product, _ in product * (resolution + 1) } }

  func indices(of node: Int) -> [Int] {
    var rest = node
    return box.map { _ in
      defer { rest /= resolution + 1 }
      return rest % (resolution + 1)
    }
  }

  func node(at indices: [Int]) -> Int {
    indices.reversed().reduce(0) { $0 * (resolution + 1) + $1 }
  }

  func point(_ node: Int) -> [Double] {
    zip(box, indices(of: node)).map { range, k in
      range.lowerBound + (range.upperBound - range.lowerBound) * Double(k) / Double(resolution)
    }
  }

  /// The length of a cell's longest side
  var spacing: Double { box.reduce(0) { max($0, ($1.upperBound - $1.lowerBound) / Double(resolution)) } }

  func nearestNode(to point: [Double]) -> Int {
    node(
      at: zip(box, point).map { range, x in
        let place = (x - range.lowerBound) / max(range.upperBound - range.lowerBound, 1e-300)
        return min(max(Int((place * Double(resolution)).rounded()), 0), resolution)
      })
  }

  /// All nodes that share a cell with this one.
  func neighbours(of node: Int) -> [Int] {
    var found = [(offset: 0, stride: 1)]
    for index in indices(of: node) {
      found = found.flatMap { entry in
        (-1...1).compactMap { step in
          (0...resolution).contains(index + step)
            ? (entry.offset + step * entry.stride, entry.stride * (resolution + 1)) : nil
        }
      }
    }
    return found.compactMap { $0.offset == 0 ? nil : node + $0.offset }
  }

  /// L at every node.
  /// - Throws: `CancellationError`
  func values<P: TwiceDifferentiable>(
    of potential: P, threads: Int, control: RunControl? = nil
  ) throws -> [Double] {
    let all = [Double](unsafeUninitializedCapacity: count) { buffer, filled in
      // every block writes its own nodes
      nonisolated(unsafe) let target = buffer
      forEachBlock(below: count, of: potential, threads: threads) { evaluator, range in
        guard control?.isCancelled != true else { return }
        for k in 0..<box.count { evaluator.weights[k] = .zero }
        for (lane, node) in range.enumerated() {
          for (k, x) in point(node).enumerated() { evaluator.weights[k][lane] = x }
        }
        let values = evaluator.value()
        for (lane, node) in range.enumerated() { target[node] = values[lane] }
      }
      filled = count
    }
    if control?.isCancelled == true { throw CancellationError() }
    return all
  }

  /// Nodes lower than all their neighbours.
  func localMinima(of values: [Double]) -> [[Double]] {
    (0..<count).filter { node in
      neighbours(of: node).allSatisfy { values[node] < values[$0] }
    }.map(point)
  }
}
