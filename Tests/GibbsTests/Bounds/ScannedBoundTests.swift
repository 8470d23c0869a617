import Stochastic
import TestSupport
import Testing

@testable import Gibbs

/// Bounds against scans of the plane, near and far.
@Suite struct ScannedBoundTests {
  /// One unit with two inputs, and two units with one: far out these behave differently.
  @Test(arguments: [(1, 2), (2, 1)])
  func theRangeOfTheDataTermIsThatOfAScan(width: Int, inputs: Int) throws {
    try compare(net(HyperbolicTangent(), width: width, inputs: inputs))
    try compare(net(Sigmoid(beta: 2), width: width, inputs: inputs))
  }

  @Test(arguments: [(1, 2), (2, 1)])
  func theLeastEigenvalueIsThatOfAScan(width: Int, inputs: Int) throws {
    try compareCurvature(net(HyperbolicTangent(), width: width, inputs: inputs))
    try compareCurvature(net(Sigmoid(beta: 2), width: width, inputs: inputs))
    try compareCurvature(net(Softplus(), width: width, inputs: inputs))
  }

  private func compare<P: GibbsPotential>(_ potential: P) throws {
    let range = try RemainderRange(of: potential)
    let evaluator = Evaluator(potential)
    let half = 0.5 * potential.regularization
    let values = Self.points.map { w in
      // far out the quadratic part would swallow the data term's digits
      evaluator.value(at: w) - half * (w[0] * w[0] + w[1] * w[1])
    }
    let (least, most) = (values.min() ?? 0, values.max() ?? 0)
    #expect(range.infimum.lowerBound <= least + 1e-8 && range.infimum.lowerBound >= least - 2e-3)
    #expect(range.supremum.upperBound >= most - 1e-8 && range.supremum.upperBound <= most + 2e-3)
    #expect(range.infimum.lowerBound <= range.infimum.upperBound && range.infimum.upperBound <= least + 2e-3)
  }

  private func compareCurvature<P: GibbsPotential>(_ potential: P) throws {
    let bound = try #require(try bakryEmery(potential).value)
    let evaluator = Evaluator(potential)
    let values = Self.points.map { w in
      let h = evaluator.hessian(at: w)
      let (mean, half) = (0.5 * (h[0][0] + h[1][1]), 0.5 * (h[0][0] - h[1][1]))
      return mean - (half * half + h[0][1] * h[0][1]).squareRoot()
    }
    let least = values.min() ?? 0
    #expect(bound <= least + 1e-12 && bound >= least - 5e-3, "\(bound) \(least)")
  }

  /// A grid over [−6, 6]², and rays in 4000 directions up to distance 10³.
  private static let points: [[Double]] = {
    let steps = (-150...150).map { 0.04 * Double($0) }
    var points: [[Double]] = steps.flatMap { x in steps.map { y in [x, y] } }
    for k in 0..<1000 {
      let t = Double(k) / 500 - 1
      for distance in [10.0, 30, 100, 1000] {
        points += [
          [distance, distance * t], [-distance, distance * t], [distance * t, distance],
          [distance * t, -distance],
        ]
        points += [[distance, 6 * t], [-distance, 6 * t], [6 * t, distance], [6 * t, -distance]]
      }
    }
    return points
  }()

  /// λ is so large that L is convex.
  private func net<A: Activation>(_ activation: A, width: Int, inputs d: Int) throws -> RegularizedRisk<A> {
    let inputs = [[1.7, -0.4], [-0.9, 1.2], [-0.8, -1.1], [-1.9, 0.2], [0.3, 1.6]]
    return try RegularizedRisk(
      activation: activation, outer: Array([0.8, 0.6].prefix(width)),
      inputs: inputs.map { Array($0.prefix(d)) },
      labels: [0.9, 1.4, 1.1, 0.1, -0.6], regularization: 6)
  }

  /// Above three dimensions: no point violates the closed forms, and these beat the textbook's.
  @Test func closedFormsHoldInSixDimensions() throws {
    let (outer, labels) = ([0.8, -0.6, 0.5], [0.9, 1.4, 1.1, 0.1])
    let inputs = [[1.7, -0.4], [-0.9, 1.2], [-0.8, -1.1], [-1.9, 0.2]]
    let net = try RegularizedRisk(
      activation: HyperbolicTangent(), outer: outer, inputs: inputs, labels: labels, regularization: 9)
    let bound = try #require(try bakryEmery(net).value)
    let range = try RemainderRange(of: net)
    let sizes = inputs.map { $0[0] * $0[0] + $0[1] * $0[1] }
    // lambda - (B_y + |a|_1) |a|_inf M'_D B_x^2
    #expect(bound > 9 - (1.4 + 1.9) * 0.8 * 0.7698003589195010 * (sizes.max() ?? 0))
    #expect(range.supremum.upperBound <= 0.5 * (1.4 + 1.9) * (1.4 + 1.9))
    let evaluator = Evaluator(net)
    var generator = SplitMix64(seed: 21)
    for _ in 0..<2000 {
      let w = (0..<6).map { _ in 3 * generator.symmetric() }
      let hessian = evaluator.hessian(at: w).flatMap { $0 }
      #expect(smallestEigenvalue(hessian, 6) >= bound)
      let remainder = evaluator.value(at: w) - 4.5 * w.reduce(0) { $0 + $1 * $1 }
      #expect(remainder >= range.infimum.lowerBound - 1e-12 && remainder <= range.supremum.upperBound + 1e-12)
    }
  }

  @Test(arguments: [1, 2, 3, 5])
  func quadraticsAreExact(dimension: Int) throws {
    let potential = try Quadratic(dimension: dimension, regularization: 0.7)
    let value = try #require(try bakryEmery(potential).value)
    #expect(value <= 0.7 && value >= 0.7 - 1e-14)
    let range = try RemainderRange(of: potential)
    #expect(holleyStroock(potential, range: range, learningRate: 0.2).value == 0.7)
    let report = try MinimumSearch().search(potential)
    #expect(report.value.value == 0 && report.argmin == Array(repeating: 0, count: dimension))
  }

  @Test func theDoubleWellHasNeitherBound() throws {
    let bakry = try bakryEmery(DoubleWell())
    #expect(bakry.value == nil && bakry.remark?.contains("-1") == true)
    let holley = holleyStroock(DoubleWell(), range: try RemainderRange(of: DoubleWell()), learningRate: 0.1)
    #expect(holley.value == nil && holley.remark?.contains("no quadratic part") == true)
  }

  @Test func whatUnderflowsSaysSo() throws {
    let net = try net(HyperbolicTangent(), width: 2, inputs: 1)
    let bound = holleyStroock(net, range: try RemainderRange(of: net), learningRate: 1e-4)
    #expect(bound.value == nil && bound.remark?.contains("smallest double") == true)
  }
}
