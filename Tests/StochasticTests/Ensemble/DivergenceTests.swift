import Foundation
import Testing

@testable import Stochastic

/// Euler-Maruyama on the double well diverges beyond |w| = sqrt(1 + 2/dt): paths that do are counted and left out.
@Suite struct DivergenceTests {
  private static let times = [0, 1, 2, 4, 8.0]

  private func run(initial: InitialLaw, paths: Int, firstPath: UInt64 = 0) throws -> EnsembleState {
    try Ensemble(
      potential: DoubleWell(), learningRate: 0.01, initial: initial, times: Self.times,
      curves: [Curve("sde", .sde(stepSize: 0.5)), Curve("fine", .sde(stepSize: 0.001))], paths: paths,
      seed: 6,
      firstPath: firstPath
    ).run()
  }

  @Test func everyPathDiverges() throws {
    let state = try run(initial: .point([10]), paths: 40)
    let divergence = state.divergences[0]
    #expect(divergence.count == 40)
    #expect(divergence.firstPath == 0)
    // |w| is 10, 5e2, 6e7, 1e23, 6e68: the loss w^4/4 exceeds 1e150 from the fourth step on
    #expect(divergence.firstTime == 2)
    // a path that diverges is left out from the beginning, not from its divergence on
    for time in 0...4 {
      #expect(state.moments(curve: 0, time: time) == Moments())
      #expect(state.moments(pair: 0, time: time) == Moments())
      #expect(state.moments(curve: 0, time: time).estimate.value.isNaN)
      #expect(state.losses(curve: 0, time: time).allSatisfy { $0.isNaN })
    }
    // the other curve is none the worse
    #expect(state.divergences[1] == EnsembleState.Divergence())
    for time in 0...4 { #expect(state.moments(curve: 1, time: time).count == 40) }
  }

  /// Some diverge: which, when and what the others' mean is, by the recursion path by path.
  @Test func survivorsAreAveraged() throws {
    let paths = 300
    let state = try run(initial: .gaussian(mean: [0], standardDeviation: 1.6), paths: paths)
    let losses = expectedLosses(paths: paths)
    let dead = losses.indices.compactMap { path in
      zip(losses[path], Self.times).first { !($0.0 <= 1e150) }.map { (path: path, time: $0.1) }
    }
    let alive = losses.map { $0.allSatisfy { $0 <= 1e150 } }
    for place in Self.times.indices {
      let survivors = losses.indices.filter { alive[$0] }.map { losses[$0][place] }
      let moments = state.moments(curve: 0, time: place)
      let (mean, squares) = twoPass(survivors)
      #expect(moments.count == Double(survivors.count))
      #expect((moments.mean / mean - 1).magnitude < 1e-6)  // the recursion loses digits as it blows up
      #expect((moments.squaredDeviation / squares - 1).magnitude < 1e-5)
      #expect(moments.estimate.value.isFinite && moments.estimate.standardError.isFinite)
      #expect(state.losses(curve: 0, time: place).map(\.isNaN) == alive.map { !$0 })
      #expect(state.retained.quantiles([0, 0.5, 1], curve: 0, time: place).allSatisfy { $0.value.isFinite })
      let pair = state.moments(pair: 0, time: place)
      #expect(pair.count == Double(survivors.count) && pair.mean.isFinite && pair.variance.isFinite)
    }
    #expect(dead.count > 20 && dead.count < 100)
    let first = try #require(dead.min { $0.path < $1.path })
    #expect(state.divergences[0].count == dead.count)
    #expect(state.divergences[0].firstPath == first.path)
    #expect(state.divergences[0].firstTime == first.time)
  }

  /// The path is reported by its number in the run, counted from its first path.
  @Test func pathNumbers() throws {
    let whole = try run(initial: .gaussian(mean: [0], standardDeviation: 1.6), paths: 100)
    let first = try #require(whole.divergences[0].firstPath)
    let part = try run(
      initial: .gaussian(mean: [0], standardDeviation: 1.6), paths: 50, firstPath: UInt64(first))
    #expect(part.divergences[0].firstPath == 0)
  }

  /// Between recordings too: a path that is lost early is seen early, not at the end only.
  @Test func divergenceIsSeenOnTheWay() throws {
    for dynamics in [Dynamics.sde(stepSize: 0.5), .gradientFlow(stepSize: 0.5)] {
      let state = try Ensemble(
        potential: DoubleWell(), learningRate: 0.01, initial: .point([10]), times: [1000],
        curves: [Curve("x", dynamics)], paths: 16, seed: 1
      ).run()
      #expect(state.divergences[0].count == 16)
      #expect(try #require(state.divergences[0].firstTime) < 100)
    }
  }

  /// A path that comes back from beyond the threshold stays counted as lost: here one step of size 1 leads from
  /// 1e160 to the noise alone.
  @Test func divergenceIsFinal() throws {
    let state = try Ensemble(
      potential: Quadratic(dimension: 1, regularization: 1), learningRate: 1, initial: .point([1e160]),
      times: [0, 1, 2], curves: [Curve("ngd", .noisyGradientDescent)], paths: 20, seed: 1
    ).run()
    #expect(state.divergences[0].count == 20)
    #expect(state.divergences[0].firstTime == 0)
    for time in 0..<3 { #expect(state.moments(curve: 0, time: time).count == 0) }
  }

  /// w+ = w - dt w (w^2 - 1) + sqrt(s) dB with the two curves' common path: 500 fine cells in each coarse step.
  private func expectedLosses(paths: Int) -> [[Double]] {
    let initial = StreamKey(seed: 6, purpose: .initialWeights)
    let noise = StreamKey(seed: 6, purpose: .brownianIncrements)
    let normals = LaneStorage(count: 1)
    func lanes(_ key: StreamKey, _ block: Int, _ step: Int) -> [Double] {
      key.fillNormals(
        normals.vector, paths: consecutivePaths(from: UInt64(16 * block)), step: UInt64(step), dimension: 1)
      return normals.vector[0].array
    }
    let result = (0..<(paths + 15) / 16).flatMap { block in
      var w = lanes(initial, block, 0).map { 1.6 * $0 }
      var recorded = w.map { [doubleWell($0)] }
      for step in 0..<16 {
        var increment = [Double](repeating: 0, count: 16)
        for cell in 500 * step..<500 * (step + 1) {
          for (lane, z) in lanes(noise, block, cell).enumerated() {
            increment[lane] += z * 0.001.squareRoot()
          }
        }
        w = zip(w, increment).map { $0 - 0.5 * $0 * ($0 * $0 - 1) + 0.1 * $1 }
        if [2, 4, 8, 16].contains(step + 1) {
          for lane in 0..<16 { recorded[lane].append(doubleWell(w[lane])) }
        }
      }
      return recorded
    }
    return Array(result.prefix(paths))
  }

  private func doubleWell(_ w: Double) -> Double { (w * w - 1) * (w * w - 1) / 4 }
}
