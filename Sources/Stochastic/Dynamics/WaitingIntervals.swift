import CLanes

/// Memory for the right halves that wait to be crossed: a path has at most one on each level.
///
/// Lane by lane, an interval's numbers side by side: four of eight lanes at a time move to and from eight levels.
struct WaitingIntervals {
  /// The lane vectors of an interval in this memory: 2D and some that are not used
  let width: Int
  private let storage: LaneStorage
  private let base: UnsafeMutablePointer<Double>
  /// Where each lane's memory begins
  private var lanes = LaneBits.zero

  /// One level more than there are, for what nobody reads
  private static var levels: Int { 2 + Int(BrownianTree.deepest) }

  static func width(dimension: Int) -> Int { (2 * dimension + 3) / 4 * 4 }

  init(dimension: Int) {
    width = Self.width(dimension: dimension)
    storage = LaneStorage(count: Self.levels * width)
    base = UnsafeMutableRawPointer(storage.vector.base).assumingMemoryBound(to: Double.self)
    for lane in 0..<16 { lanes[lane] = UInt64(lane * Self.levels * width) }
  }

  /// Keeps the intervals of the lanes of `set`, which have so many leaves.
  @inline(always)
  func store(_ intervals: LaneVector, _ sizes: Lanes, _ set: LaneMask) {
    let places = places(sizes, set)
    for first in stride(from: 0, to: width, by: 4) {
      let columns = Self.numbers(intervals, first)
      langevin_scatter_fours(columns, 16, base + first, places.lowHalf)
      langevin_scatter_fours(columns + 8, 16, base + first, places.highHalf)
    }
  }

  /// Writes intervals with so many leaves to `intervals`; in lanes outside of `set`, anything.
  @inline(always)
  func fetch(_ sizes: Lanes, _ set: LaneMask, into intervals: LaneVector) {
    let places = places(sizes, set)
    for first in stride(from: 0, to: width, by: 4) {
      let columns = Self.numbers(intervals, first)
      langevin_gather_fours(base + first, places.lowHalf, columns, 16)
      langevin_gather_fours(base + first, places.highHalf, columns + 8, 16)
    }
  }

  @inline(always)
  private static func numbers(_ intervals: LaneVector, _ first: Int) -> UnsafeMutablePointer<Double> {
    UnsafeMutableRawPointer(intervals.base + first).assumingMemoryBound(to: Double.self)
  }

  /// Level ℓ has 2^(27−ℓ) leaves, a double whose exponent is biased by 1023.
  @inline(always)
  private func places(_ sizes: Lanes, _ set: LaneMask) -> LaneBits {
    let unused = LaneBits(repeating: UInt64(Self.levels - 1))
    let level = LaneBits(repeating: 1023 + BrownianTree.deepest) &- (sizes.bits &>> 52)
    return lanes &+ set.choose(level, else: unused) &* LaneBits(repeating: UInt64(width))
  }
}
