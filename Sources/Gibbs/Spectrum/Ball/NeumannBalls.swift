import Stochastic

/// Neumann gaps of balls of one potential whose spectrum on the whole space is known.
struct NeumannBalls<P: GibbsPotential> {
  let potential: P
  let learningRate: Double
  let spectrum: SpectrumReport
  let threads: Int
  let control: RunControl?

  /// The gap of the ball of a radius.
  func gap(radius: Double) throws -> Exact {
    if holdsAll(radius) { return spectrum.eigenvalues[0] }
    return try neumannGap(
      of: potential, learningRate: learningRate, radius: radius, threads: threads, control: control)
  }

  /// What is good enough to compare radii by above the line; nil on the line, where nothing is gained.
  var roughGap: ((Double) throws -> Exact)? {
    guard potential.dimension > 1 else { return nil }
    return { radius in
      if holdsAll(radius) { return spectrum.eigenvalues[0] }
      return try BallDomain(
        sampler: FieldSampler(potential: potential, threads: threads), radius: radius,
        learningRate: learningRate, control: control
      ).roughGap()
    }
  }

  /// Whether all eigenfunctions end inside the ball, and L rises through the sphere, so that the edge holds no mode of
  /// its own.
  private func holdsAll(_ radius: Double) -> Bool {
    guard potential.dimension > 1, spectrum.reach < radius else { return false }
    let slope = SphereSearch(potential) { evaluator in
      let gradient = evaluator.gradient()
      return (0..<evaluator.dimension).reduce(into: Lanes.zero) { $0 += gradient[$1] * evaluator.weights[$1] }
    }
    return slope.minimum(radius: radius, with: Evaluator(potential)).value > 0
  }
}
