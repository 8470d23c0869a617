import Gibbs
import Guarantees
import Stochastic

/// Measures A and B around a step size, takes the step size that follows from them, and so on until it settles.
struct PlanSearch<P: StudiedPotential> {
  let study: PlanStudy
  let measure: GibbsMeasure<P>
  let control: RunControl
  let progress: (String) -> Void

  /// gLip, from above
  var smoothness: Quantity {
    let smoothness = measure.potential.smoothness
    return Quantity(bound: smoothness.best, truth: .below, method: "upper, \(smoothness.source)")
  }

  func rounds() throws -> [PlanRound] {
    let ladder = PlanLadder(
      measure: measure, experiment: study.experiment, sgd: study.sgd, accuracy: study.accuracy,
      horizon: study.horizon, file: study.file, threads: study.threads, control: control)
    let limit = 1 / measure.potential.smoothness.best
    var rounds: [PlanRound] = []
    // A tends to D/4 as s → 0; B is taken to be as large to begin with
    var centre = min(limit, 2 * study.accuracy / Double(measure.potential.dimension))
    while rounds.count < PlanStudy.roundLimit {
      let number = rounds.count + 1
      let rungs = try ladder.rungs(around: centre, smoothnessLimit: limit) {
        progress("round \(number): \($0)")
      }
      let round = try PlanRound(
        centre: centre, rungs: rungs, smoothness: smoothness, accuracy: study.accuracy,
        horizon: study.horizon)
      guard round.proposal > 0, round.proposal.isFinite else {
        let reason =
          round.stationaryExcess.reason ?? round.weakError.reason ?? "no step size follows from A and B"
        throw PlanError.notMeasured(accuracy: study.accuracy, learningRate: centre, reason: reason)
      }
      rounds.append(round)
      if (round.proposal / centre - 1).magnitude <= PlanStudy.tolerance { return rounds }
      centre = round.proposal
    }
    throw PlanError.unsettled(proposals: rounds.map(\.proposal))
  }
}
