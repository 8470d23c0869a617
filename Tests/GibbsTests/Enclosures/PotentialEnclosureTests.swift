import Stochastic
import TestSupport
import Testing

@testable import Gibbs

@Suite struct PotentialEnclosureTests {
  @Test func pointsLieInTheEnclosures() throws {
    try check(DoubleWell(), spread: 2)
    try check(Quadratic(dimension: 2, regularization: 0.7), spread: 2)
    try check(net(HyperbolicTangent(beta: 1.3), width: 2, inputs: 1), spread: 3)
    try check(net(Sigmoid(), width: 1, inputs: 3), spread: 3)
    try check(net(Softplus(beta: 2), width: 3, inputs: 1), spread: 3)
    try check(net(HyperbolicTangent(), width: 2, inputs: 2), spread: 1)
  }

  /// 10⁴ points in 500 boxes: values, gradients, Hessians and their eigenvalues.
  private func check<P: SharplyEnclosed>(_ potential: P, spread: Double) throws {
    var generator = SplitMix64(seed: 3)
    let evaluator = Evaluator(potential)
    var outside = 0
    for _ in 0..<500 {
      let box = (0..<potential.dimension).map { _ -> ClosedRange<Double> in
        let centre = spread * generator.symmetric()
        let half = generator.unit() < 0.1 ? 0 : 0.5 * generator.unit() * generator.unit()
        return (centre - half)...(centre + half)
      }
      let enclosure = try #require(potential.enclosure(on: box))
      let curvature = potential.lowestCurvature(on: box)...potential.highestCurvature(on: box)
      let remainder = potential.remainderGradient(on: box)
      for _ in 0..<20 {
        let point = box.map { Double.random(in: $0, using: &generator) }
        let value = evaluator.value(at: point)
        let quadratic = 0.5 * potential.regularization * point.reduce(0) { $0 + $1 * $1 }
        let gradient = evaluator.gradient(at: point)
        let hessian = evaluator.hessian(at: point)
        let flat = hessian.flatMap { $0.map { RealInterval($0) } }
        outside +=
          contains(enclosure.value, value) && contains(enclosure.remainder, value - quadratic) ? 0 : 1
        for k in point.indices {
          outside += contains(enclosure.gradient[k], gradient[k]) ? 0 : 1
          outside += contains(remainder[k], gradient[k] - potential.regularization * point[k]) ? 0 : 1
          for (range, entry) in zip(enclosure.hessian[k], hessian[k]) {
            outside += contains(range, entry) ? 0 : 1
          }
        }
        outside += contains(curvature, smallestEigenvalue(flat, point.count)) ? 0 : 1
        outside += contains(curvature, -smallestEigenvalue(flat.map { -$0 }, point.count)) ? 0 : 1
      }
    }
    #expect(outside == 0)
  }

  /// Up to the rounding of the evaluation in plain arithmetic.
  private func contains(_ range: ClosedRange<Double>, _ x: Double) -> Bool {
    let slack = 1e-13 * max(1, x.magnitude)
    return range.lowerBound <= x + slack && x <= range.upperBound + slack
  }

  @Test func unboundedBoxesContainFarPoints() throws {
    let net = try net(HyperbolicTangent(), width: 2, inputs: 1)
    let evaluator = Evaluator(net)
    let box = [0.5 ... .infinity, -Double.infinity...(-1)]
    let enclosure = try #require(net.enclosure(on: box))
    let curvature = net.lowestCurvature(on: box)...net.highestCurvature(on: box)
    #expect(enclosure.remainder.upperBound < .infinity && curvature.lowerBound > -.infinity)
    for point in [[0.5, -1], [3, -1], [0.7, -200], [1e3, -5], [1e8, -1e9]] as [[Double]] {
      let value = evaluator.value(at: point) - 0.15 * (point[0] * point[0] + point[1] * point[1])
      if euclideanNorm(point) < 1e4 {
        #expect(contains(enclosure.remainder, value) || value.magnitude < 1e-8)
      }
      let hessian = evaluator.hessian(at: point).flatMap { $0.map { RealInterval($0) } }
      #expect(contains(curvature, smallestEigenvalue(hessian, 2)))
    }
  }

  /// Errors shrink like the square of the box's size: halving it quarters them.
  @Test func formsAboutTheCentreAreOfSecondOrder() throws {
    let net = try net(HyperbolicTangent(), width: 2, inputs: 1)
    let point = [0.4, -0.7]
    func excess(_ half: Double) throws -> [Double] {
      let box = point.map { ($0 - half)...($0 + half) }
      let enclosure = try #require(net.enclosure(on: box))
      let evaluator = Evaluator(net)
      let steps = (-20...20).map { half * Double($0) / 20 }
      let points: [[Double]] = steps.flatMap { x in steps.map { y in [point[0] + x, point[1] + y] } }
      let values = points.map { evaluator.value(at: $0) }
      let eigenvalues = points.map { w in
        smallestEigenvalue(evaluator.hessian(at: w).flatMap { $0.map { RealInterval($0) } }, 2)
      }
      return [
        (values.min() ?? 0) - enclosure.value.lowerBound,
        (eigenvalues.min() ?? 0) - net.lowestCurvature(on: box),
      ]
    }
    let (coarse, fine) = (try excess(0.02), try excess(0.005))
    for (a, b) in zip(coarse, fine) { #expect(a >= 0 && b <= max(a / 12, 1e-13), "\(coarse) \(fine)") }
  }

  @Test func aPointIsEnclosedToRounding() throws {
    let net = try net(Softplus(), width: 2, inputs: 1)
    let enclosure = try #require(net.enclosure(on: [0.3...0.3, -1.2...(-1.2)]))
    for range in [enclosure.value] + enclosure.gradient + enclosure.hessian.flatMap({ $0 }) {
      #expect(range.upperBound - range.lowerBound <= 1e-13)
    }
  }

  private func net<A: Activation>(_ activation: A, width: Int, inputs d: Int) throws -> RegularizedRisk<A> {
    let inputs = [[1.7, -0.4, 0.3], [-0.9, 1.2, 0.8], [-0.8, -1.1, 1.6], [-1.9, 0.2, -0.7]]
    return try RegularizedRisk(
      activation: activation, outer: Array([0.8, -0.6, 1.1].prefix(width)),
      inputs: inputs.map { Array($0.prefix(d)) }, labels: [0.9, 1.4, 1.1, 0.1], regularization: 0.3)
  }
}
