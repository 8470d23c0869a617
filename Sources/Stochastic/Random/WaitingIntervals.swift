import CLanes

/// Memory for the right halves that wait to be crossed: a path has at most one on each level.
///
/// Lane by lane, two coordinates of an interval side by side: four of eight lanes at a time move to and from eight levels.
struct WaitingIntervals {
  /// The fours of an interval: half the dimension, rounded up
  let fours: Int
  private let storage: LaneStorage
  private let base: UnsafeMutablePointer<Double>
  /// Where the lanes fetch from or store to
  private let places: UnsafeMutablePointer<UInt32>
  /// Where each lane has an interval of one leaf
  private var lanes = LaneCounts.zero

  /// ΔB and H of two coordinates.
  struct Four {
    var increments: (Lanes, Lanes)
    var areas: (Lanes, Lanes)
  }

  /// Zeros stand one level above the root, in place of roots that are yet to be drawn; below the deepest level is what
  /// nobody reads.
  private static var levels: UInt32 { 3 + UInt32(BrownianTree.deepest) }

  init(dimension: Int) {
    fours = (dimension + 1) / 2
    let width = UInt32(4 * fours)
    storage = LaneStorage(count: 1 + Int(Self.levels * width))
    places = UnsafeMutableRawPointer(storage.vector.base).assumingMemoryBound(to: UInt32.self)
    base = UnsafeMutableRawPointer(storage.vector.base + 1).assumingMemoryBound(to: Double.self)
    for lane in 0..<16 { lanes[lane] = (UInt32(lane) * Self.levels + Self.levels - 2) * width }
  }

  /// Turns to where the lanes have intervals of 2^`exponent` leaves, 0 to 27 or, for the zeros, 28.
  @inline(always)
  func turn(to exponent: LaneCounts) {
    langevin_spread(lanes &- exponent &* LaneCounts(repeating: UInt32(4 * fours)), places)
  }

  /// The same for some lanes; nobody reads what is kept for the others.
  @inline(always)
  func turn(to exponent: LaneCounts, _ set: LaneMask) {
    turn(to: set.choose(exponent, else: LaneCounts(repeating: .max)))
  }

  /// Keeps two coordinates of intervals.
  @inline(always)
  func store(_ four: Four, number: Int) {
    let (b, h, target) = (four.increments, four.areas, base + 4 * number)
    langevin_scatter_fours(
      b.0.lowHalf, h.0.lowHalf, b.1.lowHalf, h.1.lowHalf, target, places)
    langevin_scatter_fours(
      b.0.highHalf, h.0.highHalf, b.1.highHalf, h.1.highHalf, target, places + 8)
  }

  /// Two coordinates of intervals.
  @inline(always)
  func fetch(number: Int) -> Four {
    let low = fetch(number, places)
    let high = fetch(number, places + 8)
    return Four(
      increments: (Lanes(lowHalf: low.0, highHalf: high.0), Lanes(lowHalf: low.2, highHalf: high.2)),
      areas: (Lanes(lowHalf: low.1, highHalf: high.1), Lanes(lowHalf: low.3, highHalf: high.3)))
  }

  private typealias Half = SIMD8<Double>

  @inline(always)
  private func fetch(_ number: Int, _ places: UnsafePointer<UInt32>) -> (Half, Half, Half, Half) {
    var columns = (Half.zero, Half.zero, Half.zero, Half.zero)
    withUnsafeMutableBytes(of: &columns) {
      guard let target = $0.assumingMemoryBound(to: Double.self).baseAddress else { return }
      langevin_gather_fours(base + 4 * number, places, target)
    }
    return columns
  }
}
