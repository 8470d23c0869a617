import Stochastic

// λ = 0 and a rectifier, σ(z) = max(z, 0) + O(1), so f(x) = Σ a_j max(W_j·x, 0) + O(1). L → ∞ in every direction, and
// then quadratically, if and only if for no W ≠ 0 this sum vanishes at all samples.

extension RegularizedRisk {
  var unregularizedConfinement: Finding {
    guard A.isRectifier else {
      return Finding(nil, "lambda is 0 and nothing is proved about the growth of the activation")
    }
    let outer = outerWeights
    if let unit = outer.firstIndex(of: 0) {
      return Finding(
        false,
        "lambda is 0 and the loss does not depend on unit \(unit), whose outer weight is 0: a flat direction")
    }
    if outer.contains(where: { $0 > 0 }), outer.contains(where: { $0 < 0 }) {
      return Finding(
        false,
        "lambda is 0 and units with outer weights of opposite sign can cancel: along such a ray the loss stays bounded"
      )
    }
    switch inactiveDirection {
    case true?:
      return Finding(
        false,
        "lambda is 0 and all inputs lie in one closed half-space: away from it every unit is off and the loss stays "
          + "bounded")
    case false?:
      return Finding(
        true,
        "lambda is 0, but all outer weights have one sign and every open half-space has an input: the loss grows "
          + "quadratically along every ray")
    case nil:
      return Finding(
        nil,
        "lambda is 0: the loss is confining if every open half-space has an input, which is not decided for "
          + "\(samples.inputDimension)-dimensional inputs")
    }
  }

  /// Whether some v ≠ 0 has v·xᵢ ≤ 0 for all i; decided for one and two input dimensions, and for at most d inputs.
  private var inactiveDirection: Bool? {
    let points = inputs.filter { $0.contains { $0 != 0 } }
    if points.count <= samples.inputDimension { return true }
    switch samples.inputDimension {
    case 1: return !(points.contains { $0[0] > 0 } && points.contains { $0[0] < 0 })
    case 2: return Self.planarInactiveDirection(points)
    default: return nil
    }
  }

  /// The cone {v: v·xᵢ ≤ 0 for all i}, if it is not {0}, has an edge, and an edge is perpendicular to an input.
  /// Undecided where a product is 0 only to rounding.
  private static func planarInactiveDirection(_ points: [[Double]]) -> Bool? {
    var isUncertain = false
    for x in points {
      for v in [[-x[1], x[0]], [x[1], -x[0]]] {
        let products = points.map { (sum: v[0] * $0[0] + v[1] * $0[1], slack: 1e-15 * norm(v) * norm($0)) }
        if products.contains(where: { $0.sum > $0.slack }) { continue }
        if products.allSatisfy({ $0.sum == 0 || $0.sum < -$0.slack }) { return true }
        isUncertain = true
      }
    }
    return isUncertain ? nil : false
  }
}
