import Stochastic
import Testing

@testable import Gibbs

/// Steep valleys oblique to the axes.
@Suite struct ObliqueValleyTests {
  /// One unit and parallel inputs, multiples of a unit vector e
  struct Net: Sendable, CustomStringConvertible {
    let beta, outer: Double
    let direction, lengths, labels: [Double]
    let regularization, learningRate: Double

    var description: String { "beta \(beta), inputs \(lengths) along \(direction)" }

    func potential(_ inputs: [[Double]]) -> WrappedPotential {
      .net(
        activation: "tanh", beta: beta, outer: [outer], inputs: inputs, labels: labels,
        regularization: regularization)
    }

    static let all = [
      Net(
        beta: 1, outer: 1.5, direction: [0.8, 0.6], lengths: [4, 1], labels: [-1, 1], regularization: 0.02,
        learningRate: 0.02),
      Net(
        beta: 5, outer: 1, direction: [0.6, 0.8], lengths: [1, 2], labels: [0.9, -0.9], regularization: 0.005,
        learningRate: 0.05),
      Net(
        beta: 10, outer: 1, direction: [0.6, 0.8], lengths: [2], labels: [0.8], regularization: 0.05,
        learningRate: 0.02),
    ]
  }

  private func report(_ potential: WrappedPotential, _ s: Double) throws -> GibbsReport {
    let start = [Double](repeating: 0, count: potential.dimension)
    return try GibbsMeasure(potential, initial: .gaussian(mean: start, standardDeviation: 0.01)).report(
      learningRate: s, method: .deterministic, radii: nil)
  }

  /// Along e the net of the line, across an Ornstein–Uhlenbeck process: eigenvalues are sums.
  @Test(arguments: Net.all)
  func parallelInputs(_ net: Net) throws {
    let line = try report(net.potential(net.lengths.map { [$0] }), net.learningRate).eigenvalues.map(\.value)
    let truths = (0..<6).flatMap { multiple in
      ([0] + line).map { $0 + Double(multiple) * net.regularization }
    }.sorted().dropFirst()
    let plane = try report(
      net.potential(net.lengths.map { length in net.direction.map { length * $0 } }), net.learningRate)
    for (mine, truth) in zip(plane.eigenvalues, truths) {
      #expect((mine.value - truth).magnitude <= min(mine.error + 1e-6 * truth, 1e-3 * truth))
      #expect(mine.error < 1e-3 * truth)
    }
    #expect(!plane.warnings.contains { $0.contains("slow region") })
  }

  /// The first eigenfunction of a quadratic is the coordinate along the valley over its standard deviation.
  @Test func eigenfunctionsAreGivenAlongTheAxesOfTheWeights() throws {
    let (s, valley) = (0.05, ObliqueQuadratic(along: 0.1, across: 60))
    let report = try wholeSpectrum(
      of: WrappedPotential(regularized: valley, by: 0.1, supremum: .infinity), learningRate: s,
      box: [-4...4, -4...4], count: 2, eigenfunctionCount: 1)
    #expect((report.eigenvalues[0].value / 0.1 - 1).magnitude < 1e-4)
    let function = try #require(report.eigenfunctions.first)
    let deviation = (s / 0.2).squareRoot()
    var seen = 0
    for (row, x) in function.axes[0].enumerated() {
      for (column, y) in function.axes[1].enumerated() {
        let (along, across) = (0.8 * x - 0.6 * y, 0.6 * x + 0.8 * y)
        let value = function.values[row * function.axes[1].count + column]
        guard valley.level(along, across) < 2 * s else { continue }
        seen += 1
        #expect((value - along / deviation).magnitude < 2e-3)
      }
    }
    #expect(seen > 100)
  }

  @Test func framesTurnThereAndBack() {
    let frame = Frame(axes: [[0.6, 0.8, 0], [-0.8, 0.6, 0], [0, 0, 1]])
    let weights = [1.25, -0.5, 3]
    let place = frame.place(of: weights)
    #expect((place[0] - 0.35).magnitude < 1e-15)
    for (one, other) in zip(frame.weights(of: place), weights) { #expect((one - other).magnitude < 1e-15) }
    let box = frame.box(around: [0...1, -1...2, 4...5])
    for (range, ends) in zip(box, [(-0.8, 2.2), (-1.4, 1.2), (4, 5)]) {
      #expect((range.lowerBound - ends.0).magnitude < 1e-15)
      #expect((range.upperBound - ends.1).magnitude < 1e-15)
    }
  }
}

/// L(w) = (λ (0.8 w_0 − 0.6 w_1)² + κ (0.6 w_0 + 0.8 w_1)²)/2
private struct ObliqueQuadratic: TwiceDifferentiable {
  /// λ, κ
  let along, across: Double

  var dimension: Int { 2 }

  func level(_ v: Double, _ u: Double) -> Double { 0.5 * (along * v * v + across * u * u) }

  func value(at w: LaneVector, scratch: LaneVector) -> Lanes {
    let (v, u) = (0.8 * w[0] - 0.6 * w[1], 0.6 * w[0] + 0.8 * w[1])
    return 0.5 * (along * v * v + across * u * u)
  }

  func gradient(at w: LaneVector, into gradient: LaneVector, scratch: LaneVector) {
    let (v, u) = (along * (0.8 * w[0] - 0.6 * w[1]), across * (0.6 * w[0] + 0.8 * w[1]))
    gradient[0] = 0.8 * v + 0.6 * u
    gradient[1] = -0.6 * v + 0.8 * u
  }

  func laplacian(at w: LaneVector, scratch: LaneVector) -> Lanes { Lanes(repeating: along + across) }

  func hessian(at w: LaneVector, into hessian: LaneVector, scratch: LaneVector) {
    let mixed = 0.48 * (across - along)
    let entries = [0.64 * along + 0.36 * across, mixed, mixed, 0.36 * along + 0.64 * across]
    for (k, entry) in entries.enumerated() { hessian[k] = Lanes(repeating: entry) }
  }
}
