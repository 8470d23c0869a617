import CLanes

/// A set of lanes. Choices are bit operations on whole registers, without a branch or a loop over lanes.
struct LaneMask {
  /// Bit l is lane l.
  let word: UInt32

  static var none: LaneMask {
    @inline(always) get { LaneMask(word: 0) }
  }
  static var all: LaneMask {
    @inline(always) get { LaneMask(word: 0xFFFF) }
  }

  @inline(always)
  init(word: UInt32) { self.word = word }

  /// The lanes in which a comparison of doubles holds.
  @inline(always)
  init(_ comparison: SIMDMask<SIMD16<Int64>>) {
    let bits = unsafeBitCast(comparison, to: LaneBits.self)
    word = langevin_high_bits(bits.lowHalf) | langevin_high_bits(bits.highHalf) << 8
  }

  @inline(always)
  static func & (a: LaneMask, b: LaneMask) -> LaneMask { LaneMask(word: a.word & b.word) }

  @inline(always)
  static func | (a: LaneMask, b: LaneMask) -> LaneMask { LaneMask(word: a.word | b.word) }

  @inline(always)
  static func - (a: LaneMask, b: LaneMask) -> LaneMask { LaneMask(word: a.word & ~b.word) }

  @inline(always)
  var isEmpty: Bool { word == 0 }

  @inline(always)
  var isAll: Bool { word == 0xFFFF }

  @inline(always)
  var count: Int { word.nonzeroBitCount }

  /// `yes` in the lanes of the set, `no` in the others.
  @inline(always)
  func choose(_ yes: Lanes, else no: Lanes) -> Lanes {
    Lanes(
      lowHalf: langevin_choose(word & 0xFF, yes.lowHalf, no.lowHalf),
      highHalf: langevin_choose(word >> 8, yes.highHalf, no.highHalf))
  }

  @inline(always)
  func choose(_ yes: LaneCounts, else no: LaneCounts) -> LaneCounts { langevin_choose_counts(word, yes, no) }

  /// Calls `body` with every lane of the set.
  @inline(always)
  func visit(_ body: (Int) -> Void) {
    var rest = word
    while rest != 0 {
      body(rest.trailingZeroBitCount)
      rest &= rest &- 1
    }
  }
}

/// A whole number below 2³² for each path, in one register.
typealias LaneCounts = SIMD16<UInt32>

extension SIMD16 where Scalar == UInt32 {
  @inline(always)
  func isEqual(_ other: LaneCounts) -> LaneMask { LaneMask(word: langevin_equal(self, other)) }

  @inline(always)
  func isAbove(_ other: LaneCounts) -> LaneMask { LaneMask(word: langevin_above(self, other)) }

  @inline(always)
  func isAbove(_ other: UInt32) -> LaneMask { isAbove(LaneCounts(repeating: other)) }

  /// n for 2ⁿ < 2³¹.
  @inline(always)
  var exponent: LaneCounts { langevin_exponent(self) }

  /// Below 2³¹, as doubles.
  @inline(always)
  var doubles: Lanes { langevin_doubles(self) }

  @inline(always)
  var wide: LaneBits { langevin_widen(self) }
}

extension LaneVector {
  /// Copies some lanes to another vector.
  @inline(always)
  func copy(to target: LaneVector, in lanes: LaneMask) {
    for k in 0..<count { target.base[k] = lanes.choose(base[k], else: target.base[k]) }
  }
}
