import Foundation
import Testing

@testable import Stochastic

/// Brownian paths that are functions of the seed, and the adaptive scheme on them.
@Suite struct RefinablePathTests {
  private static let learningRate = 0.5

  private func run(
    _ curves: [Dynamics], on potential: some Potential = DoubleWell(), times: [Double] = [1, 2],
    paths: Int = 64, firstPath: UInt64 = 0, start: Double = 0.3
  ) throws -> EnsembleState {
    try Ensemble(
      potential: potential, learningRate: Self.learningRate,
      initial: .gaussian(
        mean: Array(repeating: start, count: potential.dimension), standardDeviation: 0.2), times: times,
      curves: curves.enumerated().map { Curve("\($0)", $1) }, paths: paths, seed: 8, refinable: true,
      firstPath: firstPath
    ).run()
  }

  /// A curve is the same, to the bit, whatever runs beside it and whatever else is recorded.
  @Test(arguments: [Integrator.eulerMaruyama, .heun, .leimkuhlerMatthews])
  func companionsDoNotMatter(integrator: Integrator) throws {
    let dynamics = Dynamics.sde(integrator: integrator, stepSize: 0.125)
    let alone = try run([dynamics])
    let among = try run(
      [
        .sde(integrator: .sra1, stepSize: 0.01), dynamics, .noisyGradientDescent,
        .adaptiveSDE(tolerance: 1e-3),
      ], times: integrator == .leimkuhlerMatthews ? [1, 2] : [0, 0.5, 1, 2, 3])
    for time in [0, 1] {
      let place = integrator == .leimkuhlerMatthews ? time : time + 2
      // a coarse step is put together from finer cells, exactly
      #expect(alone.losses(curve: 0, time: time) == among.losses(curve: 1, time: place))
    }
  }

  /// Euler–Maruyama at dt by hand, with the increments that the tree gives for the intervals of length dt.
  @Test func stepsFollowTheTree() throws {
    let state = try run([.sde(stepSize: 0.125), .noisyGradientDescent], times: [1.5])
    var tree = BrownianTree(seed: 8, dimension: 1)
    let storage = LaneStorage(count: 2)
    for path in 0..<20 {
      tree.begin(firstPath: UInt64(path))
      for (curve, level) in [2, 0].enumerated() {
        let dt = Self.learningRate / Double(1 << level)
        var w = start(path: path)
        for step in 0..<(3 << level) {
          tree.interval(
            root: UInt64(step >> level), rootLength: Self.learningRate, level: level,
            index: UInt64(step & ((1 << level) - 1)), into: storage.vector)
          w += -(w * w * w - w) * dt + Self.learningRate.squareRoot() * storage.vector[0][0]
        }
        let loss = (w * w - 1) * (w * w - 1) / 4
        #expect(abs(state.losses(curve: curve, time: 0)[path] - loss) < 1e-11 * (1 + loss))
      }
    }
  }

  private func start(path: Int) -> Double {
    let words = StreamKey(seed: 8, purpose: .initialWeights).words(path: UInt64(path), step: 0, group: 0)
    let radius = (-2 * Foundation.log((Double(words[0]) + 0.5) * 0x1p-32)).squareRoot()
    return 0.3 + 0.2 * radius * cos(2 * Double.pi * Double(words[1]) * 0x1p-32)
  }

  /// Steps are the learning rate over a power of two; recording times off the grid are hit.
  @Test func schedule() throws {
    let grid = try BrownianGrid(times: [0, 0.3, 1, 2], learningRate: 0.5)
    let schedule = StepSchedule(refining: grid, stepSize: 0.2)
    #expect(schedule.segments.map(\.count) == [0, 2, 1, 4, 8])
    #expect(schedule.segments.compactMap(\.record) == [0, 1, 2, 3])
    for segment in schedule.segments { #expect(segment.stepSize <= 0.2) }
    let dynamics = Dynamics.sde(stepSize: 0.2)
    #expect(dynamics.usedStepSize([1, 2], refining: 0.5) == 0.125)
    #expect(dynamics.usedStepSize([1, 2]) == 0.2)
    #expect(dynamics.stepCount(learningRate: 0.5, times: [1, 2], refinable: true) == 16)
  }

  /// Refined curves ride on the tree too, where roots are shorter than dt as well.
  @Test func refinementsRide() throws {
    for (stepSize, refinement, same) in [(1.0, 1, 0.5), (0.2, 2, 0.05), (0.125, 3, 0.015625)] {
      let state = try Ensemble(
        potential: DoubleWell(), learningRate: 0.5, initial: .point([0.3]), times: [0.6, 2],
        curves: [
          Curve("refined", .sde(stepSize: stepSize), refinement: refinement),
          Curve("same", .sde(stepSize: same)),
        ], paths: 20, seed: 3, refinable: true
      ).run()
      #expect(state.losses(curve: 0, time: 1) == state.losses(curve: 1, time: 1))
    }
  }

  /// The strong error falls at least like the root of the tolerance, and the path of the smallest one errs by less than
  /// that tolerance in the root mean square.
  ///
  /// The truth is SRA1 at s/4096 on the same Brownian path, right to a hundredth of the smallest tolerance by its own
  /// distance to s/2048. Mean squares are compared path by path, beyond chance at 10⁻³ in all.
  @Test func adaptiveConverges() throws {
    let tolerances = [0.03, 0.01, 0.003, 0.001, 0.0003]
    let reference = [4096, 2048].map { Dynamics.sde(integrator: .sra1, stepSize: 0.5 / $0) }
    let state = try run(
      reference + tolerances.map { .adaptiveSDE(tolerance: $0) }, on: EnsembleFixture.risk(), times: [2],
      paths: 512)
    let squares = (1..<state.curveCount).map { curve in
      zip(state.losses(curve: 0, time: 0), state.losses(curve: curve, time: 0)).map {
        ($0 - $1) * ($0 - $1)
      }
    }
    let gate = try normalGate(tests: 6)
    func expectBelow(_ small: [Double], _ large: [Double], _ what: String) {
      var difference = Moments()
      for (a, b) in zip(small, large) { difference.add(b - a) }
      let margin = difference.estimate.value / difference.estimate.standardError
      #expect(margin > gate, "\(what): \(margin) standard errors")
    }
    func constant(_ value: Double) -> [Double] { Array(repeating: value * value, count: 512) }
    expectBelow(squares[0], constant(3e-6), "reference")
    for place in 1..<5 {
      let ratio = tolerances[place] / tolerances[place - 1]
      expectBelow(squares[place + 1], squares[place].map { ratio * $0 }, "tolerance \(tolerances[place])")
    }
    expectBelow(squares[5], constant(0.0003), "smallest tolerance")
    let steps = tolerances.indices.map { state.stepsPerPath(curve: $0 + 2) }
    for (few, many) in zip(steps, steps.dropFirst()) { #expect(few < many) }
  }

  /// From far out in a double well Euler–Maruyama at this dt explodes; steps that adapt come down.
  @Test func adaptiveComesDown() throws {
    let state = try run([.sde(stepSize: 0.25), .adaptiveSDE(tolerance: 0.01)], start: 20)
    #expect(state.divergences.map(\.count) == [64, 0])
    #expect(state.losses(curve: 1, time: 1).allSatisfy { $0 < 100 })
  }

  /// dw = w³ dt + … leaves the line in finite time: reported, not hung.
  @Test func explosionIsReported() throws {
    struct Hill: Potential {
      let dimension = 1
      func value(at w: LaneVector, scratch: LaneVector) -> Lanes { -0.25 * w[0] * w[0] * w[0] * w[0] }
      func gradient(at w: LaneVector, into gradient: LaneVector, scratch: LaneVector) {
        gradient[0] = -w[0] * w[0] * w[0]
      }
    }
    let state = try run([.adaptiveSDE(tolerance: 0.01)], on: Hill(), start: 5)
    #expect(state.divergences[0].count == 64)
  }

  @Test func refusals() throws {
    func refused(_ curves: [Dynamics], times: [Double] = [1], generator: RandomGenerator = .philox) -> Bool {
      do {
        _ = try Ensemble(
          potential: DoubleWell(), learningRate: 0.5, initial: .point([0]), times: times,
          curves: curves.map { Curve("x", $0) }, paths: 1, seed: 1, generator: generator, refinable: true)
        return false
      } catch { return error is ProblemError }
    }
    #expect(!refused([.adaptiveSDE(tolerance: 1e-3)]))
    for tolerance in [0, -1, .nan, .infinity] { #expect(refused([.adaptiveSDE(tolerance: tolerance)])) }
    #expect(refused([.sde(stepSize: 0.1)], generator: .gsl(.philox)))
    #expect(refused([.sde(stepSize: 0.1)], times: [1e6]))
    #expect(refused([.sde(stepSize: 1e-9)]))
    #expect(refused([.sde(stepSize: 0.1)], times: [1, 1 + 1e-11]))
  }
}
