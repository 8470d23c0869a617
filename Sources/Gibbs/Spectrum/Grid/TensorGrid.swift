/// Equidistant nodes on every axis; nodes are numbered row by row, last axis fastest.
struct TensorGrid: Sendable {
  let origin: [Double]
  let widths: [Double]
  let counts: [Int]
  let strides: [Int]
  let nodeCount: Int

  /// The centres of `counts` equal cells of the box.
  init(covering box: [ClosedRange<Double>], counts: [Int]) {
    let widths = zip(box, counts).map { ($0.upperBound - $0.lowerBound) / Double($1) }
    self.init(origin: zip(box, widths).map { $0.lowerBound + 0.5 * $1 }, widths: widths, counts: counts)
  }

  /// Nodes exactly `widths` apart about the middle of the box, as many as cover it and `extra` more: one more shifts
  /// them by half a width.
  init(covering box: [ClosedRange<Double>], widths: [Double], extra: Int = 0) {
    let counts = zip(box, widths).map {
      Int((($0.upperBound - $0.lowerBound) / $1).rounded(.up)) + 1 + extra
    }
    let origin = box.indices.map {
      0.5 * (box[$0].lowerBound + box[$0].upperBound) - 0.5 * Double(counts[$0] - 1) * widths[$0]
    }
    self.init(origin: origin, widths: widths, counts: counts)
  }

  private init(origin: [Double], widths: [Double], counts: [Int]) {
    self.origin = origin
    self.widths = widths
    self.counts = counts
    var strides = [Int](repeating: 1, count: counts.count)
    for axis in stride(from: counts.count - 2, through: 0, by: -1) {
      strides[axis] = strides[axis + 1] * counts[axis + 1]
    }
    self.strides = strides
    nodeCount = counts.reduce(1, *)
  }

  /// The same nodes and a few more at the end of the last axis, whose count becomes a multiple.
  func padded(toMultipleOf block: Int) -> TensorGrid {
    var counts = counts
    counts[counts.count - 1] = (counts[counts.count - 1] + block - 1) / block * block
    return TensorGrid(origin: origin, widths: widths, counts: counts)
  }

  func position(_ node: Int, _ axis: Int) -> Int { node / strides[axis] % counts[axis] }

  @Sendable func coordinate(_ node: Int, _ axis: Int) -> Double {
    origin[axis] + Double(position(node, axis)) * widths[axis]
  }

  func nearestNode(to point: [Double]) -> Int {
    counts.indices.reduce(0) { node, axis in
      let place = ((point[axis] - origin[axis]) / widths[axis]).rounded()
      return node + strides[axis] * Int(min(max(place, 0), Double(counts[axis] - 1)))
    }
  }

  /// The node in whose cell a point is, nil outside of all cells.
  func nodeAround(_ point: [Double]) -> Int? {
    var node = 0
    for axis in counts.indices {
      let place = ((point[axis] - origin[axis]) / widths[axis]).rounded()
      guard place >= 0, place < Double(counts[axis]) else { return nil }
      node += strides[axis] * Int(place)
    }
    return node
  }

  /// The nodes around a point, with their weights in linear interpolation; a point beyond the last node counts as on it.
  func corners(around point: [Double]) -> [(node: Int, weight: Double)] {
    counts.indices.reduce(into: [(node: 0, weight: 1.0)]) { corners, axis in
      let place = (point[axis] - origin[axis]) / widths[axis]
      let low = min(max(place.rounded(.down), 0), Double(counts[axis] - 2))
      let share = min(max(place - low, 0), 1)
      let first = strides[axis] * Int(low)
      corners =
        corners.map { ($0.node + first, $0.weight * (1 - share)) }
        + corners.map { ($0.node + first + strides[axis], $0.weight * share) }
    }
  }

  func axis(_ k: Int) -> [Double] { (0..<counts[k]).map { origin[k] + Double($0) * widths[k] } }

  /// The nodes before and after a node along an axis, as far as there are any, and which one comes after.
  func neighbours(of node: Int, along axis: Int) -> [(node: Int, isForward: Bool)] {
    let place = position(node, axis)
    var result: [(Int, Bool)] = []
    if place > 0 { result.append((node - strides[axis], false)) }
    if place + 1 < counts[axis] { result.append((node + strides[axis], true)) }
    return result
  }

  /// The distance between the places of two nodes.
  func distance(_ node: Int, _ other: Int) -> Double {
    counts.indices.reduce(0) { sum, axis in
      let steps = Double(position(node, axis) - position(other, axis)) * widths[axis]
      return sum + steps * steps
    }.squareRoot()
  }

  func point(_ node: Int) -> [Double] { counts.indices.map { coordinate(node, $0) } }

  /// The nodes of the surrounding 3 × 3 (× 3) block.
  func surroundings(of node: Int) -> [Int] {
    var result = [node]
    for axis in counts.indices {
      let place = position(node, axis)
      let base = result
      if place > 0 { result += base.map { $0 - strides[axis] } }
      if place + 1 < counts[axis] { result += base.map { $0 + strides[axis] } }
    }
    return Array(result.dropFirst())
  }
}
