import Foundation
import GSL
import Testing

@testable import Stochastic

/// L = −w³/3, whose flow w' = w² has a pole at the time 1/w₀ if w₀ > 0.
private struct Cubic: Potential {
  var dimension: Int { 1 }
  func value(at w: LaneVector, scratch: LaneVector) -> Lanes { w[0] * w[0] * w[0] * (-1.0 / 3) }
  func gradient(at w: LaneVector, into gradient: LaneVector, scratch: LaneVector) {
    gradient[0] = -(w[0] * w[0])
  }
}

/// w' = 1 up to 1/2; beyond, the slope jumps between neighbouring numbers, and no step is short enough for it.
private struct Rough: Potential {
  var dimension: Int { 1 }
  func value(at w: LaneVector, scratch: LaneVector) -> Lanes { -w[0] }
  func gradient(at w: LaneVector, into gradient: LaneVector, scratch: LaneVector) {
    // the solver asks for one path at a time
    let x = w[0][0]
    let slope: Double = x < 0.5 ? -1 : (x.bitPattern & 1 == 1 ? 5 : -7)
    gradient[0] = Lanes(repeating: slope)
  }
}

/// The gradient flow by GSL's adaptive solvers: closed forms, and what the classical scheme is measured against.
@Suite struct AdaptiveFlowTests {
  static let times = [0, 0.3, 1, 1.7, 3]

  private func losses<P: Potential>(
    _ potential: P, _ initial: InitialLaw, _ curves: [Dynamics], times: [Double] = times
  ) throws -> [[[Double]]] {
    let state = try Ensemble(
      potential: potential, learningRate: 0.1, initial: initial, times: times,
      curves: curves.map { Curve("x", $0) }, paths: 20, seed: 4
    ).run()
    return curves.indices.map { curve in times.indices.map { state.losses(curve: curve, time: $0) } }
  }

  /// The loss of a quadratic decays like exp(−2λt).
  @Test(arguments: ODESolver.Method.allCases, [1e-7, 1e-10, 1e-12])
  func quadratic(method: ODESolver.Method, tolerance: Double) throws {
    let flow = try losses(
      Quadratic(dimension: 3, regularization: 0.7),
      .gaussian(mean: [1, 2, 3], standardDeviation: 0.5),
      [.adaptiveGradientFlow(method: method, tolerance: tolerance)])[0]
    for (place, time) in Self.times.enumerated() {
      for (loss, start) in zip(flow[place], flow[0]) {
        #expect((loss / (start * Foundation.exp(-1.4 * time)) - 1).magnitude < 100 * tolerance)
      }
    }
  }

  /// On a net: the two solvers agree, RK4 at dt = 0.01 is within 1e-9 of them, and its measured order is 4.
  @Test func rungeKuttaOnANet() throws {
    let steps = [0.2, 0.1, 0.05]
    let all = try losses(
      EnsembleFixture.risk(), .gaussian(mean: [0.1, -0.2, 0.3, 0], standardDeviation: 0.5),
      [
        .adaptiveGradientFlow(method: .rk8pd, tolerance: 1e-13),
        .adaptiveGradientFlow(method: .rkf45, tolerance: 1e-13), .gradientFlow(stepSize: 0.01),
      ] + steps.map { .gradientFlow(stepSize: $0) }, times: [1, 2])
    func distance(_ curve: Int, _ place: Int) -> Double {
      zip(all[curve][place], all[0][place]).map { ($0 - $1).magnitude }.max() ?? .nan
    }
    for place in 0..<2 {
      #expect(distance(1, place) < 1e-11)
      #expect(distance(2, place) < 1e-9)
      for curve in 3..<5 {
        let order = Foundation.log2(distance(curve, place) / distance(curve + 1, place))
        #expect(order > 3.7 && order < 4.4, "order \(order)")
      }
    }
  }

  /// A path on which the solver gives up has diverged, seen at the next recording time; its neighbours have not.
  @Test func whereThereIsNoSolutionAPathDiverges() throws {
    let state = try Ensemble(
      potential: Cubic(), learningRate: 0.1, initial: .gaussian(mean: [0], standardDeviation: 1),
      times: [0, 0.01, 100],
      curves: [Curve("flow", .adaptiveGradientFlow(tolerance: 1e-10))], paths: 40, seed: 4
    ).run()
    // −w³/3 > 0 where the path began below 0
    let start = try Ensemble(
      potential: Cubic(), learningRate: 0.1, initial: .gaussian(mean: [0], standardDeviation: 1), times: [0],
      curves: [Curve("flow", .adaptiveGradientFlow(tolerance: 1e-10))], paths: 40, seed: 4
    ).run().losses(curve: 0, time: 0)
    let end = state.losses(curve: 0, time: 2)
    for (before, after) in zip(start, end) {
      let w = -Foundation.cbrt(3 * before)
      // beyond: the pole is before the end
      #expect(after.isNaN == (w > 0.01))
      if w < 0 {
        let exact = w / (1 - 100 * w)
        #expect((after / (-exact * exact * exact / 3) - 1).magnitude < 1e-6)
      }
    }
    #expect(state.divergences[0].count == end.count { $0.isNaN })
    #expect(state.divergences[0].firstTime == 100)
  }

  /// Where the flow is finite a solver that gives up is an error with the solver's own words, not a divergence.
  @Test(arguments: ODESolver.Method.allCases) func aFailureIsNoDivergence(method: ODESolver.Method) throws {
    let error = #expect(throws: FlowError.self) {
      try losses(
        Rough(), .point([0]), [.adaptiveGradientFlow(method: method, tolerance: 1e-17)], times: [1])
    }
    let text = try #require(error).description
    #expect(text.contains("gsl-\(method.rawValue)") && text.contains("GSL error") && text.contains("1e-17"))
  }

  /// Lanes behind the last path are not stepped: a path that is not in the run cannot fail it.
  @Test func paddingCannotFail() throws {
    func ensemble(seed: UInt64, paths: Int, times: [Double]) throws -> Ensemble<Rough> {
      try Ensemble(
        potential: Rough(), learningRate: 0.1, initial: .gaussian(mean: [0], standardDeviation: 2),
        times: times,
        curves: [Curve("flow", .adaptiveGradientFlow(tolerance: 1e-17))], paths: paths, seed: seed)
    }
    // L = −w: a path that stays below 1/2 over unit time
    let seed = try #require(
      (0..<50 as Range<UInt64>).first {
        try ensemble(seed: $0, paths: 1, times: [0]).run().losses(curve: 0, time: 0)[0] > 0.6
      })
    #expect(throws: FlowError.self) { try ensemble(seed: seed, paths: 16, times: [1]).run() }
    let alone = try ensemble(seed: seed, paths: 1, times: [1]).run()
    #expect(alone.divergences[0].count == 0)
  }

  /// The solver is called once for every recording time after 0, and not given steps of its own to report.
  @Test func schedule() {
    let dynamics = Dynamics.adaptiveGradientFlow(tolerance: 1e-9)
    #expect(dynamics.stepSize == nil && dynamics.usedStepSize([1]) == nil)
    #expect(!dynamics.isDiscrete && !dynamics.isBrownian)
    #expect(dynamics.stepCount(learningRate: 0.1, times: Self.times) == 4)
  }

  @Test func tolerancesArePositive() {
    for tolerance in [0, -1, .nan, Double.infinity] {
      #expect(throws: ODEError.self) {
        try Ensemble(
          potential: DoubleWell(), learningRate: 0.1, initial: .point([0]), times: [1],
          curves: [Curve("x", .adaptiveGradientFlow(tolerance: tolerance))], paths: 1, seed: 1)
      }
    }
  }
}
