import GSL
import Stochastic

/// Panels in radius and what each holds of e^(−2(L − min L)/s), at one resolution.
struct PanelLevel<P: GibbsPotential> {
  let edges: [Double]
  let panels: [Double]
  /// Which panels meet the region that the lattice summed
  let isActive: [Bool]
  let arc: Double
  let nodeCount: Int

  /// What a resolution may cost: a second or two
  static var nodeBudget: Int { 1 << 26 }

  init(_ quadrature: GibbsQuadrature<P>, width: Double, arc: Double) throws {
    let corners = quadrature.domain.map { max($0.lowerBound.magnitude, $0.upperBound.magnitude) }
    let reach = corners.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let count = max(Int((reach / width).rounded(.up)), 1)
    try self.init(quadrature, edges: (0...count).map { reach * Double($0) / Double(count) }, arc: arc)
  }

  /// The same with panels of half the width, or arcs of half the length.
  func halved(_ quadrature: GibbsQuadrature<P>, panels: Bool, arcs: Bool) throws -> PanelLevel {
    let finer = zip(edges, edges.dropFirst()).flatMap { [$0, 0.5 * ($0 + $1)] } + [edges[edges.count - 1]]
    return try PanelLevel(quadrature, edges: panels ? finer : edges, arc: arcs ? arc / 2 : arc)
  }

  /// Σ over panels of how much what they hold differs in a level of as many or of twice as many panels.
  func change(to other: PanelLevel) -> Double {
    let pieces = other.panels.count / panels.count
    return panels.indices.reduce(0) { sum, index in
      let held = other.panels[(pieces * index)..<(pieces * (index + 1))].reduce(0, +)
      return sum + (held - panels[index]).magnitude
    }
  }

  private init(_ quadrature: GibbsQuadrature<P>, edges: [Double], arc: Double) throws {
    let isActive = PanelLevel.activity(quadrature, edges)
    let active = isActive.indices.filter { isActive[$0] }
    var (nodes, weights): ([Double], [Double]) = ([], [])
    for index in active {
      let rule = try GaussRule.legendre(count: 16, on: edges[index]...edges[index + 1])
      nodes += rule.nodes
      weights += rule.weights
    }
    let densities = try PanelLevel.densities(nodes, quadrature, arc: arc)
    var panels = [Double](repeating: 0, count: isActive.count)
    for (place, index) in active.enumerated() {
      for node in (16 * place)..<(16 * (place + 1)) { panels[index] += weights[node] * densities[node] }
    }
    self.edges = edges
    self.panels = panels
    self.isActive = isActive
    self.arc = arc
    nodeCount = PanelLevel.cost(nodes, dimension: quadrature.potential.dimension, arc: arc)
  }

  /// p at several radii.
  static func densities(
    _ radii: [Double], _ quadrature: GibbsQuadrature<P>, arc: Double
  ) throws -> [Double] {
    let dimension = quadrature.potential.dimension
    guard cost(radii, dimension: dimension, arc: arc) <= nodeBudget else {
      throw GibbsIntegrationError.nodeBudget(nodeBudget)
    }
    let counts = radii.map { arcs($0, arc) }
    let rules = try Dictionary(
      uniqueKeysWithValues: Set(counts).map { ($0, try SphereRule(dimension: dimension, arcs: $0)) })
    let (minimum, scale) = (quadrature.minimumLoss, 2 / quadrature.learningRate)
    if quadrature.control?.isCancelled == true { throw CancellationError() }
    return DisjointBuffer.with(count: radii.count) { buffer in
      forEachBlock(
        below: 16 * radii.count, of: quadrature.potential, threads: quadrature.threads
      ) { evaluator, range in
        let index = range.lowerBound / 16
        guard let rule = rules[counts[index]] else { return }
        var sum = Lanes.zero
        for block in rule.weights.indices {
          for k in 0..<dimension {
            evaluator.weights[k] = radii[index] * rule.directions[block * dimension + k]
          }
          sum += rule.weights[block] * exp(-scale * (evaluator.value() - minimum))
        }
        let surface = (1..<dimension).reduce(1) { product, _ in product * radii[index] }
        buffer.base[index] = surface * sum.sum()
      }
      return Array(UnsafeBufferPointer(start: buffer.base, count: radii.count))
    }
  }

  /// Nodes along the great circle of a radius, in powers of √2 so that few rules are needed.
  private static func arcs(_ radius: Double, _ arc: Double) -> Int {
    var count = 16.0
    while count * arc < 2 * Double.pi * radius { count *= 2.0.squareRoot() }
    return 2 * Int((count / 2).rounded(.up))
  }

  private static func cost(_ radii: [Double], dimension: Int, arc: Double) -> Int {
    radii.reduce(0) { sum, radius in
      let count = arcs(radius, arc)
      return sum + (dimension == 1 ? 16 : dimension == 2 ? count : count * count / 2)
    }
  }

  /// A panel is active if the radii of some tile of the lattice reach into it.
  private static func activity(_ quadrature: GibbsQuadrature<P>, _ edges: [Double]) -> [Bool] {
    let lattice = quadrature.sums.lattice
    let last = edges.count - 2
    let width = edges[1] - edges[0]
    var isActive = [Bool](repeating: false, count: last + 1)
    for tile in quadrature.sums.tiles {
      let corner = lattice.corner(of: tile)
      var (nearest, farthest) = (0.0, 0.0)
      for k in corner.indices {
        let end = corner[k] + lattice.spacing[k] * Double(lattice.side)
        let low = corner[k] <= 0 && end >= 0 ? 0 : min(corner[k].magnitude, end.magnitude)
        let high = max(corner[k].magnitude, end.magnitude)
        nearest += low * low
        farthest += high * high
      }
      let first = min(Int(nearest.squareRoot() / width), last)
      for panel in first...max(first, min(Int(farthest.squareRoot() / width), last)) {
        isActive[panel] = true
      }
    }
    return isActive
  }
}
