import Guarantees
import Stochastic
import Testing

/// V_s → ∞ below λ_c too, at the rate that the argument gives.
@Suite struct VillaniTests {
  private static let directions = (1...6).map { DataSet.normalVector(count: 4, norm: 1, seed: UInt64($0)) }
  private static let radii = [1e3, 1e4, 1e5, 1e6]

  private func net<A: Activation>(_ activation: A, fraction: Double) throws -> RegularizedRisk<A> {
    let (outer, inputs, labels) = ([0.8, -0.6], [[1, 0.5], [-0.3, 1.2], [0.7, -0.9]], [1, -2, 0.5])
    let critical = NetConstants(
      activation: activation.constants, outer: outer, inputs: inputs, labels: labels, regularization: 1
    ).lambdaCritical
    return try RegularizedRisk(
      activation: activation, outer: outer, inputs: inputs, labels: labels,
      regularization: fraction * critical)
  }

  @Test(arguments: [0.05, 0.5, 0.99])
  func boundedActivationsGrowAtLambdaSquaredOverS(fraction: Double) throws {
    try check(net(Sigmoid(), fraction: fraction), isExact: true)
    try check(net(HyperbolicTangent(beta: 2), fraction: fraction), isExact: true)
  }

  @Test(arguments: [0.05, 0.5, 0.99])
  func softplusGrowsAtLeastAsFast(fraction: Double) throws {
    try check(net(Softplus(), fraction: fraction), isExact: false)
    try check(net(Softplus(beta: 10), fraction: fraction), isExact: false)
  }

  private func check<A: Activation>(_ risk: RegularizedRisk<A>, isExact: Bool) throws {
    let s = 0.5
    let constants = NetConstants(risk)
    #expect(risk.villani.holds == true)
    #expect(constants.regularization < constants.lambdaCritical)
    let rate = constants.regularization * constants.regularization / s
    let bounds = risk.villaniLowerBounds(learningRate: s)
    #expect(bounds.contains { $0.isCoercive })
    // the paper's own bound says nothing here
    #expect(bounds.first { $0.name == "paper" }?.isCoercive == false)
    for direction in Self.directions {
      let ray = try VillaniRay(of: risk, learningRate: s, direction: direction, radii: Self.radii)
      let growth = try #require(ray.growthRate)
      #expect(growth >= rate * (1 - 1e-3))
      if isExact { #expect(growth <= rate * (1 + 1e-3)) }
      #expect(abs((ray.growthExponent ?? 0) - 2) < 1e-3)
      for (radius, value) in zip(ray.radii, ray.values) {
        for bound in bounds { #expect(value >= bound.value(radius: radius)) }
      }
    }
  }

  /// ⟨∇L, W⟩ ≥ λ‖W‖² − K is what the softplus argument rests on: on a slice of weights it is nearly an equality.
  @Test func theDissipationBoundIsNotFarOff() throws {
    let risk = try RegularizedRisk(
      activation: Softplus(), outer: [1], inputs: [[1]], labels: [2], regularization: 0.01)
    // with a small s the constant of the bound is −2λK/s
    let bound = try #require(risk.villaniLowerBounds(learningRate: 1e-9).first { $0.name == "dissipation" })
    let residual = 2 + NetConstants(risk).activation.homogeneityDefect
    let defect = residual * residual / 4
    let probe = Probe(risk)
    var least = Double.infinity
    for start in stride(from: -8.0, to: 8, by: 0.16) {
      probe.move(to: (0..<16).map { [start + 0.01 * Double($0)] })
      let slope = probe.outwardSlope()
      for lane in 0..<16 {
        let w = probe.weights[0][lane]
        least = min(least, slope[lane] - 0.01 * w * w)
      }
    }
    #expect(least >= -defect)
    #expect(least <= -0.25 * defect)
    #expect(abs(-bound.constant * 1e-9 / 0.02 / defect - 1) < 1e-5)
    #expect(abs(bound.quadratic * 1e-9 / 1e-4 - 1) < 1e-12)
  }

  /// The parabola under the double well's V_s touches it, and V_s grows like w⁶.
  @Test(arguments: [0.01, 0.5, 10])
  func doubleWell(s: Double) throws {
    let bound = try #require(DoubleWell().villaniLowerBounds(learningRate: s).first)
    let radii = (0...40_000).map { Double($0) * 1e-3 }
    let ray = try VillaniRay(of: DoubleWell(), learningRate: s, direction: [1], radii: radii)
    var nearest = Double.infinity
    for (radius, value) in zip(ray.radii, ray.values) {
      let difference = value - bound.value(radius: radius)
      #expect(difference >= -1e-9 * (1 + abs(value)))
      nearest = min(nearest, difference)
    }
    #expect(nearest < 1e-3 / s)
    let far = try VillaniRay(of: DoubleWell(), learningRate: s, direction: [-1], radii: [1e3, 1e4])
    #expect(abs((far.growthExponent ?? 0) - 6) < 1e-3)
  }

  @Test func quadraticIsItsOwnBound() throws {
    let bowl = try Quadratic(dimension: 3, regularization: 0.7)
    let bound = try #require(bowl.villaniLowerBounds(learningRate: 0.2).first)
    let ray = try VillaniRay(of: bowl, learningRate: 0.2, direction: [1, 2, -2], radii: [0, 0.5, 3, 100])
    for (radius, value) in zip(ray.radii, ray.values) {
      #expect(abs(value - bound.value(radius: radius)) <= 1e-12 * (1 + abs(value)))
    }
    let root = try #require(bound.positivityRadius)
    #expect(abs(bound.value(radius: root)) < 1e-12)
  }

  @Test func raysRefuseWhatIsNoDirection() throws {
    let bowl = try Quadratic(dimension: 2, regularization: 1)
    for direction in [[1], [0, 0], [1, .nan]] {
      #expect(throws: ProblemError.self) {
        try VillaniRay(of: bowl, learningRate: 1, direction: direction, radii: [1])
      }
    }
  }
}
