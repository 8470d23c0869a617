import GSL
import Gibbs
import Stochastic

/// Measures one rung: the Gibbs law by quadrature up to three dimensions and by Markov chains above, SGD and the SDE
/// by simulation.
struct PlanLadder<P: GibbsPotential> {
  let measure: GibbsMeasure<P>
  let experiment: Experiment
  let sgd: (batch: Int, sampling: Sampling)
  let accuracy: Double
  let horizon: Double
  let file: String
  let threads: Int
  let control: RunControl

  /// The rungs stand at these multiples of the step size.
  static var multiples: [Double] { [0.25, 0.5, 1, 2] }
  /// Recorded times of the gap
  private static var timeCount: Int { 32 }

  /// The rungs around a step size that the theorems speak of: none above 1/gLip.
  func rungs(
    around centre: Double, smoothnessLimit: Double, progress: (String) -> Void
  ) throws -> [PlanRung] {
    let rates = Self.multiples.map { $0 * centre }.filter { $0 <= smoothnessLimit * (1 + 1e-12) }
    let counts = try rates.map {
      try PlanSteps.count(accuracy: accuracy, horizon: horizon, learningRate: $0)
    }
    let level = 1 - (1 - PlanLevels.ladder) / Double(rates.count)
    return try zip(rates, counts).map { rate, steps in
      progress(
        "learning rate \(rate.shortText): SGD against the SDE, \(Double(steps).shortText) steps x "
          + "\(experiment.paths) paths")
      return try rung(rate, steps: steps, level: level)
    }
  }

  private func rung(_ s: Double, steps: Int, level: Double) throws -> PlanRung {
    let excess = try PlanError.naming(accuracy, s) { try meanExcessLoss(s) }
    var run = experiment
    run.learningRate = s
    run.horizon = Double(steps) * s
    run.times = Self.times(steps: steps, learningRate: s)
    // and by twice that to see its bias
    let step = s / PlanSteps.perStep
    run.dynamics = [
      DynamicsSpecification(name: "sgd", kind: .sgd(batch: sgd.batch, sampling: sgd.sampling)),
      .sde("fine", step: step), .sde("coarse", step: 2 * step),
    ]
    let state = try Comparison(run, file: file, threads: threads).run(control: control)
    guard state.isFinished else { throw CancellationError() }
    // half of what may go wrong for the gap, half for the step
    let statistics = ComparisonStatistics(
      experiment: run, curves: run.dynamics.map { Catalogue.curve($0, learningRate: s) }, state: state,
      level: 1 - (1 - level) / 2)
    let gaps = statistics.gapResults
    return PlanRung(
      learningRate: s, stepCount: steps, excess: excess, gap: gaps[0].supremum,
      stepBias: gaps[2].supremum, stepSize: step, level: level,
      criticalValue: try Gaussian().quantile(level))
  }

  /// Multiples of s from s to the last step, evenly spread.
  static func times(steps: Int, learningRate: Double, count: Int = timeCount) -> [Double] {
    let places = Set((0..<count).map { 1 + $0 * (steps - 1) / max(count - 1, 1) })
    return places.sorted().map { Double($0) * learningRate }
  }

  /// E_μ L − min L alone, which is much cheaper than a whole report.
  private func meanExcessLoss(_ s: Double) throws -> Quantity {
    let wells = measure.minimum.localMinima.map(\.weights)
    if experiment.gibbs.method.resolved(for: measure.potential) == .deterministic {
      let integrals = try GibbsQuadrature(
        measure.potential, learningRate: s, minima: wells, threads: threads, control: control
      ).integrals
      return Quantity(integrals.meanExcessLoss, method: "\(integrals.method.rawValue) rule")
    }
    let sampling = try GibbsSampler(
      measure.potential, learningRate: s, minima: Array(wells.prefix(16)),
      settings: SamplerSettings(seed: experiment.seed, threads: threads)
    ).run(control: control)
    let number = MonteCarloExpectations(
      sampling.samples, minimumLoss: measure.minimum.value.value
    ).meanExcessLoss
    if let reason = sampling.unresolved ?? number?.warning { return Quantity(unavailable: reason) }
    guard let estimate = number?.estimate else { return Quantity(unavailable: "no estimate of E L - min L") }
    return Quantity(estimate, method: "\(sampling.kernel.rawValue), Markov chains")
  }
}
