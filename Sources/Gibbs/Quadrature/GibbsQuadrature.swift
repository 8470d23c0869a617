import Stochastic

/// Integrals against the Gibbs measure μ_s = e^(−2L/s)/Z_s on R^D, D ≤ 3, without chance.
///
/// The tensor trapezoidal rule over the part of a lattice where μ_s is above e^(−80) (D = 1), e^(−60) (2),
/// e^(−45) (3) of its peak. For a smooth integrand that decays it converges faster than any power of the spacing.
/// The region grows from the local minima and from every point of a coarse scan of the sublevel set that lies in it.
/// The same bits whatever the number of threads.
///
/// Reference: Trefethen and Weideman, "The exponentially convergent trapezoidal rule", SIAM Rev. 56 (2014), 385.
public struct GibbsQuadrature<P: GibbsPotential>: Sendable {
  public let potential: P
  /// s
  public let learningRate: Double
  /// min L
  public let minimumLoss: Double
  /// Those of the given minima that μ_s can see, deepest first
  public let minima: [[Double]]
  /// log Z_s and the standing expectations
  public let integrals: GibbsIntegrals
  let sums: LatticeSums
  let threads: Int
  let control: RunControl?

  /// - Parameters:
  ///   - minima: all local minima of L that are known, the global one among them.
  /// - Throws: `GibbsIntegrationError` for a dimension above 3, a bad learning rate, minima that are no use or
  ///   too narrow for the node budget; `CancellationError`.
  public init(
    _ potential: P, learningRate: Double, minima: [[Double]], threads: Int = ProcessorCount.available,
    control: RunControl? = nil
  ) throws {
    try Self.check(dimension: potential.dimension, learningRate: learningRate)
    let accuracy = QuadratureAccuracy(dimension: potential.dimension)
    let wells = try Wells(potential, minima: minima, within: accuracy.cut * learningRate / 2)
    let seeds = try wells.seeds(potential, learningRate: learningRate, cut: accuracy.cut)
    let refinement = LatticeRefinement(
      integrand: StandingFeature.integrand(
        potential, learningRate: learningRate, minimumLoss: wells.lowest),
      reference: 0, accuracy: accuracy, threads: threads, control: control)
    let (sums, changes) = try refinement.run(
      from: wells.lattice(potential, learningRate: learningRate, accuracy: accuracy), seeds: seeds
    ) { sums in
      try wells.checkLowest(2 * wells.lowest / learningRate + sums.lowestEnergy, sums, learningRate)
      return GibbsIntegrals.relativeChanges(sums, learningRate: learningRate)
    }
    self.potential = potential
    self.learningRate = learningRate
    minimumLoss = wells.lowest
    self.minima = wells.points
    self.sums = sums
    self.threads = threads
    self.control = control
    let integrals = GibbsIntegrals(sums, learningRate: learningRate, minimumLoss: wells.lowest)
    let isConverged = changes.allSatisfy { $0 <= accuracy.tolerance }
    self.integrals =
      isConverged || potential.dimension > 1
      ? integrals
      : try KinkQuadrature(
        potential: potential, learningRate: learningRate, minimumLoss: wells.lowest,
        breakpoints: wells.points.map { $0[0] }, range: Self.box(sums)[0],
        scales: sums.total.map { $0 * sums.lattice.cellVolume }
      ).integrals(ifBetterThan: integrals)
  }

  /// The box around the region that carries the mass: what was summed, cut at the radius beyond which L is too high.
  public var domain: [ClosedRange<Double>] {
    let cut = QuadratureAccuracy(dimension: potential.dimension).cut
    let radius = potential.sublevelRadius(minimumLoss + 0.5 * cut * learningRate)
    return Self.box(sums).map { max($0.lowerBound, -radius)...min($0.upperBound, radius) }
  }

  private static func check(dimension: Int, learningRate: Double) throws {
    guard (1...3).contains(dimension) else { throw GibbsIntegrationError.dimension(dimension) }
    guard learningRate > 0, learningRate.isFinite else {
      throw GibbsIntegrationError.learningRate(learningRate)
    }
  }

  private static func box(_ sums: LatticeSums) -> [ClosedRange<Double>] {
    let lattice = sums.lattice
    return (0..<lattice.dimension).map { k in
      let first = sums.tiles.map { $0[k] }.min() ?? 0
      let last = sums.tiles.map { $0[k] }.max() ?? 0
      let edge = lattice.spacing[k] * Double(lattice.side)
      return lattice.origin[k] + Double(first) * edge...lattice.origin[k] + Double(last + 1) * edge
    }
  }
}
