import Stochastic

/// A Gibbs law in any dimension by Markov chains with a Metropolis correction.
struct MonteCarloMeasurement<P: GibbsPotential> {
  let measure: GibbsMeasure<P>
  let learningRate: Double
  let progress: (String) -> Void

  private var potential: P { measure.potential }
  /// The deepest wells; the others have next to no mass or are copies by symmetry
  private var wells: [[Double]] { Array(measure.wells.prefix(16)) }

  func report() throws -> GibbsReport {
    progress("sampling")
    let sampling = try GibbsSampler(
      potential, learningRate: learningRate, minima: wells,
      settings: SamplerSettings(seed: measure.seed, threads: measure.threads)
    ).run(control: measure.control)
    let expectations = MonteCarloExpectations(
      sampling.samples, minimumLoss: measure.minimum.value.value)
    progress("partition function")
    let partition = try PartitionEstimator(
      potential, learningRate: learningRate, minima: wells,
      settings: PartitionSettings(seed: measure.seed, threads: measure.threads)
    ).run(sampling: sampling, control: measure.control)
    progress("spectral gap")
    let gap = try GapEstimator(
      potential, minima: wells,
      settings: GapSettings(seed: measure.seed, integrator: measure.integrator, threads: measure.threads)
    ).run(sampling: sampling, control: measure.control)
    return assemble(sampling, expectations, partition, gap)
  }

  private func assemble(
    _ sampling: SamplingResult, _ expectations: MonteCarloExpectations, _ partition: PartitionReport,
    _ gap: GapReport
  ) -> GibbsReport {
    let bracket = BracketedGap(
      measure.provedBounds(learningRate: learningRate) + gap.upperBounds.map(\.bound))
    let method =
      "\(sampling.kernel.rawValue), \(sampling.samples.chainCount) chains of "
      + "\(sampling.samples.drawCount) draws"
    func quantity(_ number: MonteCarloNumber?) -> Quantity {
      if let reason = sampling.unresolved { return Quantity(unavailable: "unresolved: \(reason)") }
      guard let estimate = number?.estimate else {
        return Quantity(unavailable: number?.warning ?? "min L is not known")
      }
      return Quantity(estimate, method: method)
    }
    let (distance, logarithm) = distance.quantity(method: "closed form")
    return GibbsReport(
      dimension: potential.dimension, learningRate: learningRate,
      method: GibbsMeasureMethod.monteCarlo.rawValue, minimum: measure.minimum,
      barriers: measure.barriers.barriers ?? [], escapeBarrier: measure.escapeBarrier,
      logPartitionFunction: Quantity(
        partition.logPartitionFunction,
        method: "sequential Monte Carlo, \(partition.temperatures) temperatures; by Bennett's ratio "
          + "\(partition.bridged.value) +- \(partition.bridged.standardError)"),
      meanLoss: quantity(expectations.meanLoss), meanExcessLoss: quantity(expectations.meanExcessLoss),
      meanSquaredNorm: quantity(expectations.meanSquaredNorm),
      excessRiskNorm: quantity(expectations.excessRiskNorm),
      spectralGap: gap.estimate.map { Quantity($0, method: gap.method) }
        ?? Quantity(unavailable: gap.remark ?? "no estimate"),
      gapLower: bracket.lower, gapUpper: bracket.upper, gapBounds: bracket.bounds, eigenvalues: [],
      initialDistance: distance, initialDistanceLogarithm: logarithm, villani: nil,
      villaniReason:
        "the Villani route needs the Neumann gap of balls, which is computed by the deterministic "
        + "method, in one to three dimensions",
      landscape: nil, diagnostics: diagnostics(expectations),
      warnings: warnings(sampling, expectations, partition, gap, bracket),
      notes: [sampling.rule, measure.minimum.statement, Self.gapRemark]
        + [gap.remark].compactMap { $0.map { "spectral gap: \($0)" } })
  }

  private static var gapRemark: String {
    "the estimate of the gap follows typical trajectories; a slow region of next to no mass would lower the gap unseen"
  }

  private func diagnostics(_ expectations: MonteCarloExpectations) -> [ChainDiagnostics] {
    expectations.all.compactMap { name, number in
      guard let rHat = number.rHat, let bulk = number.bulkSampleSize, let tail = number.tailSampleSize
      else { return nil }
      return ChainDiagnostics(
        name: name, potentialScaleReduction: rHat, bulkSampleSize: bulk, tailSampleSize: tail)
    }
  }

  private func warnings(
    _ sampling: SamplingResult, _ expectations: MonteCarloExpectations, _ partition: PartitionReport,
    _ gap: GapReport, _ bracket: BracketedGap
  ) -> [String] {
    let chains = expectations.all.compactMap { name, number in number.warning.map { "\(name): \($0)" } }
    let outside = gap.estimate.flatMap {
      bracket.warning(about: $0.value, uncertainty: 4 * $0.standardError)
    }
    return [sampling.unresolved, partition.warning, outside].compactMap { $0 } + chains
  }

  /// In closed form for a quadratic, infinite by theory where it is.
  private var distance: InitialDistance {
    guard case .gaussian(let mean, let deviation) = measure.initial, deviation > 0 else { return .ofPoint }
    if measure.remainder.supremum.upperBound == measure.remainder.infimum.lowerBound {
      return .ofGaussian(
        mean: mean, standardDeviation: deviation, quadratic: potential.regularization,
        learningRate: learningRate)
    }
    let tail = GaussianTail(of: potential, learningRate: learningRate, standardDeviation: deviation)
    if case .infinite(let reason) = tail { return .infinite(reason: reason) }
    return .unavailable(
      reason: "the integral of rho^2/mu is computed by quadrature, in one to three dimensions")
  }
}
