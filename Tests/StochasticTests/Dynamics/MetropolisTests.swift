import Foundation
import Testing

@testable import Stochastic

/// The Metropolis-adjusted Langevin algorithm path by path, with the ratio written down as a ratio of densities.
@Suite struct MetropolisTests {
  static let (s, seed) = (0.4, 8 as UInt64)

  /// log of the density of a proposal from x at y, up to a constant
  private func logProposal(
    from x: [Double], at y: [Double], dt: Double, _ gradient: ([Double]) -> [Double]
  ) -> Double {
    let slopes = gradient(x)
    let squares = y.indices.reduce(0.0) {
      $0 + (y[$1] - x[$1] + dt * slopes[$1]) * (y[$1] - x[$1] + dt * slopes[$1])
    }
    return -squares / (2 * Self.s * dt)
  }

  /// The losses of one path after each of so many steps, and how many proposals were accepted.
  private func path(
    _ number: UInt64, start: [Double], dt: Double, steps: Int, value: ([Double]) -> Double,
    gradient: ([Double]) -> [Double]
  ) -> (losses: [Double], accepted: Int) {
    let noise = ScalarNoise(.proposals, seed: Self.seed, path: number, dimension: start.count)
    let choice = ScalarNoise(.acceptance, seed: Self.seed, path: number, dimension: 1)
    var (w, accepted) = (start, 0)
    let losses = (0..<steps).map { step in
      let normals = noise.vector(step)
      let slopes = gradient(w)
      let trial = w.indices.map { w[$0] - dt * slopes[$0] + (Self.s * dt).squareRoot() * normals[$0] }
      let ratio =
        -2 / Self.s * (value(trial) - value(w)) + logProposal(from: trial, at: w, dt: dt, gradient)
        - logProposal(from: w, at: trial, dt: dt, gradient)
      if choice.uniform(step) < Foundation.exp(min(ratio, 0)) {
        w = trial
        accepted += 1
      }
      return value(w)
    }
    return (losses, accepted)
  }

  /// Recorded after every step, and seldom: runs of steps without a look at them begin and end anywhere.
  static let recordings = [Array(1...12), [3, 12, 13, 40, 64, 101]]

  @Test(arguments: [0.1, 0.9], recordings) func pathsOfANet(dt: Double, recorded: [Int]) throws {
    let start = [0.5, -1, 0.2, 1.5]
    let state = try Ensemble(
      potential: EnsembleFixture.risk(), learningRate: Self.s, initial: .point(start),
      times: recorded.map { Double($0) * dt }, curves: [Curve("mala", .mala(stepSize: dt))], paths: 20,
      seed: Self.seed, threads: 1
    ).run()
    for number in 0..<20 {
      let truth = path(
        UInt64(number), start: start, dt: dt, steps: recorded[recorded.count - 1],
        value: EnsembleFixture.reference.value,
        gradient: { EnsembleFixture.reference.gradient($0) })
      for (place, step) in recorded.enumerated() {
        #expect((state.losses(curve: 0, time: place)[number] - truth.losses[step - 1]).magnitude < 1e-11)
      }
    }
  }

  /// Steps so long that about half of the proposals on the double well are refused, and some leave for 1e100.
  @Test func pathsOfAWell() throws {
    let (dt, steps) = (0.7, 20)
    let state = try Ensemble(
      potential: DoubleWell(), learningRate: Self.s, initial: .point([1.4]),
      times: (1...steps).map { Double($0) * dt }, curves: [Curve("mala", .mala(stepSize: dt))], paths: 100,
      seed: Self.seed
    ).run()
    var accepted = 0
    for number in 0..<100 {
      let truth = path(
        UInt64(number), start: [1.4], dt: dt, steps: steps,
        value: { ($0[0] * $0[0] - 1) * ($0[0] * $0[0] - 1) / 4 }, gradient: { [$0[0] * ($0[0] * $0[0] - 1)] })
      accepted += truth.accepted
      for (place, loss) in truth.losses.enumerated() {
        #expect((state.losses(curve: 0, time: place)[number] - loss).magnitude < 1e-11)
      }
    }
    #expect(accepted > 500 && accepted < 1800, "\(accepted) of 2000 accepted")
    #expect(state.divergences[0].count == 0)
  }

  /// One value and one gradient a step, one of each at the start; recording takes a value.
  @Test func evaluations() throws {
    let potential = CountingPotential()
    _ = try Ensemble(
      potential: potential, learningRate: 0.1, initial: .point([1]), times: [0.5, 1],
      curves: [Curve("x", .mala(stepSize: 0.1))], paths: 16, seed: 1, threads: 1
    ).run()
    #expect(potential.gradients == 11)
    #expect(potential.values == 11 + 2)
  }

  /// Where a proposal overflows it is refused, not taken for a divergence.
  @Test func infiniteProposalsAreRefused() throws {
    let state = try Ensemble(
      potential: DoubleWell(), learningRate: Self.s, initial: .point([1e35]), times: [5],
      curves: [Curve("x", .mala(stepSize: 0.5)), Curve("em", .sde(stepSize: 0.5))], paths: 16, seed: 1
    ).run()
    #expect(state.losses(curve: 0, time: 0).allSatisfy { abs($0 / 0.25e140 - 1) < 1e-12 })
    #expect(state.divergences[0].count == 0 && state.divergences[1].count == 16)
  }

  /// Where a proposal has no finite L it is refused, whatever L is there instead; other paths of the block move on.
  @Test(arguments: [Double.infinity, -.infinity, .nan])
  func proposalsWithoutLossAreRefused(loss: Double) throws {
    let times = (1...20).map { 0.5 * Double($0) }
    let state = try Ensemble(
      potential: Cliff(beyond: loss), learningRate: Self.s, initial: .point([0.5]), times: times,
      curves: [Curve("x", .mala(stepSize: 0.5))], paths: 64, seed: 3
    ).run()
    for time in times.indices {
      #expect(state.losses(curve: 0, time: time).allSatisfy { $0 > 0 && $0 <= 1 })
    }
    #expect(Set(state.losses(curve: 0, time: 19)).count > 60)
    #expect(state.divergences[0].count == 0)
  }
}

/// L = w on (0, 1], and something that is no loss elsewhere.
private struct Cliff: Potential {
  let beyond: Double
  let dimension = 1

  func value(at w: LaneVector, scratch: LaneVector) -> Lanes {
    var value = w[0]
    for lane in 0..<16 where !(value[lane] > 0 && value[lane] <= 1) { value[lane] = beyond }
    return value
  }

  func gradient(at w: LaneVector, into gradient: LaneVector, scratch: LaneVector) {
    gradient[0] = Lanes(repeating: 1)
  }
}
