import Stochastic

/// Halves the spacings of a lattice until doubling one of them no longer changes what is asked for.
struct LatticeRefinement<P: TwiceDifferentiable>: Sendable {
  let integrand: LatticeIntegrand<P>
  /// E at its lowest, about
  let reference: Double
  let accuracy: QuadratureAccuracy
  let threads: Int
  let control: RunControl?

  /// The sums on the last lattice that could be afforded, and the relative changes that are left, axis by axis.
  ///
  /// `changes` turns sums into the largest relative change axis by axis.
  /// - Throws: `GibbsIntegrationError.nodeBudget` if the first lattice is too large; `CancellationError`.
  func run(
    from first: Lattice, seeds: [[Double]], changes: (LatticeSums) throws -> [Double]
  ) throws -> (sums: LatticeSums, changes: [Double]) {
    var lattice = first
    while true {
      let sums = try flood(lattice).grow(from: seeds)
      let left = try changes(sums)
      let axes = left.indices.filter { !(left[$0] <= accuracy.tolerance) }
      let cost = sums.nodeCount << axes.count
      if axes.isEmpty || cost > accuracy.nodeBudget { return (sums, left) }
      lattice = lattice.refined(along: axes)
    }
  }

  func flood(_ lattice: Lattice) -> LatticeFlood<P> {
    LatticeFlood(
      kernel: TileKernel(lattice: lattice, integrand: integrand, reference: reference),
      cut: accuracy.cut, nodeBudget: 2 * accuracy.nodeBudget, threads: threads, control: control)
  }
}
