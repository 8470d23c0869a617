import CLanes

/// Where sixteen paths stand in the Brownian tree, each on a dyadic interval of its own.
///
/// A path in depth-first order needs one bisection for every interval that it crosses, but in bursts: none after a left
/// half, several where a long interval is to be cut down. A bisection costs the same for one path as for sixteen. So a
/// path that needs none for the interval it stands on goes ahead with the one after it, to about the same length. What
/// was cut too finely that way is taken back; numbers are functions of the interval, so nothing depends on it.
///
/// Times are whole numbers of leaves, 2⁻²⁷ of a root, counted through all roots: an interval of level ℓ has 2^(27−ℓ).
struct DyadicClock {
  /// ΔB and H of each path's current interval, D lanes each
  let node: LaneVector
  /// Where it begins
  private(set) var start = Lanes.zero
  /// Its leaves; 0 for a root that is yet to be drawn
  private(set) var size = Lanes.zero
  /// Steps may be this long
  private var limit = Lanes(repeating: .infinity)
  /// The interval worked ahead on, which begins where the current one ends, or later after a rejection
  private let ahead: LaneVector
  private var aheadStart = Lanes.zero
  private var aheadSize = Lanes.zero
  private let waiting: WaitingIntervals
  private var tree: BrownianTree
  private let roots: RootTable
  /// A leaf's length in the root of the current interval and of the one ahead
  private var leaf: Lanes
  private var aheadLeaf: Lanes
  private let storage: LaneStorage
  /// What comes from memory and goes there
  private let passing: LaneVector

  init(_ grid: BrownianGrid, seed: UInt64, dimension: Int) {
    roots = RootTable(grid)
    tree = BrownianTree(seed: seed, dimension: dimension)
    waiting = WaitingIntervals(dimension: dimension)
    let (size, width) = (2 * dimension, waiting.width)
    storage = LaneStorage(count: 3 * width)
    node = storage.vector.slice(0, size)
    ahead = storage.vector.slice(width, size)
    passing = storage.vector.slice(2 * width, width)
    (leaf, aheadLeaf) = (roots.leaf, roots.leaf)
  }

  /// Sends one lane to the beginning of a path.
  mutating func begin(_ lane: Int, path: UInt64) {
    tree.begin(lane, path: path)
    (start[lane], size[lane], limit[lane]) = (0, 0, .infinity)
    (aheadStart[lane], aheadSize[lane]) = (RootTable.leaves, 0)
    (leaf[lane], aheadLeaf[lane]) = (roots.leaf(root: 0), roots.leaf(root: 1))
  }

  /// The length of the current interval.
  @inline(always)
  var length: Lanes { size * leaf }

  /// The paths that cannot bisect their interval any more.
  var isDeepest: LaneMask { LaneMask(size .== 1) }

  /// The paths have crossed their intervals; those of `accepted` go on, the others bisect theirs. The next interval of
  /// each may be `factor` times as long.
  @inline(always)
  mutating func move(accepted: LaneMask, rejected: LaneMask, factor: Lanes) {
    limit = (accepted | rejected).choose(factor * length, else: limit)
    start = accepted.choose(start + size, else: start)
    // what is prepared, unless it was cut too finely; a root that is yet to be drawn; or what waits in memory
    let largest = RootTable.largestInterval(at: start)
    let isAtRoot = accepted & LaneMask(largest .== RootTable.leaves)
    leaf = roots.leaf(at: start, isAtRoot, else: leaf)
    let met = accepted & LaneMask(aheadStart .== start) & LaneMask(aheadSize .> 0)
    let twice = 2 * aheadSize
    let prepared = met - LaneMask(twice .<= largest) & LaneMask(twice * leaf .<= limit)
    let undrawn = isAtRoot - met
    let extent = prepared.choose(aheadSize, else: largest)
    size = accepted.choose((LaneMask.all - undrawn).keep(extent), else: size)
    fetch(
      prepared, (accepted - prepared) - undrawn, largest, ahead: accepted & LaneMask(aheadStart .<= start),
      extent)
  }

  /// Turns the lanes of `prepared` to what was worked ahead on, those of `current` to the largest intervals that begin
  /// at `start`, and lets those of `next` work ahead on others, current intervals having `extent` leaves.
  @inline(always)
  private mutating func fetch(
    _ prepared: LaneMask, _ current: LaneMask, _ largest: Lanes, ahead next: LaneMask, _ extent: Lanes
  ) {
    // a sibling will do as it is: the one after it is what needs work
    let end = start + extent
    let isSibling =
      LaneMask(RootTable.largestInterval(at: end) .== extent) & LaneMask(extent .< RootTable.leaves)
    let place = isSibling.choose(end + extent, else: end)
    let aheadLargest = RootTable.largestInterval(at: place)
    let isRoot = LaneMask(aheadLargest .== RootTable.leaves)
    aheadStart = next.choose(place, else: aheadStart)
    aheadLeaf = roots.leaf(at: place, next & isRoot, else: (next - isRoot).choose(leaf, else: aheadLeaf))
    aheadSize = next.choose((LaneMask.all - isRoot).keep(aheadLargest), else: aheadSize)
    // mostly a lane needs one of the two
    let wanted = next - isRoot
    waiting.fetch(current.choose(largest, else: aheadLargest), current | wanted, into: passing)
    for k in 0..<node.count {
      let (old, new) = (ahead.base[k], passing.base[k])
      node.base[k] = prepared.choose(old, else: current.choose(new, else: node.base[k]))
      ahead.base[k] = wanted.choose(new, else: old)
    }
    let both = current & wanted
    if both.isEmpty { return }
    waiting.fetch(aheadLargest, both, into: passing)
    passing.slice(0, node.count).copy(to: ahead, in: both)
  }

  /// Bisects until most of the paths of `active` have an interval that they may try. Returns those that have.
  @inline(always)
  mutating func prepare(_ active: LaneMask) -> LaneMask {
    let all = active.count
    var isFirst = true
    while true {
      let isLong = LaneMask(length .> limit) & LaneMask(size .> 1)
      let unready = active & (isLong | LaneMask(size .== 0))
      // halves as long as all that comes before: so no other right half waits where theirs are to be kept
      let isUseful = LaneMask(aheadSize .== 0) | LaneMask(aheadSize .>= 2 * (aheadStart - start))
      let early = (active - unready) & isUseful & LaneMask(aheadStart .< roots.end)
      let idle = unready.count
      // most can use it, or too many would stand idle while the others take their gradients
      let isWorthwhile = isFirst && 3 * (idle + early.count) >= 2 * all
      guard isWorthwhile || 6 * idle > all else { return active - unready }
      isFirst = false
      draw(unready, early)
    }
  }

  /// Draws a root or bisects an interval: the current one of `unready`, the one ahead of `early`.
  @inline(always)
  private mutating func draw(_ unready: LaneMask, _ early: LaneMask) {
    let (place, extent) = (
      unready.choose(start, else: aheadStart), unready.choose(size, else: aheadSize)
    )
    let isRoot = LaneMask(extent .== 0)
    let leaf = unready.choose(self.leaf, else: aheadLeaf)
    let whole = isRoot.choose(Lanes(repeating: RootTable.leaves), else: extent)
    let half = isRoot.choose(whole, else: 0.5 * extent)
    tree.draw(
      LaneChoice(first: node, isFirst: unready, second: ahead, isSecond: early),
      at: RootTable.address(place, whole), isRoot: isRoot, length: whole * leaf,
      quantum: roots.quantum(leaf), right: passing)
    size = unready.choose(half, else: size)
    aheadSize = early.choose(half, else: aheadSize)
    waiting.store(passing, half, unready | early)
  }
}
