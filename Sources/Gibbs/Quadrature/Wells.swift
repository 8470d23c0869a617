import Stochastic

/// The local minima of L that matter at a learning rate, and the lattice that resolves them.
struct Wells: Sendable {
  /// Deepest first
  let points: [[Double]]
  /// min L
  let lowest: Double

  /// - Parameter depth: minima higher than this above the lowest are left out.
  /// - Throws: `GibbsIntegrationError.minima`
  init<P: GibbsPotential>(_ potential: P, minima: [[Double]], within depth: Double) throws {
    guard !minima.isEmpty else { throw GibbsIntegrationError.minima("it is empty") }
    guard minima.allSatisfy({ $0.count == potential.dimension && $0.allSatisfy(\.isFinite) }) else {
      throw GibbsIntegrationError.minima("\(minima); expected \(potential.dimension) finite numbers each")
    }
    let evaluator = Evaluator(potential)
    let losses = minima.map { evaluator.value(at: $0) }
    let order = minima.indices.sorted { (losses[$0], $0) < (losses[$1], $1) }
    lowest = losses[order[0]]
    guard lowest.isFinite else { throw GibbsIntegrationError.minima("the loss there is \(losses)") }
    let limit = lowest + depth
    points = order.filter { losses[$0] <= limit }.map { minima[$0] }
  }

  /// Where the summed region grows from: the wells, and the points of a coarse scan that lie in the region.
  /// - Throws: `GibbsIntegrationError.missedMinimum`
  func seeds<P: GibbsPotential>(_ potential: P, learningRate: Double, cut: Double) throws -> [[Double]] {
    let radius = potential.sublevelRadius(lowest + cut * learningRate / 2)
    guard radius.isFinite, radius > 0 else { return points }
    let scan = BallScan(
      potential: potential, centre: [Double](repeating: 0, count: potential.dimension), radius: radius
    ) { $0.value() }
    let inside = scan.points(below: lowest + cut * learningRate / 2)
    if let deepest = inside.min(by: { $0.energy < $1.energy }) {
      try check(deepest.energy, at: deepest.point)
    }
    return points + inside.map(\.point)
  }

  /// h_k = σ_k/2 with the smallest σ_k = (s/(2 ∂²_k L))^(1/2) of the wells, but no more than a sixteenth of
  /// where L has risen by s; on the line no finer than a quarter of the node budget affords over all of the region,
  /// for there an adaptive rule takes over.
  func lattice<P: GibbsPotential>(
    _ potential: P, learningRate: Double, accuracy: QuadratureAccuracy
  ) -> Lattice {
    let dimension = potential.dimension
    let evaluator = Evaluator(potential)
    let radius = potential.sublevelRadius(lowest + learningRate)
    let coarsest = radius.isFinite && radius > 0 ? radius / 16 : 1
    var spacing = [Double](repeating: coarsest, count: dimension)
    for point in points {
      let hessian = evaluator.hessian(at: point)
      for k in 0..<dimension where hessian[k][k] > 0 {
        spacing[k] = min(spacing[k], 0.5 * (learningRate / (2 * hessian[k][k])).squareRoot())
      }
    }
    let reach = potential.sublevelRadius(lowest + accuracy.cut * learningRate / 2)
    if dimension == 1, reach.isFinite {
      spacing[0] = max(spacing[0], 8 * reach / Double(accuracy.nodeBudget))
    }
    return Lattice(origin: points[0], spacing: spacing, side: Lattice.initialSide(dimension: dimension))
  }

  /// - Throws: `GibbsIntegrationError.missedMinimum` if a node of the lattice lies below the wells.
  func checkLowest(_ energy: Double, _ sums: LatticeSums, _ learningRate: Double) throws {
    try check(energy * learningRate / 2, at: sums.lattice.corner(of: sums.lowestTile))
  }

  private func check(_ loss: Double, at point: [Double]) throws {
    guard loss >= lowest - 1e-10 * (1 + lowest.magnitude) else {
      throw GibbsIntegrationError.missedMinimum(loss: loss, at: point, listed: lowest)
    }
  }
}
