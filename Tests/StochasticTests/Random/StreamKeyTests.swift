import GSL
import TestSupport
import Testing

@testable import Stochastic

@Suite struct StreamKeyTests {
  private struct Address: Hashable {
    let purpose: Purpose
    let path: UInt64
    let step: UInt64
    let group: UInt32
  }

  /// Words are the block at (purpose, group; low step; low path; high step, high path) under the seed.
  @Test func wordsAreTheBlockAtTheirAddress() {
    let key = StreamKey(seed: 0x299f_31d0_a409_3822, purpose: .minibatches)
    let words = key.words(path: 0xABCD_1234_5678, step: 0x9876_0000_FEDC, group: 0x12_3456)
    let expected = GSL.Philox.block(
      counter: [0x0212_3456, 0x0000_FEDC, 0x1234_5678, 0x9876_ABCD], key: [0xa409_3822, 0x299f_31d0])
    #expect(words == expected)
  }

  /// Different addresses give different words: Philox is a bijection of counters, so 128 equal bits would mean
  /// one counter for two addresses. Paths and steps beyond 2^32 are among them.
  @Test func addressesAreDistinct() {
    let far: [UInt64] = [
      0, 1, 2, 15, 16, 0xFFFF, 0x1_0000, 0xFFFF_FFFF, 1 << 32, 1 << 33, 1 << 47, 1 << 48 - 1,
    ]
    let groups: [UInt32] = [0, 1, 2, 255, 256, 1 << 23, 1 << 24 - 1]
    var addresses: Set<Address> = []
    for purpose in Purpose.allCases {
      for path in far {
        for step in far {
          for group in groups {
            addresses.insert(Address(purpose: purpose, path: path, step: step, group: group))
          }
        }
      }
    }
    var random = SplitMix64(seed: 12)
    for _ in 0..<20_000 {
      addresses.insert(
        Address(
          purpose: Purpose.allCases[Int(random.next() % 6)], path: random.next() >> 16,
          step: random.next() >> 16, group: UInt32(random.next() >> 40)))
    }
    let words = addresses.map {
      StreamKey(seed: 7, purpose: $0.purpose).words(path: $0.path, step: $0.step, group: $0.group)
    }
    #expect(Set(words).count == addresses.count)
    let again = addresses.map {
      StreamKey(seed: 7, purpose: $0.purpose).words(path: $0.path, step: $0.step, group: $0.group)
    }
    #expect(words == again)
  }

  /// Sixteen lanes hold the words of their own paths, beyond 2^32 and across it too.
  @Test(arguments: [0, 7, 16, 0xFFFF_FFF8, 0xFFFF_FFFF_FFF0] as [UInt64])
  func lanesHoldTheirPathsWords(firstPath: UInt64) {
    for purpose in Purpose.allCases {
      let key = StreamKey(seed: 99, purpose: purpose)
      for step in [0, 3, 1 << 32, 1 << 47 + 5] as [UInt64] {
        let vector = key.words(paths: consecutivePaths(from: firstPath), step: step, group: 5)
        for lane in 0..<16 {
          let scalar = key.words(path: firstPath + UInt64(lane), step: step, group: 5)
          let words = [vector.w0, vector.w1, vector.w2, vector.w3].map {
            UInt32(truncatingIfNeeded: $0[lane])
          }
          #expect(SIMD4(words) == scalar)
        }
      }
    }
  }

  /// Coordinate k of a path is word k mod 4 of group k / 4, whatever the number of coordinates.
  @Test(arguments: 1...9) func wordsOfCoordinates(count: Int) {
    let key = StreamKey(seed: 5, purpose: .minibatches)
    let words = UnsafeMutableBufferPointer<SIMD16<UInt64>>.allocate(capacity: count)
    defer { words.deallocate() }
    words.initialize(repeating: .zero)
    key.fillWords(words, paths: consecutivePaths(from: 30), step: 4)
    for k in 0..<count {
      for lane in 0..<16 {
        let expected = key.words(path: 30 + UInt64(lane), step: 4, group: UInt32(k / 4))[k % 4]
        #expect(words[k][lane] == UInt64(expected))
      }
    }
  }

  @Test func seedsAndPurposesDiffer() {
    let keys = [0, 1, 2, 1 << 32, 1 << 63].flatMap { seed in
      Purpose.allCases.map { StreamKey(seed: seed, purpose: $0) }
    }
    #expect(Set(keys.map { $0.words(path: 3, step: 4, group: 0) }).count == keys.count)
  }
}
