import Stochastic

/// A coarse look at a function over a ball: what keeps a well that nobody listed from being missed.
struct BallScan<P: TwiceDifferentiable>: Sendable {
  let potential: P
  let centre: [Double]
  let radius: Double
  let energy: @Sendable (Evaluator<P>) -> Lanes

  /// Nodes along each axis: about 4000, 40000 and 100000 in all
  private var count: Int { [4096, 192, 48][centre.count - 1] }

  /// The nodes of a regular grid over the cube around the ball that lie inside it and have E ≤ level, and E there.
  func points(below level: Double) -> [(point: [Double], energy: Double)] {
    let all = energies()
    return all.indices.filter { all[$0] <= level }.map { (point($0), all[$0]) }
  }

  /// The grid nodes in the ball that are no higher than their neighbours along the axes, lowest first.
  func localMinima(atMost limit: Int) -> [(point: [Double], energy: Double)] {
    let all = energies()
    let lows = all.indices.filter { node in
      all[node] < .infinity && neighbours(of: node).allSatisfy { all[node] <= all[$0] }
    }
    let ordered = lows.sorted { (all[$0], $0) < (all[$1], $1) }
    return ordered.prefix(limit).map { (point($0), all[$0]) }
  }

  /// Distance between grid nodes along an axis
  var spacing: Double { 2 * radius / Double(count - 1) }

  private func point(_ node: Int) -> [Double] {
    var rest = node
    return centre.map { coordinate in
      defer { rest /= count }
      return coordinate - radius + Double(rest % count) * spacing
    }
  }

  private func neighbours(of node: Int) -> [Int] {
    var stride = 1
    return centre.indices.flatMap { _ -> [Int] in
      defer { stride *= count }
      let index = node / stride % count
      return (index > 0 ? [node - stride] : []) + (index < count - 1 ? [node + stride] : [])
    }
  }

  /// E at every node, infinite outside the ball.
  private func energies() -> [Double] {
    let nodes = centre.reduce(1) { product, _ in product * count }
    return DisjointBuffer.with(count: nodes) { buffer in
      forEachBlock(below: nodes, of: potential) { evaluator, range in
        var distance = Lanes.zero
        for lane in 0..<16 {
          for (k, x) in point(min(range.lowerBound + lane, nodes - 1)).enumerated() {
            evaluator.weights[k][lane] = x
            distance[lane] += (x - centre[k]) * (x - centre[k])
          }
        }
        let values = energy(evaluator).replacing(
          with: .infinity, where: distance .> radius * radius * (1 + 1e-12))
        for node in range { buffer.base[node] = values[node - range.lowerBound] }
      }
      return Array(UnsafeBufferPointer(start: buffer.base, count: nodes))
    }
  }
}
