import TestSupport
import Testing

@testable import Stochastic

/// The potentials with closed forms.
@Suite struct SimplePotentialTests {
  private func weights(_ dimension: Int, limit: Double) -> [[Double]] {
    var random = SplitMix64(seed: UInt64(dimension))
    return (0..<16).map { _ in (0..<dimension).map { _ in random.uniform(-limit, limit) } }
  }

  @Test(arguments: [(1, 0.7), (5, 0.13), (33, 2)]) func quadratic(dimension: Int, regularization: Double)
    throws
  {
    let bench = PotentialBench(potential: try Quadratic(dimension: dimension, regularization: regularization))
    let w = weights(dimension, limit: 3)
    let values = w.map { regularization / 2 * $0.reduce(0) { $0 + $1 * $1 } }
    #expect(relativeDifference(bench.value(w), values) < 1e-14)
    #expect(bench.gradient(w) == w.map { $0.map { regularization * $0 } })
    #expect(bench.laplacian(w) == Array(repeating: regularization * Double(dimension), count: 16))
    let identity = (0..<dimension * dimension).map { $0 % (dimension + 1) == 0 ? regularization : 0 }
    #expect(bench.hessian(w) == Array(repeating: identity, count: 16))
  }

  @Test func doubleWell() {
    let bench = PotentialBench(potential: DoubleWell())
    let w = weights(1, limit: 3)
    let x = w.map { $0[0] }
    #expect(relativeDifference(bench.value(w), x.map { ($0 * $0 - 1) * ($0 * $0 - 1) / 4 }) < 1e-15)
    #expect(relativeDifference(bench.gradient(w).map { $0[0] }, x.map { $0 * $0 * $0 - $0 }) < 1e-15)
    #expect(relativeDifference(bench.laplacian(w), x.map { 3 * $0 * $0 - 1 }) < 1e-15)
    #expect(bench.hessian(w).map { $0[0] } == bench.laplacian(w))
  }

  @Test func doubleWellDerivatives() {
    let bench = PotentialBench(potential: DoubleWell())
    let w = weights(1, limit: 3)
    let slopes = bench.differences(w, step: 1e-4).map { $0[0] }
    #expect(relativeDifference(slopes, bench.gradient(w).map { $0[0] }) < 1e-8)
    let curvatures = bench.gradientDifferences(w, step: 1e-4).map { $0[0][0] }
    #expect(relativeDifference(curvatures, bench.laplacian(w)) < 1e-8)
  }

  /// Wells at +-1 of depth 0, a barrier of 1/4 at 0.
  @Test func doubleWellShape() {
    let bench = PotentialBench(potential: DoubleWell())
    let w = [[-1], [0], [1]] + Array(repeating: [2.0], count: 13)
    #expect(bench.value(w)[0..<4] == [0, 0.25, 0, 2.25])
    #expect(bench.gradient(w)[0..<3] == [[0], [0], [0]])
  }

  @Test func quadraticRefusals() throws {
    for (dimension, lambda) in [(0, 1.0), (-1, 1), (1, 0), (1, -1), (1, .nan), (1, .infinity)] {
      #expect(throws: ProblemError.self) { try Quadratic(dimension: dimension, regularization: lambda) }
    }
  }

  @Test func refusals() {
    func refused(_ outer: [Double], _ inputs: [[Double]], _ labels: [Double], _ lambda: Double) -> Bool {
      do {
        _ = try RegularizedRisk(
          activation: Sigmoid(), outer: outer, inputs: inputs, labels: labels, regularization: lambda)
        return false
      } catch { return true }
    }
    #expect(!refused([1], [[1]], [1], 0))
    #expect(refused([], [[1]], [1], 0.1))
    #expect(refused([1], [], [], 0.1))
    #expect(refused([1], [[]], [1], 0.1))
    #expect(refused([1], [[1], [2]], [1], 0.1))
    #expect(refused([1], [[1], [2, 3]], [1, 2], 0.1))
    #expect(refused([1], [[1]], [1], -0.1))
    #expect(refused([1], [[1]], [1], .nan))
    #expect(refused([.infinity], [[1]], [1], 0.1))
    #expect(refused([1], [[.nan]], [1], 0.1))
    #expect(refused([1], [[1]], [.nan], 0.1))
  }
}
