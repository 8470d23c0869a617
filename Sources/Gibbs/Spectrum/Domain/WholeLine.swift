import Stochastic

/// The spectrum on the whole line: the interval grows until it holds all that the eigenvalues found on it ask for.
struct WholeLine<P: GibbsPotential> {
  let sampler: FieldSampler<P>
  let learningRate: Double
  /// Where the mass is
  let core: ClosedRange<Double>
  let count: Int
  let control: RunControl?

  func report(eigenfunctionCount: Int) throws -> SpectrumReport {
    let domain = LineDomain(sampler: sampler, learningRate: learningRate, core: core)
    var interval = try settledInterval(domain)
    while true {
      let report = try line(interval).report(eigenfunctionCount: eigenfunctionCount)
      let wanted = try domain.domain(for: report.eigenvalues.last?.value ?? 0)
      if isInside(wanted, interval) { return report }
      interval = min(wanted.lowerBound, interval.lowerBound)...max(wanted.upperBound, interval.upperBound)
    }
  }

  /// Eigenvalues fall as the interval grows, and with them what they ask for: by steps of a half, guided by a coarse grid.
  private func settledInterval(_ domain: LineDomain<P>) throws -> ClosedRange<Double> {
    var interval = core
    while true {
      let wanted = try domain.domain(for: try line(interval).coarseValues().last ?? 0)
      if isInside(wanted, interval) { return wanted }
      let step = 0.25 * (interval.upperBound - interval.lowerBound)
      interval =
        max(
          wanted.lowerBound, interval.lowerBound - step)...min(
          wanted.upperBound, interval.upperBound + step)
      if control?.isCancelled == true { throw CancellationError() }
    }
  }

  private func line(_ interval: ClosedRange<Double>) -> LineSpectrum<P> {
    LineSpectrum(
      potential: sampler.potential, interval: interval, learningRate: learningRate, count: count,
      threads: sampler.threads, control: control, window: core)
  }

  private func isInside(_ wanted: ClosedRange<Double>, _ interval: ClosedRange<Double>) -> Bool {
    let slack = 1e-3 * (interval.upperBound - interval.lowerBound)
    return wanted.lowerBound >= interval.lowerBound - slack
      && wanted.upperBound <= interval.upperBound + slack
  }
}
