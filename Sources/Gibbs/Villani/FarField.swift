import Stochastic

/// Proved lower bounds of V_s far out, from enclosures of ∇L and the Hessian on half-spaces.
///
/// Outside the cube [−q, q]^D some |w_k| ≥ q, and on {w_k ≥ q}: V_s ≥ max(0, inf ∂_kL)²/s − Σ_j sup ∂_j²L, likewise
/// on {w_k ≤ −q} with −∂_kL. The ball of radius q√D contains the cube. It works where the data term has bounded
/// first and second derivatives.
struct FarField<P: GibbsPotential> {
  let potential: P
  let learningRate: Double

  /// V_s ≥ this outside the ball of a radius; −∞ if nothing is proved.
  func lowerBound(outside radius: Double) -> Double {
    let edge = radius / Double(potential.dimension).squareRoot()
    var lowest = Double.infinity
    for k in 0..<potential.dimension {
      for side in [edge...Double.infinity, -Double.infinity ... -edge] {
        var box = [ClosedRange<Double>](
          repeating: -Double.infinity...Double.infinity, count: potential.dimension)
        box[k] = side
        guard let enclosure = potential.enclosure(on: box) else { return -.infinity }
        let slope =
          side.lowerBound > 0 ? enclosure.gradient[k].lowerBound : -enclosure.gradient[k].upperBound
        let trace = (0..<potential.dimension).reduce(0) { $0 + enclosure.hessian[$1][$1].upperBound }
        let bound = slope > 0 ? slope * slope / learningRate - trace : -trace
        guard bound > -.infinity else { return -.infinity }
        lowest = min(lowest, bound)
      }
    }
    // the few roundings above
    return lowest - 8 * Double.ulpOfOne * lowest.magnitude
  }

  /// About the smallest radius from `start` on outside of which V_s ≥ level is proved, nil if there is none up to
  /// `limit`.
  func radius(level: Double, from start: Double, to limit: Double) -> Double? {
    var radius = start
    while radius <= limit {
      let bound = lowerBound(outside: radius)
      if bound >= level { return radius }
      if bound == -.infinity, radius > 1e3 * start { return nil }
      radius *= 1.05
    }
    return nil
  }
}
