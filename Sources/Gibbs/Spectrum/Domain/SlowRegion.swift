import Stochastic

/// Where an eigenfunction of −A for an eigenvalue up to λ can be large above the line, whatever mass lies there: a scan of
///
///   q = ‖∇L‖²/(2s) − (tr H − ‖H‖_F)/2, H the Hessian.
///
/// On ψ = e^(−L/s) u, −A is −(s/2) Δ + V/2, V = ‖∇L‖²/s − ΔL. Across a valley −(s/2) Δ costs half the curvature, which
/// V/2 leaves out: q gives it back.
struct SlowRegion {
  private let grid: TensorGrid
  private let levels: [Double]
  private let rates: [Double]

  /// - Parameter radius: half the side of the cube that is scanned
  init<P: TwiceDifferentiable>(
    of sampler: FieldSampler<P>, radius: Double, learningRate s: Double
  ) throws {
    let dimension = sampler.potential.dimension
    let cube = [ClosedRange<Double>](repeating: -radius...radius, count: dimension)
    grid = TensorGrid(covering: cube, counts: cube.map { _ in dimension == 2 ? 301 : 65 })
    levels = try sampler.values(count: grid.nodeCount, at: grid.coordinate)
    rates = sampler.field(count: grid.nodeCount, at: grid.coordinate) { evaluator in
      let gradient = evaluator.gradient()
      var steepness = Lanes.zero
      for k in 0..<dimension { steepness += gradient[k] * gradient[k] }
      let hessian = evaluator.hessian()
      var (trace, square) = (Lanes.zero, Lanes.zero)
      for k in 0..<dimension * dimension { square += hessian[k] * hessian[k] }
      for k in 0..<dimension { trace += hessian[k * (dimension + 1)] }
      return steepness / (2 * s) - 0.5 * (trace - square.squareRoot())
    }
  }

  /// The highest L where q ≤ λ, −∞ if nowhere.
  func top(for lambda: Double) -> Double {
    levels.indices.reduce(-.infinity) { rates[$1] <= lambda ? max($0, levels[$1]) : $0 }
  }

  /// Where q is least above a level, and q there.
  func slowest(above level: Double) -> (point: [Double], rate: Double)? {
    let above = levels.indices.filter { levels[$0] > level }
    guard let node = above.min(by: { rates[$0] < rates[$1] }) else { return nil }
    return (grid.counts.indices.map { grid.coordinate(node, $0) }, rates[node])
  }
}
