import Stochastic

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// The finite volumes of an equidistant grid on part of its nodes: the connected part of {L ≤ ceiling} around the minimum,
/// and what a slow field adds to that, on whose edge ψ is 0.
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
    let levels = try sampler.values(count: grid.nodeCount, at: grid.coordinate)
    var isCell = Self.connectedCells(
      grid, levels, ceiling: region.ceiling, near: region.landmarks.points.map(grid.nearestNode))
    for node in isCell.indices where levels[node] > region.ceiling {
      isCell[node] = region.slow?.contains(node, of: grid) ?? false
    }
    self.init(
      grid: grid, levels: levels, isCell: isCell, ceiling: region.ceiling, learningRate: s, scheme: scheme)
  }

  /// - Parameters:
  ///   - levels: L at the nodes
  ///   - isCell: which nodes are cells
  ///   - ceiling: the level above which faces to nodes that are no cells leak; no others do
  init(
    grid: TensorGrid, levels: [Double], isCell: [Bool], ceiling: Double, learningRate s: Double,
    scheme: VolumeScheme = .scharfetterGummel
  ) {
    self.grid = grid
    let nodes = isCell.indices.filter { isCell[$0] }
    self.nodes = nodes
    var numbers = [Int32](repeating: -1, count: isCell.count)
    for (number, node) in nodes.enumerated() { numbers[node] = Int32(number) }
    var faces: [ReversibleGraph.Face] = []
    var leaks: [ReversibleGraph.Leak] = []
    for node in nodes {
      for axis in grid.counts.indices {
        let scale = (s / 2).squareRoot() / grid.widths[axis]
        for (neighbour, isForward) in grid.neighbours(of: node, along: axis) {
          guard isCell[neighbour] ? isForward : levels[node] > ceiling else { continue }
          let weights = scheme.weights(2 * (levels[neighbour] - levels[node]) / s)
          if isCell[neighbour] {
            faces.append(
              .init(
                from: Int(numbers[node]), to: Int(numbers[neighbour]), fromWeight: scale * weights.from,
                toWeight: scale * weights.to))
          } else {
            leaks.append(.init(cell: Int(numbers[node]), weight: scale * weights.from))
          }
        }
      }
    }
    let bottom = nodes.reduce(.infinity) { min($0, levels[$1]) }
    graph = ReversibleGraph(
      amplitude: nodes.map { exp(-(levels[$0] - bottom) / s) }, faces: faces, leaks: leaks)
  }

  /// Vectors on these cells, interpolated linearly along every axis, at the cells of another grid.
  func interpolate(_ vectors: [[Double]], at other: CartesianVolumes) -> [[Double]] {
    let scattered = vectors.map { vector in
      var full = [Double](repeating: 0, count: grid.nodeCount)
      for (cell, node) in nodes.enumerated() { full[node] = vector[cell] }
      return full
    }
    var result = vectors.map { _ in [Double](repeating: 0, count: other.nodes.count) }
    for (cell, node) in other.nodes.enumerated() {
      for corner in grid.corners(around: other.grid.point(node)) {
        for k in scattered.indices { result[k][cell] += corner.weight * scattered[k][corner.node] }
      }
    }
    return result
  }

  /// The nodes that water poured in at the minimum, or near one of the landmarks if that fills more, reaches below the
  /// ceiling.
  private static func connectedCells(
    _ grid: TensorGrid, _ levels: [Double], ceiling: Double, near landmarks: [Int]
  ) -> [Bool] {
    guard let bottom = levels.indices.min(by: { levels[$0] < levels[$1] }) else { return [] }
    var pools = [Int32](repeating: -1, count: levels.count)
    var sizes: [Int] = []
    for start in [bottom] + landmarks where pools[start] < 0 && levels[start] <= ceiling {
      sizes.append(fill(from: start, number: Int32(sizes.count), &pools, grid, levels, ceiling))
    }
    let largest = sizes.indices.max { sizes[$0] < sizes[$1] } ?? 0
    return pools.map { $0 == Int32(largest) }
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
        for (neighbour, _) in grid.neighbours(of: node, along: axis) {
          guard pools[neighbour] < 0, levels[neighbour] <= ceiling else { continue }
          pools[neighbour] = number
          stack.append(neighbour)
        }
      }
    }
    return size
  }
}
