import CLanes

/// A set of lanes. Choices are bit operations on whole registers, without a branch or a loop over lanes.
struct LaneMask {
  /// All ones in the lanes of the set, zero in the others
  private var bits: LaneBits

  static var none: LaneMask {
    @inline(always) get { LaneMask(bits: .zero) }
  }
  static var all: LaneMask {
    @inline(always) get { LaneMask(bits: LaneBits(repeating: .max)) }
  }

  @inline(always)
  fileprivate init(bits: LaneBits) { self.bits = bits }

  /// The lanes in which a comparison of doubles holds.
  @inline(always)
  init(_ comparison: SIMDMask<SIMD16<Int64>>) { bits = unsafeBitCast(comparison, to: LaneBits.self) }

  @inline(always)
  static func & (a: LaneMask, b: LaneMask) -> LaneMask { LaneMask(bits: a.bits & b.bits) }

  @inline(always)
  static func | (a: LaneMask, b: LaneMask) -> LaneMask { LaneMask(bits: a.bits | b.bits) }

  @inline(always)
  static func - (a: LaneMask, b: LaneMask) -> LaneMask { LaneMask(bits: a.bits & ~b.bits) }

  /// Bit l is lane l.
  @inline(always)
  var word: UInt32 { langevin_high_bits(bits.lowHalf) | langevin_high_bits(bits.highHalf) << 8 }

  @inline(always)
  var isEmpty: Bool { word == 0 }

  @inline(always)
  var isAll: Bool { word == 0xFFFF }

  @inline(always)
  var count: Int { word.nonzeroBitCount }

  /// `yes` in the lanes of the set, `no` in the others.
  @inline(always)
  func choose(_ yes: Lanes, else no: Lanes) -> Lanes { choose(yes.bits, else: no.bits).doubles }

  @inline(always)
  func choose(_ yes: LaneBits, else no: LaneBits) -> LaneBits { no ^ ((no ^ yes) & bits) }

  /// x in the lanes of the set, 0 in the others.
  @inline(always)
  func keep(_ x: Lanes) -> Lanes { (x.bits & bits).doubles }

  @inline(always)
  func keep(_ x: LaneBits) -> LaneBits { x & bits }
}

/// Numbers that stand in one of two vectors, lane by lane.
struct LaneChoice {
  let first: LaneVector
  let isFirst: LaneMask
  let second: LaneVector
  /// Where the second may be written to
  let isSecond: LaneMask

  @inline(always)
  func value(_ k: Int) -> Lanes { isFirst.choose(first.base[k], else: second.base[k]) }

  @inline(always)
  func set(_ k: Int, _ value: Lanes) {
    first.base[k] = isFirst.choose(value, else: first.base[k])
    second.base[k] = isSecond.choose(value, else: second.base[k])
  }
}

extension LaneVector {
  /// Copies some lanes to another vector.
  @inline(always)
  func copy(to target: LaneVector, in lanes: LaneMask) {
    for k in 0..<count { target.base[k] = lanes.choose(base[k], else: target.base[k]) }
  }
}

extension LaneMask {
  /// Calls `body` with every lane of the set.
  @inline(always)
  func visit(_ body: (Int) -> Void) {
    var rest = word
    while rest != 0 {
      body(rest.trailingZeroBitCount)
      rest &= rest &- 1
    }
  }

  /// Lane l if bit l is set.
  init(word: UInt64) {
    let numbers = LaneBits(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
    self.init(bits: 0 &- ((LaneBits(repeating: word) &>> numbers) & 1))
  }
}
