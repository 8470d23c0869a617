import GSL
import Testing

@Suite struct SamplingTests {
  /// Kolmogorov–Smirnov with 20 000 numbers at a fixed seed; p > 10⁻³ divided by the number of laws.
  @Test(arguments: try sampledLaws()) func sampleHasTheLaw(name: String, law: any Law) throws {
    let generator = try Generator(.philox, seed: 2_024)
    let sample = (0..<20_000).map { _ in law.sample(using: generator) }
    let gate = 1e-3 / Double(try sampledLaws().count)
    #expect(try kolmogorovSmirnovPValue(sample, against: law.cumulative) > gate)
  }

  /// Moments where they exist, within five standard errors (fourth moments exist for these).
  @Test func sampleMoments() throws {
    let generator = try Generator(.philox, seed: 77)
    let laws: [any Law] = [
      try Gaussian(mean: -1, standardDeviation: 2), try Uniform(lower: 2, upper: 9),
      try Exponential(scale: 0.5), try Gamma(shape: 2.5, scale: 3), try ChiSquared(degreesOfFreedom: 4),
      try StudentT(degreesOfFreedom: 12),
    ]
    for law in laws {
      let mean = try #require(law.mean)
      let variance = try #require(law.variance)
      let n = 20_000.0
      let deviations = (0..<20_000).map { _ in law.sample(using: generator) - mean }
      #expect((deviations.reduce(0, +) / n).magnitude < 5 * (variance / n).squareRoot(), "\(law)")
      let squares = deviations.map { $0 * $0 }
      let meanSquare = squares.reduce(0, +) / n
      let spread = squares.map { ($0 - meanSquare) * ($0 - meanSquare) }.reduce(0, +) / n
      #expect((meanSquare - variance).magnitude < 5 * (spread / n).squareRoot(), "\(law)")
    }
  }
}
