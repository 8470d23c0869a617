import Stochastic

/// Where eigenfunctions of −A up to λ can be large, whatever mass lies there, on a coarse grid.
///
/// On ψ = e^(−L/s) u, −A is the matrix H = FᵀF, whose entries beside the diagonal are not positive. For the positive
/// solution u of (H + λ)u = 1, the `LandscapeFunction`,
///
///   ⟨ψ, Hψ⟩ ≥ Σ (1/u − λ) ψ²,
///
/// so q = 1/u − λ bounds the spectrum of any part of the grid from below: V_s/2 with what −(s/2) Δ costs across a valley
/// given back. Where q > λ, ψ falls by exp(−∫ √(2(q − λ)/s)). Reference: Arnold, David, Filoche, Jerison and
/// Mayboroda, Comm. Partial Differential Equations 44 (2019), 1186.
struct SlowField: Sendable {
  let grid: TensorGrid
  /// λ
  let limit: Double
  /// L, and q, at the nodes
  let levels, rates: [Double]
  /// −log of what ψ falls to on the way from {q ≤ λ}, ∞ where that is out of reach
  let decay: [Double]
  /// ψ may be cut off where it has fallen to e^(−depth)
  let depth: Double
  /// Whether q is as large as it can be; if not, fast places may pass for slow
  let isConverged: Bool

  /// - Parameter isCell: which nodes belong to the domain, without flux through its edge
  init(
    grid: TensorGrid, levels: [Double], isCell: [Bool], limit: Double, learningRate s: Double, threads: Int,
    control: RunControl?
  ) throws {
    let cells = CartesianVolumes(
      grid: grid, levels: levels, isCell: isCell, ceiling: .infinity, learningRate: s)
    let isPlane = grid.counts.count == 2
    let landscape = try LandscapeFunction(
      cells.graph, shift: limit, isPlane: isPlane, threads: threads, control: control)
    var rates = [Double](repeating: .infinity, count: grid.nodeCount)
    for (node, rate) in zip(cells.nodes, landscape.rates) { rates[node] = max(rate, 0) }
    isConverged = landscape.isConverged
    depth = isPlane ? 10 : 6
    decay = Self.decay(grid, rates, limit, s, to: depth)
    (self.grid, self.limit, self.levels, self.rates) = (grid, limit, levels, rates)
  }

  private static func decay(
    _ grid: TensorGrid, _ rates: [Double], _ limit: Double, _ s: Double, to depth: Double
  ) -> [Double] {
    let excess = rates.map { max($0 - limit, 0) }
    var result = excess.map { $0 == 0 ? 0 : Double.infinity }
    var queue = LeastFirst<Int>()
    for node in result.indices where result[node] == 0 { queue.insert(node, key: 0) }
    while let (node, distance) = queue.removeLeast() {
      guard distance <= result[node] else { continue }
      for neighbour in grid.surroundings(of: node) where result[neighbour] > distance {
        // the lower end: across a steep edge of V_s any mean says too much
        let rate = (2 * min(excess[node], excess[neighbour]) / s).squareRoot()
        let next = distance + grid.distance(node, neighbour) * rate
        guard next < result[neighbour], next <= depth else { continue }
        result[neighbour] = next
        queue.insert(neighbour, key: next)
      }
    }
    return result
  }

  /// Whether ψ counts at a node of another grid.
  func contains(_ node: Int, of other: TensorGrid) -> Bool { contains(other.point(node)) }

  /// Whether ψ counts at a point.
  func contains(_ point: [Double]) -> Bool {
    guard let nearest = grid.nodeAround(point) else { return false }
    return decay[nearest] <= depth
  }

  /// The nodes above a level where ψ counts.
  func nodes(above ceiling: Double) -> [Int] {
    decay.indices.filter { decay[$0] <= depth && levels[$0] > ceiling }
  }

  /// Whether {L ≤ ceiling} alone would cut off more than a negligible part of ψ.
  func isNeeded(above ceiling: Double) -> Bool {
    decay.indices.contains { decay[$0] <= 0.65 * depth && levels[$0] > ceiling }
  }

  /// Where q is least outside of a region, and q there.
  func slowest(outside region: ActiveRegion) -> (point: [Double], rate: Double)? {
    let outside = rates.indices.filter {
      levels[$0] > region.ceiling && region.slow?.contains($0, of: grid) != true
    }
    guard let node = outside.min(by: { rates[$0] < rates[$1] }) else { return nil }
    return (grid.point(node), rates[node])
  }
}
