import Foundation
import Testing

@testable import Stochastic

/// Underdamped paths of a net, one at a time, letter by letter, with the noise of the path's own stream.
@Suite struct UnderdampedPathTests {
  static let (s, friction, seed) = (0.3, 1.7, 5 as UInt64)

  /// Weights and velocity of one path, and the numbers of steps of each size that lead to the recorded times.
  private struct Walker {
    let noise: ScalarNoise
    var w: [Double]
    var v: [Double]

    init(path: UInt64, start: [Double]) {
      noise = ScalarNoise(.velocityNoise, seed: seed, path: path, dimension: start.count)
      w = start
      v = noise.vector(0).map { (s / 2).squareRoot() * $0 }
    }

    mutating func drift(_ length: Double) { w = zip(w, v).map { $0 + length * $1 } }
    mutating func kick(_ length: Double) {
      v = zip(v, EnsembleFixture.reference.gradient(w)).map { $0 - length * $1 }
    }
    mutating func thermalise(_ length: Double, _ index: Int) {
      let decay = Foundation.exp(-friction * length)
      let scale = (s / 2 * (1 - decay * decay)).squareRoot()
      v = zip(v, noise.vector(index)).map { decay * $0 + scale * $1 }
    }

    mutating func step(_ integrator: UnderdampedIntegrator, _ dt: Double, before: Double, index: Int) {
      switch integrator {
      case .baoab:
        kick(dt / 2)
        drift(dt / 2)
        thermalise(dt, index)
        drift(dt / 2)
        kick(dt / 2)
      case .obabo:
        thermalise((before + dt) / 2, index)
        kick(dt / 2)
        drift(dt)
        kick(dt / 2)
      case .aboba:
        drift(dt / 2)
        kick(dt / 2)
        thermalise(dt, index)
        kick(dt / 2)
        drift(dt / 2)
      }
    }
  }

  /// Recording times that shorten the steps between them by different amounts; many steps and few between them.
  @Test(arguments: UnderdampedIntegrator.allCases) func paths(integrator: UnderdampedIntegrator) throws {
    let times = [0, 0.3, 1, 2.15, 7, 15.1]
    let start = [0.5, -1, 0.2, 1.5]
    let state = try Ensemble(
      potential: EnsembleFixture.risk(), learningRate: Self.s, initial: .point(start), times: times,
      curves: [
        Curve("x", .underdamped(integrator: integrator, friction: Self.friction, stepSize: 0.2))
      ],
      paths: 20, seed: Self.seed
    ).run()
    for path in 0..<20 {
      var walker = Walker(path: UInt64(path), start: start)
      var (index, before) = (0, 0.0)
      for (place, time) in times.enumerated() {
        let length = place == 0 ? 0 : time - times[place - 1]
        let count = Int((length / 0.2 - 1e-9).rounded(.up))
        for _ in 0..<count {
          let dt = length / Double(count)
          index += 1
          walker.step(integrator, dt, before: before, index: index)
          before = dt
        }
        let loss = state.losses(curve: 0, time: place)[path]
        #expect((loss - EnsembleFixture.reference.value(walker.w)).magnitude < 1e-12)
      }
    }
  }

  /// One gradient a step and, where a step begins with B, one more at the start; recording costs none.
  @Test(arguments: UnderdampedIntegrator.allCases) func gradients(integrator: UnderdampedIntegrator) throws {
    let potential = CountingPotential()
    _ = try Ensemble(
      potential: potential, learningRate: 0.1, initial: .point([1]), times: [0.1, 0.2, 0.5, 1],
      curves: [Curve("x", .underdamped(integrator: integrator, friction: 1, stepSize: 0.1))], paths: 16,
      seed: 1, threads: 1
    ).run()
    #expect(potential.gradients == 11)
  }

  @Test func frictionIsPositive() throws {
    for friction in [0, -1, .infinity, .nan] {
      #expect(throws: ProblemError.self) {
        try Ensemble(
          potential: DoubleWell(), learningRate: 0.1, initial: .point([0]), times: [1],
          curves: [Curve("x", .underdamped(friction: friction, stepSize: 0.1))], paths: 1, seed: 1)
      }
    }
  }
}
