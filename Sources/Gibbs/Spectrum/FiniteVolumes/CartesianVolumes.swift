import Stochastic

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// The finite volumes of an equidistant grid on the connected part of {L ≤ ceiling} around the minimum.
struct CartesianVolumes {
  let grid: TensorGrid
  /// The grid nodes that are cells
  let nodes: [Int]
  let graph: ReversibleGraph

  init<P: TwiceDifferentiable>(
    of sampler: FieldSampler<P>, region: ActiveRegion, widths: [Double], learningRate s: Double,
    scheme: VolumeScheme = .scharfetterGummel
  ) throws {
    let grid = TensorGrid(covering: region.box, widths: widths, extra: scheme == .squareRoot ? 1 : 0)
    self.grid = grid
    let levels = try sampler.values(count: grid.nodeCount, at: grid.coordinate)
    let numbers = Self.connectedCells(
      grid, levels, ceiling: region.ceiling, near: region.landmarks.points.map(grid.nearestNode))
    let nodes = numbers.indices.filter { numbers[$0] >= 0 }
    self.nodes = nodes
    var faces: [ReversibleGraph.Face] = []
    for node in nodes {
      for axis in grid.counts.indices where grid.position(node, axis) + 1 < grid.counts[axis] {
        let neighbour = node + grid.strides[axis]
        guard numbers[neighbour] >= 0 else { continue }
        let weights = scheme.weights(2 * (levels[neighbour] - levels[node]) / s)
        let scale = (s / 2).squareRoot() / grid.widths[axis]
        faces.append(
          .init(
            from: Int(numbers[node]), to: Int(numbers[neighbour]), fromWeight: scale * weights.from,
            toWeight: scale * weights.to))
      }
    }
    let bottom = nodes.reduce(.infinity) { min($0, levels[$1]) }
    graph = ReversibleGraph(
      amplitude: nodes.map { exp(-(levels[$0] - bottom) / s) }, faces: faces)
  }

  /// Vectors on these cells, interpolated linearly along every axis, at the cells of another grid.
  func interpolate(_ vectors: [[Double]], at other: CartesianVolumes) -> [[Double]] {
    let scattered = vectors.map { vector in
      var full = [Double](repeating: 0, count: grid.nodeCount)
      for (cell, node) in nodes.enumerated() { full[node] = vector[cell] }
      return full
    }
    var result = vectors.map { _ in [Double](repeating: 0, count: other.nodes.count) }
    var corners = [Int](repeating: 0, count: 1 << grid.counts.count)
    var weights = [Double](repeating: 0, count: corners.count)
    for (cell, node) in other.nodes.enumerated() {
      locate(node, of: other.grid, &corners, &weights)
      for k in scattered.indices {
        for c in corners.indices { result[k][cell] += weights[c] * scattered[k][corners[c]] }
      }
    }
    return result
  }

  /// The nodes around a node of another grid, with their weights in linear interpolation.
  private func locate(_ node: Int, of other: TensorGrid, _ corners: inout [Int], _ weights: inout [Double]) {
    (corners[0], weights[0]) = (0, 1)
    for axis in grid.counts.indices {
      let place = (other.coordinate(node, axis) - grid.origin[axis]) / grid.widths[axis]
      let low = min(max(Int(place.rounded(.down)), 0), grid.counts[axis] - 2)
      let share = min(max(place - Double(low), 0), 1)
      for c in 0..<(1 << axis) {
        let (corner, weight) = (corners[c] + low * grid.strides[axis], weights[c])
        (corners[c], weights[c]) = (corner, weight * (1 - share))
        corners[c + (1 << axis)] = corner + grid.strides[axis]
        weights[c + (1 << axis)] = weight * share
      }
    }
  }

  /// Numbers the nodes that water poured in at the minimum, or near one of the landmarks if that fills more, reaches
  /// below the ceiling; −1 elsewhere.
  private static func connectedCells(
    _ grid: TensorGrid, _ levels: [Double], ceiling: Double, near landmarks: [Int]
  ) -> [Int32] {
    guard let bottom = levels.indices.min(by: { levels[$0] < levels[$1] }) else { return [] }
    var pools = [Int32](repeating: -1, count: levels.count)
    var sizes: [Int] = []
    for start in [bottom] + landmarks where pools[start] < 0 && levels[start] <= ceiling {
      sizes.append(fill(from: start, number: Int32(sizes.count), &pools, grid, levels, ceiling))
    }
    let largest = sizes.indices.max { sizes[$0] < sizes[$1] }
    var number: Int32 = -1
    return pools.map { pool in
      guard let largest, pool == Int32(largest) else { return -1 }
      number += 1
      return number
    }
  }

  /// - Returns: how many nodes the pool has
  private static func fill(
    from start: Int, number: Int32, _ pools: inout [Int32], _ grid: TensorGrid, _ levels: [Double],
    _ ceiling: Double
  ) -> Int {
    var stack = [start]
    var size = 0
    pools[start] = number
    while let node = stack.popLast() {
      size += 1
      for axis in grid.counts.indices {
        let place = grid.position(node, axis)
        for step in [-1, 1] where (0..<grid.counts[axis]).contains(place + step) {
          let neighbour = node + step * grid.strides[axis]
          guard pools[neighbour] < 0, levels[neighbour] <= ceiling else { continue }
          pools[neighbour] = number
          stack.append(neighbour)
        }
      }
    }
    return size
  }
}
