import Foundation
import GSL
import Testing

@Suite struct GaussRuleTests {
  @Test func smallRulesInClosedForm() throws {
    expect(
      try .legendre(count: 3, on: -1...1), nodes: [-0.6.squareRoot(), 0, 0.6.squareRoot()],
      weights: [5.0 / 9, 8.0 / 9, 5.0 / 9])
    let root = Double.pi.squareRoot()
    expect(
      try .hermite(count: 2), nodes: [-0.5.squareRoot(), 0.5.squareRoot()], weights: [root / 2, root / 2])
    expect(
      try .gaussianExpectation(count: 3), nodes: [-3.0.squareRoot(), 0, 3.0.squareRoot()],
      weights: [1.0 / 6, 2.0 / 3, 1.0 / 6])
    expect(try .legendre(count: 1, on: 2...5), nodes: [3.5], weights: [3])
  }

  private func expect(_ rule: GaussRule, nodes: [Double], weights: [Double]) {
    #expect(rule.nodes.count == nodes.count && rule.weights.count == weights.count)
    for (found, truth) in zip(rule.nodes + rule.weights, nodes + weights) {
      #expect((found - truth).magnitude < 1e-14)
    }
  }

  /// ∫ x^k over [−1, 1] and [0.5, 2], for every k ≤ 2n − 1.
  @Test(arguments: 1...16) func legendreIsExactToDegree(count: Int) throws {
    for range in [-1.0...1.0, 0.5...2.0] {
      let rule = try GaussRule.legendre(count: count, on: range)
      for degree in 0..<(2 * count) {
        let power = Double(degree + 1)
        let truth = (pow(range.upperBound, power) - pow(range.lowerBound, power)) / power
        let value = try rule.integrate { pow($0, Double(degree)) }
        #expect((value - truth).magnitude < 1e-13 * max(1, truth), "degree \(degree)")
      }
    }
  }

  /// At degree 2n the error for x^2n on [−1, 1] is 2^(2n+1) (n!)⁴ / ((2n+1) ((2n)!)²).
  @Test(arguments: 1...6) func legendreFailsAtTheNextDegree(count: Int) throws {
    let n = Double(count)
    let rule = try GaussRule.legendre(count: count, on: -1...1)
    let error = try 2 / (2 * n + 1) - rule.integrate { pow($0, 2 * n) }
    let truth = pow(2, 2 * n + 1) * pow(tgamma(n + 1), 4) / ((2 * n + 1) * pow(tgamma(2 * n + 1), 2))
    #expect((error - truth).magnitude < 1e-13)
    #expect(truth > 1e-5)
  }

  /// ∫ x^k exp(−x²) dx = Γ((k+1)/2) for even k, and E Z^k = (k−1)!!, for every k ≤ 2n − 1.
  @Test(arguments: [1, 2, 5, 12, 20]) func momentsOfTheHermiteRules(count: Int) throws {
    let hermite = try GaussRule.hermite(count: count)
    let expectation = try GaussRule.gaussianExpectation(count: count)
    for degree in stride(from: 0, to: 2 * count, by: 2) {
      let truth = tgamma(Double(degree + 1) / 2)
      #expect((try hermite.integrate { pow($0, Double(degree)) } - truth).magnitude < 1e-12 * truth)
      let moment = stride(from: 1.0, to: Double(degree), by: 2).reduce(1, *)
      #expect((try expectation.integrate { pow($0, Double(degree)) } - moment).magnitude < 1e-12 * moment)
    }
    #expect(try hermite.integrate { $0 * $0 * $0 }.magnitude < 1e-12)
  }

  /// E exp(tZ) = exp(t²/2), E cos(tZ) = exp(−t²/2).
  @Test(arguments: [0.1, 0.5, 1, 2]) func transforms(t: Double) throws {
    let rule = try GaussRule.gaussianExpectation(count: 40)
    #expect((try rule.integrate { exp(t * $0) } - exp(t * t / 2)).magnitude < 1e-13 * exp(t * t / 2))
    #expect((try rule.integrate { cos(t * $0) } - exp(-t * t / 2)).magnitude < 1e-13)
  }

  @Test func theLargestRules() throws {
    let count = GaussRule.counts.upperBound
    #expect(
      (try GaussRule.hermite(count: count).weights.reduce(0, +) - Double.pi.squareRoot()).magnitude < 1e-11)
    let legendre = try GaussRule.legendre(count: count, on: 0...1)
    #expect((try legendre.integrate(exp) - (M_E - 1)).magnitude < 1e-11)
    #expect(zip(legendre.nodes, legendre.nodes.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test(arguments: [0, -3, 4_097, Int.max]) func badCountsAreRefused(count: Int) {
    let expected = QuadratureError.invalidCount(count, expected: 1...4_096)
    #expect(throws: expected) { try GaussRule.hermite(count: count) }
    #expect(throws: expected) { try GaussRule.gaussianExpectation(count: count) }
    #expect(throws: expected) { try GaussRule.legendre(count: count, on: 0...1) }
  }

  @Test(arguments: [1...1, 0 ... .infinity, -1e308...1e308] as [ClosedRange<Double>])
  func badRangesAreRefused(range: ClosedRange<Double>) {
    #expect(throws: QuadratureError.invalidInterval(lower: range.lowerBound, upper: range.upperBound)) {
      try GaussRule.legendre(count: 3, on: range)
    }
  }

  @Test func badIntegrandsAreNamed() throws {
    let rule = try GaussRule.legendre(count: 3, on: -1...1)
    let error = #expect(throws: QuadratureError.self) { try rule.integrate { $0 > 0.5 ? .infinity : 1 } }
    #expect(error == .nonFiniteIntegrand(abscissa: rule.nodes[2], value: .infinity))
  }
}
