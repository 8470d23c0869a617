import GSL
import TestSupport
import Testing

@testable import Stochastic

@Suite struct PhiloxTests {
  /// Random123's published vectors (kat_vectors, "philox4x32 10"); a key's first word is its low half.
  @Test(
    arguments: [
      ([0, 0, 0, 0], 0, [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
      (
        [.max, .max, .max, .max], 0xffff_ffff_ffff_ffff,
        [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
      ),
      (
        [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], 0x299f_31d0_a409_3822,
        [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
      ),
    ] as [(SIMD4<UInt32>, UInt64, SIMD4<UInt32>)])
  func publishedBlocks(counter: SIMD4<UInt32>, key: UInt64, words: SIMD4<UInt32>) {
    #expect(Stochastic.Philox.block(counter: counter, key: key) == words)
  }

  /// The scalar form, all lanes of the vector form and the separate C form agree on random counters and keys.
  @Test func formsAgree() {
    var random = SplitMix64(seed: 11)
    for _ in 0..<2000 {
      let key = random.next()
      let counters = (0..<16).map { _ in
        SIMD4<UInt32>((0..<4).map { _ in UInt32(truncatingIfNeeded: random.next()) })
      }
      func column(_ word: Int) -> SIMD16<UInt64> { SIMD16(counters.map { UInt64($0[word]) }) }
      let block = Stochastic.Philox.block(
        PhiloxWords(w0: column(0), w1: column(1), w2: column(2), w3: column(3)), key: key)
      for lane in 0..<16 {
        let scalar = Stochastic.Philox.block(counter: counters[lane], key: key)
        let compiled = GSL.Philox.block(
          counter: counters[lane], key: [UInt32(truncatingIfNeeded: key), UInt32(key >> 32)])
        let vector = [block.w0, block.w1, block.w2, block.w3].map { UInt32(truncatingIfNeeded: $0[lane]) }
        #expect(scalar == compiled)
        #expect(SIMD4(vector) == scalar)
      }
    }
  }
}
