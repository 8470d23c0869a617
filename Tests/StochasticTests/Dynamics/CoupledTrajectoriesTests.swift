import Testing

@testable import Stochastic

/// The same steps as an ensemble of two curves, dt and 2dt, makes on its Brownian paths.
@Suite struct CoupledTrajectoriesTests {
  /// A declared linear part, which the exponential scheme steps exactly
  private struct Well: Potential {
    let dimension = 3
    var linearDecay: Double { 2 }
    func value(at w: LaneVector, scratch: LaneVector) -> Lanes {
      var sum = Lanes.zero
      for k in 0..<3 { sum += w[k] * w[k] * (0.25 * w[k] * w[k] + Double(k)) }
      return sum
    }
    func gradient(at w: LaneVector, into gradient: LaneVector, scratch: LaneVector) {
      for k in 0..<3 { gradient[k] = w[k] * (w[k] * w[k] + 2 * Double(k)) }
    }
  }

  /// Leimkuhler and Matthews' scheme is recorded elsewhere than at its weights.
  @Test(arguments: Integrator.allCases.filter { $0 != .leimkuhlerMatthews })
  func stepsOfAnEnsemble(integrator: Integrator) throws {
    let (s, h, seed): (Double, Double, UInt64) = (0.4, 0.125, 11)
    let state = try Ensemble(
      potential: Well(), learningRate: s, initial: .point([1, -0.5, 0.25]), times: [0.5, 1.5],
      curves: [
        Curve("fine", .sde(integrator: integrator, stepSize: h)),
        Curve("coarse", .sde(integrator: integrator, stepSize: 2 * h)),
      ], paths: 32, seed: seed
    ).run()
    let walk = try CoupledTrajectories(
      Well(), integrator: integrator, learningRate: s, stepSize: h, seed: seed)
    // the first block twice: nothing is left over from the run before
    for firstPath in [0, 16, 0] {
      walk.begin(firstPath: UInt64(firstPath))
      for (k, value) in [1, -0.5, 0.25].enumerated() {
        walk.fine[k] = Lanes(repeating: value)
        walk.coarse[k] = Lanes(repeating: value)
      }
      for (time, count) in [2, 4].enumerated() {
        for _ in 0..<count { walk.advance() }
        for (curve, weights) in [walk.fine, walk.coarse].enumerated() {
          let loss = Well().value(at: weights, scratch: weights)
          for lane in 0..<16 {
            let recorded = state.retained.losses(curve: curve, time: time)[firstPath + lane]
            #expect(abs(loss[lane] - recorded) < 1e-13, "path \(firstPath + lane), curve \(curve)")
          }
        }
      }
    }
  }
}
