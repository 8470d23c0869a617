import Foundation
import Testing

@testable import Stochastic

/// Several curves on one Brownian path, against a recursion written down here: the union of all step times cuts the
/// path into cells, cell c has the normals of step c, and an increment is the sum over the cells it covers.
@Suite struct BrownianPathTests {
  static let learningRate = 0.2
  static let regularization = 0.8

  /// Equal steps of at most dt between recording times, or multiples of the learning rate.
  private func stepTimes(_ dynamics: Dynamics, _ times: [Double]) -> [Double] {
    switch dynamics {
    case .sde(_, let dt):
      var result = [0.0]
      for time in times where time > 0 {
        let start = result[result.count - 1]
        let count = Int(((time - start) / dt - 1e-9).rounded(.up))
        result += (1...count).map { start + (time - start) * Double($0) / Double(count) }
      }
      return result
    default:
      let count = Int((times[times.count - 1] / Self.learningRate + 1e-9).rounded(.down))
      return (0...count).map { Double($0) * Self.learningRate }
    }
  }

  private func union(_ lists: [[Double]]) -> [Double] {
    lists.joined().sorted().reduce(into: [Double]()) {
      if $0.isEmpty || $1 - $0[$0.count - 1] > 1e-9 { $0.append($1) }
    }
  }

  /// Coordinate k of a path's normal vector for a step, by Box and Muller's formula: number (step mod 4) D + k of
  /// the words that four steps share.
  private func normal(_ key: StreamKey, path: UInt64, step: UInt64, _ k: Int, dimension: Int) -> Double {
    let number = Int(step % 4) * dimension + k
    let words = key.words(path: path, step: step / 4, group: UInt32(number / 4))
    let pair = number % 4 / 2 * 2
    let radius = (-2 * Foundation.log((Double(words[pair]) + 0.5) * 0x1p-32)).squareRoot()
    let angle = 2 * Double.pi * Double(words[pair + 1]) * 0x1p-32
    return radius * (number % 2 == 0 ? cos(angle) : sin(angle))
  }

  /// Losses at the recording times of one path of one curve.
  private func losses(
    path: UInt64, seed: UInt64, dimension: Int, _ dynamics: Dynamics, times: [Double], cells: [Double]
  ) -> [Double] {
    let noise = StreamKey(seed: seed, purpose: .brownianIncrements)
    let initial = StreamKey(seed: seed, purpose: .initialWeights)
    var w = (0..<dimension).map { 1 + 0.5 * normal(initial, path: path, step: 0, $0, dimension: dimension) }
    let steps = stepTimes(dynamics, times)
    var now = 0
    return times.map { time in
      while now + 1 < steps.count && steps[now + 1] <= time + 1e-9 {
        let inside = cells.indices.dropFirst().filter {
          cells[$0] > steps[now] + 1e-9 && cells[$0] <= steps[now + 1] + 1e-9
        }
        w = w.indices.map { k in
          let increment = inside.reduce(0) { sum, cell in
            let length = cells[cell] - cells[cell - 1]
            return sum + length.squareRoot()
              * normal(noise, path: path, step: UInt64(cell - 1), k, dimension: dimension)
          }
          let drift = Self.regularization * w[k] * (steps[now + 1] - steps[now])
          return w[k] - drift + Self.learningRate.squareRoot() * increment
        }
        now += 1
      }
      return Self.regularization / 2 * w.reduce(0) { $0 + $1 * $1 }
    }
  }

  /// Times of which some are no multiples of anything, beyond the last step of the discrete curve too.
  @Test(
    arguments: [[0.1, 0.37, 0.4, 1.0], [0, 0.5, 1.13], [1], [0.05, 0.15, 0.3, 0.77, 0.8, 2.5]],
    [
      [Dynamics.sde(stepSize: 0.05), .sde(stepSize: 0.1), .noisyGradientDescent],
      [.noisyGradientDescent, .sde(stepSize: 0.07), .sde(stepSize: 0.3), .sde(stepSize: 0.013)],
      [.noisyGradientDescent], [.sde(stepSize: 0.05)],
    ])
  func pathsFollowTheRecursion(times: [Double], dynamics: [Dynamics]) throws {
    for dimension in [1, 6, 35] { try follow(times, dynamics, paths: 20, dimension: dimension, seed: 5) }
  }

  private func follow(
    _ times: [Double], _ dynamics: [Dynamics], paths: Int, dimension: Int, seed: UInt64
  ) throws {
    let ensemble = try Ensemble(
      potential: Quadratic(dimension: dimension, regularization: Self.regularization),
      learningRate: Self.learningRate,
      initial: .gaussian(mean: Array(repeating: 1, count: dimension), standardDeviation: 0.5), times: times,
      curves: dynamics.enumerated().map { Curve("\($0)", $1) }, paths: paths, seed: seed, threads: 1)
    let state = try ensemble.run()
    let cells = union(dynamics.map { stepTimes($0, times) })
    for (curve, dynamics) in dynamics.enumerated() {
      for path in 0..<paths {
        let expected = losses(
          path: UInt64(path), seed: seed, dimension: dimension, dynamics, times: times, cells: cells)
        for (time, loss) in expected.enumerated() {
          let got = state.losses(curve: curve, time: time)[path]
          #expect(
            (got - loss).magnitude < 1e-11 * (1 + loss), "curve \(curve), time \(times[time]), path \(path)")
        }
      }
    }
  }

  /// Noisy gradient descent is Euler-Maruyama at dt = s.
  @Test func noisyGradientDescentIsEulerMaruyama() throws {
    let state = try Ensemble(
      potential: DoubleWell(), learningRate: 0.125, initial: .point([0.3]), times: [0.5, 1, 4],
      curves: [Curve("ngd", .noisyGradientDescent), Curve("sde", .sde(stepSize: 0.125))], paths: 64, seed: 2
    ).run()
    for time in 0..<3 {
      let losses = state.losses(curve: 0, time: time)
      #expect(losses == state.losses(curve: 1, time: time))
      #expect(Set(losses).count == 64)
    }
  }
}
