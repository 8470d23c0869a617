// Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011):
// a bijection of 128-bit counters for every 64-bit key, whose outputs pass the usual batteries of tests.

/// The Philox4x32-10 block function: four random words as a pure function of counter and key.
public enum Philox {
  /// The four output words for one counter.
  public static func block(counter: SIMD4<UInt32>, key: UInt64) -> SIMD4<UInt32> {
    var c = counter
    var (k0, k1) = (UInt32(truncatingIfNeeded: key), UInt32(truncatingIfNeeded: key >> 32))
    for _ in 0..<10 {
      let low = c[0].multipliedFullWidth(by: 0xD251_1F53)
      let high = c[2].multipliedFullWidth(by: 0xCD9E_8D57)
      c = SIMD4(high.high ^ c[1] ^ k0, high.low, low.high ^ c[3] ^ k1, low.low)
      k0 &+= 0x9E37_79B9
      k1 &+= 0xBB67_AE85
    }
    return c
  }

  /// The same for sixteen counters; words stand in the low halves of 64-bit lanes.
  @inline(always)
  static func block(_ counter: PhiloxWords, key: UInt64) -> PhiloxWords {
    var c = counter
    // unrolled by hand: the compiler does not do it
    c.round(0, key)
    c.round(1, key)
    c.round(2, key)
    c.round(3, key)
    c.round(4, key)
    c.round(5, key)
    c.round(6, key)
    c.round(7, key)
    c.round(8, key)
    c.round(9, key)
    return c
  }

  /// Two blocks side by side: one alone waits for its own results half of the time.
  @inline(always)
  static func blocks(
    _ first: PhiloxWords, _ second: PhiloxWords, key: UInt64
  ) -> (PhiloxWords, PhiloxWords) {
    var (a, b) = (first, second)
    a.round(0, key)
    b.round(0, key)
    a.round(1, key)
    b.round(1, key)
    a.round(2, key)
    b.round(2, key)
    a.round(3, key)
    b.round(3, key)
    a.round(4, key)
    b.round(4, key)
    a.round(5, key)
    b.round(5, key)
    a.round(6, key)
    b.round(6, key)
    a.round(7, key)
    b.round(7, key)
    a.round(8, key)
    b.round(8, key)
    a.round(9, key)
    b.round(9, key)
    return (a, b)
  }
}

/// Four 32-bit words in each of sixteen lanes; the upper halves may hold anything between rounds.
struct PhiloxWords {
  var w0, w1, w2, w3: SIMD16<UInt64>

  /// Round number `number`, whose key is the first one plus that many Weyl increments.
  @inline(always)
  mutating func round(_ number: UInt64, _ key: UInt64) {
    let k0 = ((key & 0xFFFF_FFFF) &+ number &* 0x9E37_79B9) & 0xFFFF_FFFF
    let k1 = ((key >> 32) &+ number &* 0xBB67_AE85) & 0xFFFF_FFFF
    let low = (w0 & 0xFFFF_FFFF) &* SIMD16<UInt64>(repeating: 0xD251_1F53)
    let high = (w2 & 0xFFFF_FFFF) &* SIMD16<UInt64>(repeating: 0xCD9E_8D57)
    w0 = (high &>> 32) ^ w1 ^ SIMD16<UInt64>(repeating: k0)
    w1 = high
    w2 = (low &>> 32) ^ w3 ^ SIMD16<UInt64>(repeating: k1)
    w3 = low
  }
}
