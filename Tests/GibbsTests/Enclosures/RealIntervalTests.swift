import TestSupport
import Testing

@testable import Gibbs

@Suite struct RealIntervalTests {
  private static let numbers: [Double] = {
    var generator = SplitMix64(seed: 7)
    return (0..<400).map { _ in
      generator.symmetric() * Double(sign: .plus, exponent: Int(generator.unit() * 60) - 30, significand: 1)
    }
  }()

  /// The exact product is p + fma(a, b, −p), the exact sum s + error by Knuth's TwoSum.
  @Test func resultsContainExactSumsAndProducts() {
    for (a, b) in zip(Self.numbers, Self.numbers.reversed()) {
      let (p, product) = (a * b, RealInterval(a) * RealInterval(b))
      let error = (-p).addingProduct(a, b)
      #expect(product.lower - p <= error && product.upper - p >= error)
      #expect((a * RealInterval(b)).lower - p <= error && (a * RealInterval(b)).upper - p >= error)
      #expect(product.upper - product.lower <= 1e-15 * p.magnitude)
      let (s, sum) = (a + b, RealInterval(a) + RealInterval(b))
      let part = s - a
      let rest = (a - (s - part)) + (b - part)
      #expect(sum.lower - s <= rest && sum.upper - s >= rest)
      let (q, quotient) = (a / b.magnitude, RealInterval(a) / b.magnitude)
      let remainder = a.addingProduct(-q, b.magnitude) / b.magnitude
      #expect(quotient.lower - q <= remainder && quotient.upper - q >= remainder)
    }
  }

  @Test func setsOfProductsAreEnclosed() {
    for k in 0..<(Self.numbers.count - 4) {
      let x = RealInterval(
        min(Self.numbers[k], Self.numbers[k + 1]), max(Self.numbers[k], Self.numbers[k + 1]))
      let y = RealInterval(
        min(Self.numbers[k + 2], Self.numbers[k + 3]), max(Self.numbers[k + 2], Self.numbers[k + 3]))
      let (product, square, difference) = (x * y, x.squared, x - y)
      for t in [0, 0.25, 0.5, 1] {
        for u in [0, 0.5, 0.75, 1] {
          let (a, b) = ((1 - t) * x.lower + t * x.upper, (1 - u) * y.lower + u * y.upper)
          #expect(product.lower <= a * b && a * b <= product.upper)
          #expect(difference.lower <= a - b && a - b <= difference.upper)
        }
        let a = (1 - t) * x.lower + t * x.upper
        #expect(square.lower <= a * a && a * a <= square.upper)
      }
    }
  }

  @Test func infiniteEndsFollowTheirMeaning() {
    let right = RealInterval(0, .infinity)
    #expect((right * right).lower == 0 && (right * right).upper == .infinity)
    #expect(0 * RealInterval.whole == .zero)
    #expect((RealInterval.whole * .zero).lower <= 0 && (RealInterval.whole * .zero).upper < 1e-300)
    #expect(RealInterval.whole.squared == RealInterval(0, .infinity))
    #expect((right - right) == .whole)
    let large = RealInterval(1e308, 1.5e308)
    #expect((large * large).lower == .greatestFiniteMagnitude && (large * large).upper == .infinity)
    #expect((-2 * right).upper == 0 && (-2 * right).lower == -.infinity)
  }
}

extension SplitMix64 {
  mutating func unit() -> Double { Double.random(in: 0..<1, using: &self) }
  mutating func symmetric() -> Double { Double.random(in: -1..<1, using: &self) }
}
