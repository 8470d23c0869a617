import Stochastic

/// Estimates λ_s from draws of μ_s and trajectories that start at them.
public struct GapEstimator<P: GibbsPotential>: Sendable {
  public let potential: P
  /// Known local minima, for functions that step from one to another; may be empty
  public let minima: [[Double]]
  public let settings: GapSettings

  public init(_ potential: P, minima: [[Double]] = [], settings: GapSettings = GapSettings()) {
    self.potential = potential
    self.minima = minima
    self.settings = settings
  }

  /// - Throws: `SamplingError`, `CancellationError`
  public func run(sampling: SamplingResult, control: RunControl? = nil) throws -> GapReport {
    try settings.check()
    let s = sampling.learningRate
    let quotients = RayleighBound(
      potential: potential, samples: sampling.samples, learningRate: s, threads: settings.threads)
    let full = TestBasis.full(
      potential, samples: sampling.samples, minima: minima, learningRate: s)
    let bounds = try [
      ("rayleigh-linear", TestBasis.linear(dimension: potential.dimension)), ("rayleigh-loss", [.loss]),
      ("rayleigh-full", full),
    ].map { name, basis in
      if control?.isCancelled == true { throw CancellationError() }
      return quotients.minimum(over: basis, name: name)
    }
    if control?.isCancelled == true { throw CancellationError() }
    let least = bounds.compactMap { $0.estimate?.value }.min()
    let outcome: TrajectoryGap<P>.Outcome
    if let reason = sampling.unresolved {
      outcome = .init(estimate: nil, remark: "the draws are not of the whole law: \(reason)")
    } else if let unseen = sampling.wells?.shares.firstIndex(where: { $0 < WellOccupation.negligible }) {
      outcome = .init(
        estimate: nil,
        remark: "well \(unseen) is hardly ever visited: the gap may be the rate at which it is left")
    } else if bounds.contains(where: { $0.remark != nil }) {
      outcome = .init(estimate: nil, remark: "the barrier between two wells is hardly sampled")
    } else if let least {
      outcome = try TrajectoryGap(
        potential: potential, samples: sampling.samples, learningRate: s, basis: full, scale: least,
        settings: settings
      ).run(control)
    } else {
      outcome = .init(estimate: nil, remark: "no upper bound gives a time scale")
    }
    if control?.isCancelled == true { throw CancellationError() }
    return GapReport(
      upperBounds: bounds, estimate: outcome.estimate,
      method: method(outcome), remark: outcome.remark)
  }

  private func method(_ outcome: TrajectoryGap<P>.Outcome) -> String {
    let name = "decay of the slowest time-lagged correlation along stationary trajectories"
    guard let step = outcome.stepSize, let gradients = outcome.gradients else { return name }
    return "\(name) by \(settings.integrator.rawValue), steps of \(short(step)) and \(short(2 * step)) "
      + "extrapolated to 0 (\(short(gradients)) gradients a trajectory)"
  }
}
