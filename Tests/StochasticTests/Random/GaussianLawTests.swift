import Foundation
import GSL
import TestSupport
import Testing

@testable import Stochastic

@Suite struct GaussianLawTests {
  /// Box and Muller's formula by libm at words of all kinds, to the error that is stated: 1e-11 of the radius. One word
  /// more or less turns the point by 1.5e-9.
  @Test func pairsAreBoxAndMullers() {
    var random = SplitMix64(seed: 21)
    let ends: [UInt64] = [
      0, 1, 2, 0x1FFF_FFFF, 0x2000_0000, 0x4000_0000, 0x8000_0000, 0xC000_0000, 0xFFFF_FFFF,
    ]
    for round in 0..<5000 {
      let radial = SIMD16<UInt64>((0..<16).map { round < 9 ? ends[($0 + round) % 9] : random.next() >> 32 })
      let angular = SIMD16<UInt64>((0..<16).map { round < 9 ? ends[$0 % 9] : random.next() >> 32 })
      let (x, y) = normalPair(radial, angular)
      for lane in 0..<16 {
        let radius = (-2 * Foundation.log((Double(radial[lane]) + 0.5) * 0x1p-32)).squareRoot()
        // the angle within its quarter turn, so that libm's argument is as good as exact
        let (quarter, rest) = Int(angular[lane]).quotientAndRemainder(dividingBy: 1 << 30)
        let angle = Double(rest) * 0x1p-31 * Double.pi
        let (c, s) = (cos(angle), sin(angle))
        let expected = [(c, s), (-s, c), (-c, -s), (s, -c)][quarter]
        #expect((x[lane] - radius * expected.0).magnitude < 1e-11 * radius)
        #expect((y[lane] - radius * expected.1).magnitude < 1e-11 * radius)
      }
    }
  }

  /// The largest normal there is: sqrt(66 log 2), from the least word.
  @Test func largestNormal() {
    let (x, _) = normalPair(.zero, .zero)
    #expect((x[0] - (66 * Foundation.log(2)).squareRoot()).magnitude < 1e-11 * x[0])
    let (next, _) = normalPair(SIMD16(repeating: 1), .zero)
    #expect(next[0] < x[0])
  }

  /// What is decided without the logarithm of a uniform number is decided as the logarithm would: for the 2^20 largest
  /// words, where the two are nearest, and as many others.
  @Test func boundOfTheLogarithm() {
    var wrong = 0
    for k in 0..<1 << 17 as Range<UInt64> {
      let near = SIMD16<UInt64>((0..<16).map { 0xFFFF_FFFF - (k & 0xFFFF) << 4 - $0 })
      let anywhere = SIMD16<UInt64>((0..<16).map { ((16 * k + $0) &* 0x9E37_79B9_7F4A_7C15) >> 32 })
      let words = k < 1 << 16 ? near : anywhere
      let (bound, logarithm) = (aboveLogOfUniform(words), logOfUniform(words))
      for lane in 0..<16 {
        let exact = (Double(words[lane]) + 1) * 0x1p-32 - 1
        if bound[lane] != exact || !(logarithm[lane] < exact) { wrong += 1 }
      }
    }
    #expect(wrong == 0)
    let half = logOfUniform(SIMD16(repeating: 0x7FFF_FFFF))[0]
    #expect((half - Foundation.log((0x1p31 - 0.5) * 0x1p-32)).magnitude < 1e-10)
  }

  /// Moments 1 ... 8 of 1.6 million normals per case, each within 4.5 standard errors.
  @Test(arguments: [(1, 0), (5, 4), (6, 1), (7, 2), (8, 3)])
  func moments(coordinates: Int, coordinate: Int) {
    let sample = NormalSamples(seed: 31, steps: 100_000, coordinates: coordinates).coordinate(coordinate)
    for (k, deviation) in standardisedMoments(sample).enumerated() {
      #expect(deviation.magnitude < 4.5, "moment \(k + 1)")
    }
  }

  /// Kolmogorov and Smirnov on 2e5 normals per case; p above 1e-4 in each of 16 cases, fixed seeds.
  @Test(arguments: 0..<8, [1 as UInt64, 1 << 40]) func law(coordinate: Int, seed: UInt64) throws {
    let sample = NormalSamples(seed: seed, steps: 12_500, coordinates: 8).coordinate(coordinate)
    #expect(try kolmogorovSmirnovPValue(sample) > 1e-4)
  }

  /// The same along the paths at one step, and along the coordinates of one step.
  @Test func lawAcrossPathsAndCoordinates() throws {
    let key = StreamKey(seed: 3, purpose: .initialWeights)
    let wide = LaneStorage(count: 12_500)
    key.fillNormals(wide.vector, paths: consecutivePaths(from: 0), step: 0, dimension: 12_500)
    #expect(try kolmogorovSmirnovPValue((0..<12_500).flatMap { wide.vector[$0].array }) > 1e-4)
    let one = LaneStorage(count: 1)
    let acrossPaths = (0..<12_500).flatMap { block in
      key.fillNormals(one.vector, paths: consecutivePaths(from: UInt64(16 * block)), step: 1, dimension: 1)
      return one.vector[0].array
    }
    #expect(try kolmogorovSmirnovPValue(acrossPaths) > 1e-4)
    #expect(standardisedMoments(acrossPaths).allSatisfy { $0.magnitude < 4.5 })
  }

  /// The gates can fail: noise too strong by 1%, or shifted by 0.02, is rejected.
  @Test func wrongLawsAreRejected() throws {
    let sample = NormalSamples(seed: 1, steps: 12_500).coordinate(0)
    #expect(try kolmogorovSmirnovPValue(sample.map { $0 * 1.02 }) < 1e-4)
    #expect(try kolmogorovSmirnovPValue(sample.map { $0 + 0.02 }) < 1e-4)
    #expect(standardisedMoments(sample.map { $0 * 1.01 })[1] > 4.5)
  }
}

/// How often normals exceed 3, 4, 5 and 5.5 in magnitude.
@Suite struct GaussianTailTests {
  @Test func tails() throws {
    let steps = isDebug ? 100_000 : 800_000  // times 16 lanes times 16 coordinates: 2e8 in release
    let key = StreamKey(seed: 41, purpose: .brownianIncrements)
    let storage = LaneStorage(count: 16)
    let limits = [3, 4, 5, 5.5]
    var above = [Lanes](repeating: .zero, count: 4)
    var below = above
    for step in 0..<steps {
      key.fillNormals(storage.vector, paths: consecutivePaths(from: 0), step: UInt64(step), dimension: 16)
      for k in 0..<16 {
        let z = storage.vector[k]
        for (place, limit) in limits.enumerated() {
          above[place].replace(with: above[place] + 1, where: z .> limit)
          below[place].replace(with: below[place] + 1, where: z .< -limit)
        }
      }
    }
    for (place, limit) in limits.enumerated() {
      let mean = try Gaussian().survival(limit) * Double(steps * 256)
      // eight counts, gate 1e-5 each
      #expect(try poissonPValue(count: Int(above[place].sum()), mean: mean) > 1e-5, "above \(limit)")
      #expect(try poissonPValue(count: Int(below[place].sum()), mean: mean) > 1e-5, "below \(-limit)")
    }
  }
}
