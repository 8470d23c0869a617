import GSL
import Stochastic

/// How μ_s is spread over radii: μ_s(B_R) by polar coordinates, so that the sharp edge of the ball costs nothing.
///
/// p(r) = r^(D−1) ∫ e^(−2(L − min L)/s) over directions, by Gauss–Legendre on panels in r and `SphereRule` in angle.
/// Panels and arcs are halved until no panel's share changes by more than a tolerance in sum.
struct RadialMass<P: GibbsPotential>: Sendable {
  let quadrature: GibbsQuadrature<P>
  /// Panel j is edges[j] … edges[j+1].
  private let edges: [Double]
  /// ∫ p over each panel, those that hold nothing left at 0
  private let panels: [Double]
  private let isActive: [Bool]
  /// Angular spacing times radius
  private let arc: Double
  /// What the last halving changed, relative to all, and what the lattice's Z differs by
  let relativeError: Double

  private static var nodesPerPanel: Int { 16 }

  /// - Throws: `GibbsIntegrationError.nodeBudget` if even the coarsest rule is too large; `CancellationError`.
  init(_ quadrature: GibbsQuadrature<P>) throws {
    self.quadrature = quadrature
    let dimension = quadrature.potential.dimension
    let tolerance = [1e-13, 1e-10, 1e-6][dimension - 1]
    let spacing = quadrature.sums.lattice.spacing.min() ?? 1
    // a lattice as fine as a kink would start with more panels than can be afforded
    let coarsest =
      dimension == 1 ? quadrature.domain.reduce(0) { max($0, $1.upperBound, -$1.lowerBound) } / 8192 : 0
    var level = try PanelLevel(quadrature, width: max(16 * spacing, coarsest), arc: 4 * spacing)
    while true {
      let radial = try level.halved(quadrature, panels: true, arcs: false)
      let angular = dimension > 1 ? try level.halved(quadrature, panels: false, arcs: true) : level
      let changes = [level.change(to: radial), level.change(to: angular)]
      let total = angular.panels.reduce(0, +)
      let isFine = changes.map { $0 <= tolerance * total }
      let next = level.nodeCount << ((isFine[0] ? 0 : 1) + (isFine[1] ? 0 : dimension - 1))
      // the next round needs its own finer arcs, whose number is rounded up
      if isFine == [true, true] || 3 * next << max(dimension - 2, 0) > PanelLevel<P>.nodeBudget {
        let lattice = quadrature.sums.total[0] * quadrature.sums.lattice.cellVolume
        relativeError = changes.reduce(0, +) / total + (total / lattice - 1).magnitude
        level = angular
        break
      }
      level = try level.halved(quadrature, panels: !isFine[0], arcs: !isFine[1])
    }
    edges = level.edges
    panels = level.panels
    isActive = level.isActive
    arc = level.arc
  }

  /// The mass inside and outside the ball of a radius, in units of ∫ e^(−2(L − min L)/s) over all.
  func split(at radius: Double) throws -> (inside: Double, outside: Double) {
    let total = panels.reduce(0, +)
    let index = edges.dropFirst().firstIndex { $0 > radius }.map { $0 - 1 } ?? panels.count
    guard index < panels.count, radius > 0 else { return radius > 0 ? (1, 0) : (0, 1) }
    var (below, above) = (0.0, 0.0)
    if isActive[index] {
      below = try integral(from: edges[index], to: radius)
      above = try integral(from: radius, to: edges[index + 1])
    }
    return (
      (panels[..<index].reduce(0, +) + below) / total,
      (panels[(index + 1)...].reversed().reduce(0, +) + above) / total
    )
  }

  /// R with μ_s(B_R) = 1/2.
  func halfMassRadius() throws -> Exact {
    let total = panels.reduce(0, +)
    var (index, before) = (0, 0.0)
    while index + 1 < panels.count, before + panels[index] < 0.5 * total {
      before += panels[index]
      index += 1
    }
    var (low, high) = (edges[index], edges[index + 1])
    var radius = 0.5 * (low + high)
    var density = 0.0
    for _ in 0..<100 {
      let excess = before + (try integral(from: edges[index], to: radius)) - 0.5 * total
      density = try self.density(radius)
      if excess < 0 { low = radius } else { high = radius }
      let newton = radius - excess / density
      let next = newton > low && newton < high ? newton : 0.5 * (low + high)
      if (next - radius).magnitude <= 4 * Double.ulpOfOne * radius { break }
      radius = next
    }
    let error = relativeError * total / density
    return Exact(value: radius, error: error + 8 * Double.ulpOfOne * radius)
  }

  private func density(_ radius: Double) throws -> Double {
    try PanelLevel.densities([radius], quadrature, arc: arc)[0]
  }

  private func integral(from start: Double, to end: Double) throws -> Double {
    guard start < end else { return 0 }
    let rule = try GaussRule.legendre(count: Self.nodesPerPanel, on: start...end)
    let densities = try PanelLevel.densities(rule.nodes, quadrature, arc: arc)
    return zip(rule.weights, densities).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
