import Stochastic

/// What bounds H = FᵀF from below, node by node: with any u > 0, as no entry of H beside the diagonal is positive,
///
///   ⟨ψ, Hψ⟩ ≥ Σ q_i ψ_i², q = Hu/u.
///
/// The landscape function, (H + μ)u = 1, has q = 1/u − μ. A u that was not solved for to the end still bounds, but may
/// take for slow what is fast. In the plane u comes from a factorisation, in space from conjugate gradients.
struct LandscapeFunction {
  /// q
  let rates: [Double]
  /// Whether (H + μ)u differs from 1 by at most 10⁻⁴ everywhere
  let isConverged: Bool

  /// - Parameters:
  ///   - isPlane: whether a factorisation is affordable
  ///   - limit: on iterations where it is not
  /// - Throws: `SpectrumError` if H + μ cannot be factorised; `CancellationError`
  init(
    _ graph: ReversibleGraph, shift mu: Double, isPlane: Bool, threads: Int, limit: Int = 10_000,
    control: RunControl?
  ) throws {
    let system = GraphOperator(graph, threads: threads)
    let ones = [Double](repeating: 1, count: graph.order)
    var u = ones
    if isPlane {
      try SparseCholesky(graph.matrix, shift: mu).solve(ones, into: &u)
    } else {
      u = try ConjugateGradients(system, shift: mu).solve(
        ones, tolerance: 0.5e-4, limit: limit, control: control
      ).x
    }
    // the solution is nowhere below that: H + μ has no positive entry beside the diagonal
    for (i, diagonal) in system.diagonal.enumerated() {
      let least = 1 / (diagonal + mu)
      u[i] = u[i] >= least ? u[i] : least
    }
    var (image, scratch) = ([Double](repeating: 0, count: graph.order), [0.0])
    system.advance(u, &image, scale: 1, shift: 0, scratch: &scratch)
    rates = zip(image, u).map { $0 / $1 }
    isConverged = zip(image, u).allSatisfy { ($0 + mu * $1 - 1).magnitude <= 1e-4 }
  }
}
