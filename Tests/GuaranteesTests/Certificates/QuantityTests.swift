import Guarantees
import Stochastic
import Testing

/// A conclusion carries the weakest label of what went into it, and an uncertainty that covers all of it.
@Suite struct QuantityTests {
  private static let exact = Quantity(Exact(value: 3, error: 0.1), method: "e")
  private static let estimate = Quantity(Estimate(value: 2, standardError: 0.2), method: "m")
  private static let bound = Quantity(bound: 5, truth: .below, method: "b")
  private static let none = Quantity(unavailable: "not measured")

  @Test func theWeakestLabelWins() {
    let cases: [([Quantity], Quantity.Kind)] = [
      ([Self.exact], .exact), ([Self.exact, Self.exact], .exact), ([Self.exact, Self.bound], .bound),
      ([Self.bound, Self.estimate], .estimate), ([Self.estimate, Self.exact], .estimate),
      ([Self.exact, Self.estimate, Self.bound], .estimate),
    ]
    for (inputs, kind) in cases {
      for order in [inputs, inputs.reversed()] {
        let result = Quantity.combining(order, method: "sum") { $0.reduce(0, +) }
        #expect(result.kind == kind)
        #expect(result.value == inputs.compactMap(\.value).reduce(0, +))
        #expect((result.error != nil) == (kind == .exact))
        #expect((result.standardError != nil) == (kind == .estimate))
      }
    }
    #expect(Quantity.Kind.exact < .bound && Quantity.Kind.bound < .estimate)
  }

  @Test func uncertaintiesAddUp() throws {
    let product = Quantity.combining([Self.exact, Self.estimate], method: "product") { $0[0] * $0[1] }
    #expect(product.value == 6)
    #expect(abs(try #require(product.standardError) - (0.1 * 2 + 3 * 0.2)) < 1e-12)
    let square = Quantity.combining([Self.exact], method: "square") { $0[0] * $0[0] }
    // the worse side: 3.1² − 3²
    #expect(abs(try #require(square.error) - 0.61) < 1e-12)
  }

  @Test func whatIsMissingStaysMissing() {
    let result = Quantity.combining([Self.exact, Self.none], method: "sum") { $0.reduce(0, +) }
    #expect(result.value == nil && result.kind == nil && result.reason == "not measured")
    let undefined = Quantity.combining([Self.exact], method: "root") { -$0[0] / 0 * 0 }
    #expect(undefined.value == nil && undefined.reason?.contains("root") == true)
  }

  /// 1/x turns an upper bound into a lower one; x − y has no side if both are upper bounds.
  @Test func boundsKnowTheirSide() {
    let upper = Quantity(bound: 5, truth: .below, method: "b")
    #expect(Quantity.combining([upper], method: "inverse") { 1 / $0[0] }.truth == .above)
    #expect(Quantity.combining([upper, Self.exact], method: "sum") { $0[0] + $0[1] }.truth == .below)
    #expect(Quantity.combining([upper, upper], method: "difference") { $0[0] - $0[1] }.truth == nil)
    #expect(upper.mapped({ -$0 }, slope: { _ in -1 }).truth == .above)
    #expect(Quantity.combining([upper, Self.estimate], method: "sum") { $0[0] + $0[1] }.truth == nil)
  }

  /// Against a bound a condition is true, false or open.
  @Test func conditionsOnBounds() {
    func holds(_ value: Double, _ relation: Hypothesis.Relation, _ truth: Quantity.Side) -> Bool? {
      Hypothesis(
        "x", Quantity(knownByTheory: value, method: "given"), relation,
        Quantity(bound: 5, truth: truth, method: "b")
      ).holds
    }
    #expect(holds(4, .atMost, .above) == true && holds(5, .atMost, .above) == true)
    #expect(holds(6, .atMost, .above) == nil && holds(4, .atMost, .below) == nil)
    #expect(holds(6, .atMost, .below) == false && holds(5, .atMost, .below) == nil)
    #expect(holds(5, .below, .above) == nil && holds(4.9, .below, .above) == true)
    #expect(holds(5, .below, .below) == false)
    #expect(holds(6, .above, .below) == true && holds(5, .above, .above) == false)
    #expect(holds(6, .above, .above) == nil)
  }

  @Test func infiniteNumbersStayInfinite() {
    let infinite = Quantity(knownByTheory: .infinity, method: "distance")
    let result = Quantity.combining([infinite, Self.estimate], method: "product") { $0[0] * $0[1] }
    #expect(result.value == .infinity && result.kind == .estimate)
  }
}
