import Stochastic

/// By what means a Gibbs law is measured.
public enum GibbsMeasureMethod: String, Sendable {
  /// Quadrature and discretisations of the generator, in one to three dimensions; for a quadratic above that, closed
  /// forms
  case deterministic
  /// Markov chains, in any dimension
  case monteCarlo = "monte-carlo"
}

/// A potential with what does not depend on the learning rate: its minima, its barriers, and the proved range of its
/// data term. `report` computes what the Gibbs law μ_s ∝ exp(−2L/s) is worth at one learning rate.
public struct GibbsMeasure<P: GibbsPotential>: Sendable {
  public let potential: P
  /// ρ, whose distance from μ_s is asked for
  public let initial: InitialLaw
  public let minimum: MinimumReport
  public let barriers: BarrierReport
  let remainder: RemainderRange
  let bakryEmery: Bound
  let seed: UInt64
  /// What the trajectories of a Monte Carlo gap are stepped by
  let integrator: Integrator
  let threads: Int
  let control: RunControl

  /// Searches the minima and proves what can be proved about L.
  /// - Throws: `ProblemError` if no minimum is found; `CancellationError`.
  public init(
    _ potential: P, initial: InitialLaw, seed: UInt64 = 1, integrator: Integrator = .heun,
    threads: Int = ProcessorCount.available, control: RunControl = RunControl()
  ) throws {
    self.potential = potential
    self.initial = initial
    self.seed = seed
    self.integrator = integrator
    self.threads = threads
    self.control = control
    minimum = try MinimumSearch(seed: seed, threads: threads).search(potential, control: control)
    barriers = try BarrierSearch(threads: threads).search(
      potential, minima: minimum.localMinima, control: control)
    remainder = try RemainderRange(of: potential, control: control)
    bakryEmery = try Gibbs.bakryEmery(potential, control: control)
  }

  /// Everything at one learning rate.
  ///
  /// - Parameters:
  ///   - learningRate: s > 0
  ///   - radii: where the Villani route is evaluated besides its best radius; nil to leave the route out
  ///   - progress: hears what is being computed
  /// - Throws: the errors of the method; `CancellationError`.
  public func report(
    learningRate s: Double, method: GibbsMeasureMethod, radii: [Double]?,
    progress: @escaping (String) -> Void = { _ in }
  ) throws -> GibbsReport {
    switch method {
    case .deterministic:
      if potential.dimension > 3, let quadratic = self as? GibbsMeasure<Quadratic> {
        return try quadratic.closedFormReport(learningRate: s, radii: radii, progress: progress)
      }
      return try DeterministicMeasurement(measure: self, learningRate: s, radii: radii, progress: progress)
        .report()
    case .monteCarlo:
      return try MonteCarloMeasurement(measure: self, learningRate: s, progress: progress).report()
    }
  }

  /// Points of all local minima, the best first.
  var wells: [[Double]] { minimum.localMinima.map(\.weights) }

  /// Proved lower bounds of λ_s, best tried first.
  func provedBounds(learningRate s: Double) -> [Bound] {
    [bakryEmery, holleyStroock(potential, range: remainder, learningRate: s)]
  }

  /// The greatest height, over the wells that are not the deepest, of the pass to a deeper one above the well: what
  /// Arrhenius' law has in its exponent, λ_s ~ exp(−2 · barrier/s). Of two equally deep wells one counts as deeper.
  var escapeBarrier: Double? {
    let minima = minimum.localMinima
    guard minima.count > 1, let all = barriers.barriers else { return nil }
    let escapes = minima.indices.dropFirst().compactMap { well in
      all.filter { max($0.from, $0.to) == well }.map { $0.height.value - minima[well].value }.min()
    }
    return escapes.max()
  }
}
