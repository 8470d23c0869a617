@preconcurrency import CGSL
import CGSLSupport
import GSL
import Testing

/// One of Random123's published vectors (kat_vectors, "philox4x32 10").
struct KnownAnswer: Sendable, CustomTestStringConvertible {
  let counter: SIMD4<UInt32>
  let key: SIMD2<UInt32>
  let words: SIMD4<UInt32>
  var testDescription: String { "counter \(counter), key \(key)" }

  static let all = [
    KnownAnswer(
      counter: .zero, key: .zero, words: [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
    KnownAnswer(
      counter: .init(repeating: .max), key: .init(repeating: .max),
      words: [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]),
    KnownAnswer(
      counter: [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], key: [0xa409_3822, 0x299f_31d0],
      words: [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]),
  ]
}

@Suite struct PhiloxTests {
  @Test(arguments: KnownAnswer.all) func publishedBlocks(vector: KnownAnswer) {
    #expect(Philox.block(counter: vector.counter, key: vector.key) == vector.words)
  }

  /// The same vectors as the generator's words: its seed is the key, its state is put at the counter.
  @Test(arguments: KnownAnswer.all) func publishedBlocksFromTheGenerator(vector: KnownAnswer) throws {
    let seed = UInt(vector.key[0]) | UInt(vector.key[1]) << 32
    let words = try wordsOfGenerator(seed: seed, counter: vector.counter, count: 4)
    #expect(words == (0..<4).map { UInt(vector.words[$0]) })
  }

  @Test func generatorStartsWithThePublishedBlock() throws {
    let generator = try Generator(.philox, seed: 0)
    #expect(
      (0..<4).map { _ in generator.nextWord() } == [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8])
    #expect(generator.min == 0)
    #expect(generator.max == 0xffff_ffff)
    generator.reseed(0)
    #expect(generator.uniform() == Double(0x6627_e8d5) / 4_294_967_296)
  }

  @Test func generatorGoesThroughTheCounters() throws {
    let generator = try Generator(.philox, seed: 0x299f_31d0_a409_3822)
    for n in 0..<100 {
      let block = Philox.block(counter: [UInt32(n), 0, 0, 0], key: [0xa409_3822, 0x299f_31d0])
      for i in 0..<4 { #expect(generator.nextWord() == UInt(block[i])) }
    }
  }

  /// The counter carries from each of its words into the next, and from the last into nothing.
  @Test(
    arguments: [
      ([.max, 5, 6, 7], [0, 6, 6, 7]), ([.max, .max, 6, 7], [0, 0, 7, 7]),
      ([.max, .max, .max, 7], [0, 0, 0, 8]), ([.max, .max, .max, .max], [0, 0, 0, 0]),
    ] as [(SIMD4<UInt32>, SIMD4<UInt32>)])
  func counterCarries(counter: SIMD4<UInt32>, next: SIMD4<UInt32>) throws {
    let words = try wordsOfGenerator(seed: 9, counter: counter, count: 8)
    let block = Philox.block(counter: next, key: [9, 0])
    #expect(Array(words[4...]) == (0..<4).map { UInt(block[$0]) })
  }

  private func wordsOfGenerator(seed: UInt, counter: SIMD4<UInt32>, count: Int) throws -> [UInt] {
    let generator = try #require(gsl_rng_alloc(cgsl_philox4x32_10_type()))
    defer { gsl_rng_free(generator) }
    gsl_rng_set(generator, seed)
    let state = try #require(gsl_rng_state(generator)).assumingMemoryBound(to: cgsl_philox_state.self)
    state.pointee.counter.0 = UInt64(counter[0]) | UInt64(counter[1]) << 32
    state.pointee.counter.1 = UInt64(counter[2]) | UInt64(counter[3]) << 32
    return (0..<count).map { _ in gsl_rng_get(generator) }
  }
}
