import GSL
import Gibbs
import Guarantees
import Stochastic

/// What a theorem promises at its step size, measured there, and what SGD does with it.
struct PlanFulfilment<P: StudiedPotential> {
  let study: PlanStudy
  let measure: GibbsMeasure<P>
  let round: PlanRound
  let control: RunControl
  let progress: (String) -> Void

  /// Recorded times of a run
  private static var timeCount: Int { 101 }

  func promise(_ rule: StepPlan.Rule) throws -> PlanPromise {
    let plan = try StepPlan(
      rule, accuracy: study.accuracy, horizon: study.horizon,
      smoothness: PlanSearch(study: study, measure: measure, control: control, progress: progress)
        .smoothness,
      stationaryExcess: round.stationaryExcess, weakError: round.weakError)
    guard let s = plan.stepSize.value, let steps = plan.stepCount else {
      throw PlanError.notMeasured(
        accuracy: study.accuracy, learningRate: round.centre,
        reason: plan.stepSize.reason ?? "no step size follows from A and B")
    }
    progress("Gibbs law at s = \(s.shortText)")
    let report = try PlanError.naming(study.accuracy, s) {
      try measure.report(
        learningRate: s, method: study.experiment.gibbs.method.resolved(for: measure.potential), radii: nil,
        progress: { progress("s = \(s.shortText): \($0)") })
    }
    let measurements = Measurements(report)
    let certificates = measure.potential.certificates(
      measurements,
      goal: Goal(
        horizon: study.horizon, accuracy: study.accuracy, initial: study.experiment.initial,
        stationaryExcess: round.stationaryExcess, weakError: round.weakError))
    let name: Certificate.Name = rule == .theorem32 ? .theorem32 : .corollary33
    guard let certificate = certificates.first(where: { $0.name == name }) else {
      throw PlanError.notMeasured(
        accuracy: study.accuracy, learningRate: s, reason: "there is no certificate \(name.rawValue)")
    }
    let share = rule == .theorem32 ? 1 : 0.5
    let bound = DecayBound(level: share * study.accuracy, report: report)
    return PlanPromise(
      plan: plan, stepCount: steps, learningRate: s, measurements: measurements, certificate: certificate,
      bound: bound,
      sufficientHorizon: bound.time(transientBelow: study.accuracy / 2),
      run: study.runs ? try run(s, steps: steps, bound: bound) : nil)
  }

  /// SGD alone on the same loss, with the seed after the one the plan was made with.
  private func run(_ s: Double, steps: Int, bound: DecayBound) throws -> PlanRun {
    let experiment = study.experiment
    progress("running SGD at s = \(s.shortText), \(steps) steps x \(experiment.paths) paths")
    let times = [0] + PlanLadder<P>.times(steps: steps, learningRate: s, count: Self.timeCount)
    let state = try Ensemble(
      potential: measure.potential, learningRate: s, initial: experiment.initial, times: times,
      curves: [Curve("sgd", .sgd(batch: study.sgd.batch, sampling: study.sgd.sampling))],
      paths: experiment.paths, seed: experiment.seed &+ 1,
      generator: try Catalogue.generator(experiment.generator), threads: study.threads
    ).run(control: control)
    guard state.isFinished else { throw CancellationError() }
    let minimum = measure.minimum.value
    let curve = ExcessCurve(
      name: "sgd", state: state, curve: 0, times: times, minimumLoss: minimum.value)
    let last = times.count - 1
    let final = Estimate(value: curve.mean[last], standardError: curve.standardError[last])
    let quantile = try Gaussian().quantile(PlanStudy.level)
    // paths that diverged have no excess risk: nothing is achieved with them left out
    let isWhole = state.divergences[0].count == 0
    let spread = quantile * final.standardError + minimum.error
    return PlanRun(
      curve: curve, paths: state.pathCount, final: final,
      lowerLimit: final.value - spread, upperLimit: isWhole ? final.value + spread : .infinity,
      level: PlanStudy.level, accuracy: study.accuracy, allowed: bound.value(at: times[last]))
  }
}
