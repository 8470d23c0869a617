import CLanes

/// What stands for each path in a dyadic clock, in whole cache lines.
///
/// Only a pointer: a struct that owns memory would be copied, and its references counted, wherever these are asked for.
struct ClockState {
  static var memory: Int { 6 }

  let memory: LaneVector

  @inline(always)
  private var counts: UnsafeMutablePointer<LaneCounts> {
    UnsafeMutableRawPointer(memory.base).assumingMemoryBound(to: LaneCounts.self)
  }

  /// Where the current interval begins
  @inline(always)
  var start: LaneCounts {
    get { counts[0] }
    nonmutating set { counts[0] = newValue }
  }

  /// The number of its root
  @inline(always)
  var root: LaneCounts {
    get { counts[1] }
    nonmutating set { counts[1] = newValue }
  }

  /// Its leaves
  @inline(always)
  var size: LaneCounts {
    get { counts[2] }
    nonmutating set { counts[2] = newValue }
  }

  /// The leaves that steps may have, where all roots have the same length
  @inline(always)
  var limit: LaneCounts {
    get { counts[3] }
    nonmutating set { counts[3] = newValue }
  }

  @inline(always)
  var aheadStart: LaneCounts {
    get { counts[4] }
    nonmutating set { counts[4] = newValue }
  }

  @inline(always)
  var aheadSize: LaneCounts {
    get { counts[5] }
    nonmutating set { counts[5] = newValue }
  }

  /// The length that steps may have, where roots differ
  @inline(always)
  var limitLength: Lanes {
    get { memory.base[3] }
    nonmutating set { memory.base[3] = newValue }
  }

  /// A leaf's length in the root of the current interval
  @inline(always)
  var leaf: Lanes {
    get { memory.base[4] }
    nonmutating set { memory.base[4] = newValue }
  }

  /// The same of the one ahead
  @inline(always)
  var aheadLeaf: Lanes {
    get { memory.base[5] }
    nonmutating set { memory.base[5] = newValue }
  }

  /// The same two as vectors
  var leaves: LaneVector { memory.slice(4, 1) }
  var aheadLeaves: LaneVector { memory.slice(5, 1) }
}
