import CGSLSupport

/// Philox4x32-10, a counter-based generator: a block of four words is a pure function of counter and key.
///
/// Reference: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11.
public enum Philox {
  /// The block of four words at a counter, under a key; lowest word first throughout.
  ///
  /// This is the compiled C function behind ``GeneratorType/philox``. The words of a generator with seed
  /// `k` are the blocks at counters 0, 1, 2, …, under the key (k mod 2³², ⌊k / 2³²⌋).
  public static func block(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    var words = SIMD4<UInt32>()
    withUnsafeBytes(of: counter) { counter in
      withUnsafeBytes(of: key) { key in
        withUnsafeMutableBytes(of: &words) { words in
          philox4x32_10(
            counter.assumingMemoryBound(to: UInt32.self).baseAddress,
            key.assumingMemoryBound(to: UInt32.self).baseAddress,
            words.assumingMemoryBound(to: UInt32.self).baseAddress)
        }
      }
    }
    return words
  }
}
