import GSL
import Testing

@testable import Stochastic

/// Corrupted labels: which ones, by what, and what stays the same.
@Suite struct LabelCorruptionTests {
  private static let clean = DataSet.sine(samples: 20_000, dimension: 3, noise: 0, seed: 5)

  private func noise(_ fraction: Double, scale: Double = 0.05, seed: UInt64 = 7) -> [Double] {
    let data = Self.clean.corrupted(fraction: fraction, scale: scale, seed: seed)
    #expect(data.inputs == Self.clean.inputs)
    return zip(data.labels, Self.clean.labels).map { ($0 - $1) / scale }
  }

  @Test func antitheticLabelsSumToTwiceTheCleanOnes() {
    let plus = Self.clean.corrupted(fraction: 0.9, scale: 0.05, seed: 7).labels
    let minus = Self.clean.corrupted(fraction: 0.9, scale: -0.05, seed: 7).labels
    for (i, clean) in Self.clean.labels.enumerated() {
      #expect((plus[i] + minus[i] - 2 * clean).magnitude <= 4e-16 * (plus[i].magnitude + 1))
    }
  }

  /// As many as asked for; the larger set contains the smaller one, with the same noise.
  @Test func subsetsAreNested() {
    let (half, most) = (noise(0.5), noise(0.9))
    #expect(half.count { $0 != 0 } == 10_000)
    #expect(most.count { $0 != 0 } == 18_000)
    for (a, b) in zip(half, most) where a != 0 { #expect(a == b) }
    #expect(noise(0).allSatisfy { $0 == 0 })
    #expect(noise(1).allSatisfy { $0 != 0 })
  }

  /// Kolmogorov and Smirnov against GSL's Cauchy law: its distribution function makes the numbers uniform, a normal
  /// quantile makes them normal.
  @Test(arguments: [1, 2, 3] as [UInt64]) func noiseIsCauchy(seed: UInt64) throws {
    let (cauchy, normal) = (try Cauchy(), try Gaussian())
    let sample = noise(1, scale: 1, seed: seed)
    let normals = try sample.map { try normal.quantile(min(max(cauchy.cumulative($0), 1e-12), 1 - 1e-12)) }
    #expect(try kolmogorovSmirnovPValue(normals) > 1e-4)
    // the tails too: 2/(100 pi) of the numbers are beyond 100
    let expected = 20_000 * 2 * (try cauchy.survival(100))
    #expect(try poissonPValue(count: sample.count { $0.magnitude > 100 }, mean: expected) > 1e-4)
  }

  /// Who is corrupted knows nothing of the noise, and neighbours nothing of each other.
  @Test func choiceAndNoiseAreIndependent() throws {
    let (all, half) = (noise(1), noise(0.5))
    let chosen = zip(all, half).filter { $1 != 0 }.count { $0.0 > 1 }
    // a quarter of Cauchy numbers exceeds 1: binomial(10,000, 1/4)
    #expect((Double(chosen) - 2500).magnitude < 4.5 * (10_000 * 0.1875).squareRoot())
    let pairs = zip(half, half.dropFirst()).count { $0 != 0 && $1 != 0 }
    #expect((Double(pairs) - 5000).magnitude < 4.5 * (20_000 * 3 / 16.0).squareRoot())
    #expect(noise(0.5, seed: 8) != half)
  }

  @Test func splitting() {
    let (first, rest) = Self.clean.split(at: 300)
    #expect(first.labels.count == 300 && first.inputs.count == 300 && rest.labels.count == 19_700)
    #expect(first.inputs + rest.inputs == Self.clean.inputs)
    #expect(first.labels + rest.labels == Self.clean.labels)
    #expect(Self.clean.split(at: 30_000).rest.labels.isEmpty)
  }

  @Test func derivedSeedsDiffer() {
    let key = StreamKey(seed: 1, purpose: .replicates)
    let other = StreamKey(seed: 2, purpose: .replicates)
    let seeds = (0..<1000).flatMap { [key.derivedSeed($0), other.derivedSeed($0)] }
    #expect(Set(seeds).count == 2000)
    #expect(key.derivedSeed(3) == key.derivedSeed(3))
  }
}
