import GSL
import Stochastic

/// Newton's method for ∇L = 0 in the eigenbasis of the Hessian.
struct CriticalPoint<P: TwiceDifferentiable> {
  let evaluator: Evaluator<P>

  struct Found {
    var weights: [Double]
    var value: Double
    var gradientNorm: Double
    var system: SymmetricEigensystem
  }

  init(_ potential: P) { evaluator = Evaluator(potential) }

  func examine(_ w: [Double]) throws -> Found {
    let gradient = evaluator.gradient(at: w)
    return Found(
      weights: w, value: evaluator.value(at: w), gradientNorm: euclideanNorm(gradient),
      system: try symmetricEigensystem(evaluator.hessian(at: w).flatMap { $0 }))
  }

  /// Follows w ← w − Σ_k (v_k·∇L / κ_k) v_k until the gradient no longer shrinks; κ_k is the eigenvalue's modulus,
  /// with a minus sign for the lowest `index` of them: a critical point with `index` descending directions attracts.
  ///
  /// - Parameter stepLimit: longest step taken.
  func polish(_ start: [Double], index: Int, stepLimit: Double, iterations: Int = 60) throws -> Found {
    var best = try examine(start)
    var current = best
    var failures = 0
    for _ in 0..<iterations where best.gradientNorm > 0 && failures < 4 {
      let gradient = evaluator.gradient(at: current.weights)
      let next = try examine(step(from: current, gradient, index, stepLimit))
      guard next.gradientNorm.isFinite else { break }
      failures = next.gradientNorm < best.gradientNorm ? 0 : failures + 1
      if next.gradientNorm < best.gradientNorm { best = next }
      current = next
    }
    return best
  }

  private func step(from point: Found, _ gradient: [Double], _ index: Int, _ limit: Double) -> [Double] {
    let largest = point.system.values.reduce(0) { max($0, $1.magnitude) }
    var move = Array(repeating: 0.0, count: gradient.count)
    for (k, (value, vector)) in zip(point.system.values, point.system.vectors).enumerated() {
      let curvature = max(value.magnitude, 1e-12 * largest, 1e-300) * (k < index ? -1 : 1)
      let along = zip(vector, gradient).reduce(0) { $0 + $1.0 * $1.1 } / curvature
      for (i, component) in vector.enumerated() { move[i] -= along * component }
    }
    let scale = min(1, limit / max(euclideanNorm(move), 1e-300))
    return zip(point.weights, move).map { $0 + scale * $1 }
  }
}

/// ‖x‖
func euclideanNorm(_ x: [Double]) -> Double { x.reduce(0) { $0 + $1 * $1 }.squareRoot() }

/// ‖x − y‖
func euclideanDistance(_ x: [Double], _ y: [Double]) -> Double { euclideanNorm(zip(x, y).map { $0 - $1 }) }
