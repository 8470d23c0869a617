import Foundation
import GSL
import Testing

@Suite struct KolmogorovSmirnovTests {
  /// The published critical values: Smirnov, Ann. Math. Statist. 19 (1948), 279.
  @Test(arguments: [(1.2238, 0.10), (1.3581, 0.05), (1.6276, 0.01), (1.9495, 0.001)])
  func criticalValues(lambda: Double, probability: Double) {
    #expect((kolmogorovTail(lambda) - probability).magnitude < 5e-4 * probability)
  }

  /// The law's mean is √(π/2) ln 2; its mean is also the integral of its tail.
  @Test func mean() throws {
    let mean = try integrate(
      over: Interval(0, 6), absoluteTolerance: 1e-10, relativeTolerance: 0, kolmogorovTail)
    #expect((mean.value - (Double.pi / 2).squareRoot() * log(2)).magnitude < 1e-9)
  }

  /// The gate can fail: noise too strong by √2 is rejected, and so is a shift by a tenth of σ.
  @Test func wrongSamplesAreRejected() throws {
    let generator = try Generator(.philox, seed: 5)
    let law = try Gaussian()
    let sample = (0..<20_000).map { _ in law.sample(using: generator) }
    #expect(
      try kolmogorovSmirnovPValue(sample.map { $0 * 2.0.squareRoot() }, against: law.cumulative) < 1e-12)
    #expect(try kolmogorovSmirnovPValue(sample.map { $0 + 0.1 }, against: law.cumulative) < 1e-12)
  }
}
