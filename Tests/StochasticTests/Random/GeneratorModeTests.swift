import GSL
import Testing

@testable import Stochastic

/// Random numbers from GSL's sequential generators, a sequence of its own for every path.
@Suite struct GeneratorModeTests {
  private func random(_ name: String, seed: UInt64 = 61, firstPath: UInt64) throws -> LaneRandom {
    var random = try LaneRandom(.gsl(GeneratorType(named: name)), seed: seed, purpose: .brownianIncrements)
    random.begin(firstPath: firstPath)
    return random
  }

  /// Kolmogorov-Smirnov (p above 1e-4) and moments (4.5 standard errors) of 2e5 normals.
  @Test(arguments: ["mt19937", "taus2", "ranlxs0", "philox4x32-10"]) func law(name: String) throws {
    let random = try random(name, firstPath: 0)
    let sample = NormalSamples(steps: 6250, coordinates: 2) {
      random.normals(into: $0, step: $1, dimension: 2)
    }
    let numbers = sample.coordinate(0) + sample.coordinate(1)
    #expect(try kolmogorovSmirnovPValue(numbers) > 1e-4)
    #expect(standardisedMoments(numbers).allSatisfy { $0.magnitude < 4.5 })
  }

  /// First numbers of many paths are as good a sample as many numbers of one: seeds next to each other do no harm.
  @Test(arguments: ["mt19937", "taus2"]) func lawAcrossPaths(name: String) throws {
    var random = try random(name, firstPath: 0)
    let storage = LaneStorage(count: 1)
    let numbers = (0..<1250).flatMap { block in
      random.begin(firstPath: UInt64(16 * block))
      random.normals(into: storage.vector, step: 0, dimension: 1)
      return storage.vector[0].array
    }
    #expect(try kolmogorovSmirnovPValue(numbers) > 1e-4)
    #expect(standardisedMoments(numbers).allSatisfy { $0.magnitude < 4.5 })
  }

  @Test func pathsDiffer() throws {
    let random = try random("mt19937", firstPath: 0)
    let sample = NormalSamples(steps: 50, coordinates: 1) { random.normals(into: $0, step: $1, dimension: 1) }
    #expect(Set((0..<16).map { sample.lane($0) }).count == 16)
  }

  /// A path's numbers do not depend on the block it is in, nor on what was drawn before.
  @Test(arguments: [0, 5, 7, 15]) func blocksDoNotMatter(offset: Int) throws {
    let path: UInt64 = 100
    let first = try random("taus2", firstPath: path)
    var second = try random("taus2", firstPath: 3)
    let one = LaneStorage(count: 3)
    second.normals(into: one.vector, step: 0, dimension: 3)
    second.begin(firstPath: path - UInt64(offset))
    let samples = [first, second].map { random in
      NormalSamples(steps: 20, coordinates: 3) { random.normals(into: $0, step: $1, dimension: 3) }
    }
    for k in 0..<3 { #expect(samples[0].lane(0, coordinate: k) == samples[1].lane(offset, coordinate: k)) }
  }

  /// Words are uniform on 0 ..< 2^32: 64 cells, p above 1e-4.
  @Test(arguments: ["mt19937", "taus2"]) func words(name: String) throws {
    let random = try random(name, firstPath: 0)
    let words = UnsafeMutableBufferPointer<SIMD16<UInt64>>.allocate(capacity: 4)
    defer { words.deallocate() }
    words.initialize(repeating: .zero)
    var counts = [Int](repeating: 0, count: 64)
    for step in 0..<1000 as Range<UInt64> {
      random.words(into: words, step: step)
      for word in words { for lane in 0..<16 { counts[Int(word[lane] >> 26)] += 1 } }
    }
    #expect(try chiSquarePValue(counts, expected: 1000) > 1e-4)
  }

  /// Eight words at a time are four of one step and four of the next.
  @Test(arguments: [RandomGenerator.philox, .gsl(.philox)]) func wordsOfTwoSteps(
    generator: RandomGenerator
  ) throws {
    let words = UnsafeMutableBufferPointer<SIMD16<UInt64>>.allocate(capacity: 16)
    defer { words.deallocate() }
    words.initialize(repeating: .zero)
    for step in [0, 6, 0xFFFF_FFFF, 1 << 47] as [UInt64] {
      var (one, two) = (
        try LaneRandom(generator, seed: 1 << 40 + 9, purpose: .acceptance),
        try LaneRandom(generator, seed: 1 << 40 + 9, purpose: .acceptance)
      )
      one.begin(firstPath: 1 << 32 - 3)
      two.begin(firstPath: 1 << 32 - 3)
      one.words(into: .init(rebasing: words[0..<4]), step: step)
      one.words(into: .init(rebasing: words[4..<8]), step: step + 1)
      two.wordsOfTwoSteps(into: .init(rebasing: words[8..<16]), step: step)
      #expect(Array(words[..<8]) == Array(words[8...]))
      #expect(words.allSatisfy { word in (0..<16).allSatisfy { word[$0] < 1 << 32 } })
    }
  }

  /// A million paths in a row have a million seeds, all from 1 ... 2^31 - 1, where every generator tells them apart.
  @Test(arguments: [0, 1 << 31 - 500_000] as [UInt64]) func seedsAreDistinct(firstPath: UInt64) {
    let key = StreamKey(seed: 71, purpose: .brownianIncrements)
    let count = firstPath == 0 ? 1_000_000 : 499_999  // up to path 2^31 - 2, the last of the first period
    var seeds = (0..<count).map { key.sequenceSeed(path: firstPath + UInt64($0)) }
    seeds.sort()
    #expect(seeds[0] >= 1)
    #expect(seeds[count - 1] <= 0x7FFF_FFFF)
    #expect(zip(seeds, seeds.dropFirst()).allSatisfy { $0 < $1 })
  }

  /// Seeds look uniform and change with seed and purpose.
  @Test func seedsAreScattered() throws {
    let key = StreamKey(seed: 72, purpose: .minibatches)
    var counts = [Int](repeating: 0, count: 64)
    for path in 0..<64_000 as Range<UInt64> { counts[Int(key.sequenceSeed(path: path) >> 25)] += 1 }
    #expect(try chiSquarePValue(counts, expected: 1000) > 1e-4)
    let keys = [1, 2, 1 << 40].flatMap { seed in Purpose.allCases.map { StreamKey(seed: seed, purpose: $0) } }
    #expect(Set(keys.map { $0.sequenceSeed(path: 5) }).count == keys.count)
  }
}
