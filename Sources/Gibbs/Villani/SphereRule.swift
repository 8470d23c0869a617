import GSL
import Stochastic

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Equal treatment of all directions: a rule for ∫ f(u) du over the unit sphere of R^D, D ≤ 3.
///
/// D = 1: both ends; D = 2: the trapezoidal rule; D = 3: Gauss–Legendre in the height times trapezoid around it.
struct SphereRule: Sendable {
  /// Unit vectors, coordinate k of the sixteen nodes of block b at directions[b·D + k]
  let directions: [Lanes]
  /// Their weights; padding has weight 0.
  let weights: [Lanes]

  /// - Parameter arcs: nodes along a great circle.
  init(dimension: Int, arcs: Int) throws {
    var nodes: [(direction: [Double], weight: Double)] = []
    switch dimension {
    case 1: nodes = [([1], 1), ([-1], 1)]
    case 2:
      nodes = SphereRule.circle(arcs).map { ([$0.x, $0.y], 2 * Double.pi / Double(arcs)) }
    default:
      let heights = try GaussRule.legendre(count: min(max(arcs / 2, 2), 4096), on: -1...1)
      let circle = SphereRule.circle(arcs)
      for (z, weight) in zip(heights.nodes, heights.weights) {
        let radius = (1 - z * z).squareRoot()
        nodes += circle.map {
          ([radius * $0.x, radius * $0.y, z], weight * 2 * Double.pi / Double(arcs))
        }
      }
    }
    var directions = [Lanes](repeating: .zero, count: (nodes.count + 15) / 16 * dimension)
    var weights = [Lanes](repeating: .zero, count: (nodes.count + 15) / 16)
    for (index, node) in nodes.enumerated() {
      for k in 0..<dimension { directions[index / 16 * dimension + k][index % 16] = node.direction[k] }
      weights[index / 16][index % 16] = node.weight
    }
    self.directions = directions
    self.weights = weights
  }

  private static func circle(_ count: Int) -> [(x: Double, y: Double)] {
    (0..<count).map {
      let angle = 2 * Double.pi * Double($0) / Double(count)
      return (cos(angle), sin(angle))
    }
  }
}
