import CLanes

/// Where sixteen paths stand in the Brownian tree, each on a dyadic interval of its own.
///
/// A path in depth-first order needs one bisection for every interval that it crosses, but in bursts: none after a left
/// half, several where a long interval is to be cut down. A bisection costs the same for one path as for sixteen. So a
/// path that needs none for the interval it stands on goes ahead with the one after it, to about the same length. What
/// was cut too finely that way is taken back; numbers are functions of the interval, so nothing depends on it.
///
/// Times are whole numbers of leaves, 2⁻²⁷ of a root, modulo 2³²: an interval of level ℓ has 2^(27−ℓ).
struct DyadicClock {
  /// Each path's current interval
  let node: IntervalVectors
  /// The interval worked ahead on, which begins where the current one ends, or later after a rejection
  private let ahead: IntervalVectors
  private let waiting: WaitingIntervals
  private var tree: BrownianTree
  private let roots: RootTable
  private let storage: LaneStorage
  private let state: ClockState

  init(_ grid: BrownianGrid, seed: UInt64, dimension: Int) {
    roots = RootTable(grid)
    tree = BrownianTree(seed: seed, dimension: dimension)
    waiting = WaitingIntervals(dimension: dimension)
    let size = IntervalVectors.memory(dimension: dimension)
    storage = LaneStorage(count: 2 * size + ClockState.memory)
    node = IntervalVectors(memory: storage.vector.slice(0, size))
    ahead = IntervalVectors(memory: storage.vector.slice(size, size))
    state = ClockState(memory: storage.vector.slice(2 * size, ClockState.memory))
    (state.leaf, state.aheadLeaf) = (roots.leaf, roots.leaf)
    for lane in 0..<16 { begin(lane, path: 0) }
  }

  /// Sends one lane to the beginning of a path.
  mutating func begin(_ lane: Int, path: UInt64) {
    tree.begin(lane, path: path)
    (state.start[lane], state.root[lane], state.size[lane]) = (0, 0, RootTable.undrawn)
    (state.limit[lane], state.limitLength[lane]) = (RootTable.leaves, .infinity)
    (state.aheadStart[lane], state.aheadSize[lane]) = (RootTable.leaves, RootTable.undrawn)
    (state.leaf[lane], state.aheadLeaf[lane]) = (roots.leaf(root: 0), roots.leaf(root: 1))
    node.clear(lane)
    ahead.clear(lane)
  }

  /// The length of the current interval.
  @inline(always)
  var length: Lanes { state.size.doubles * state.leaf }

  /// A third of it.
  @inline(always)
  var third: Lanes { state.size.doubles * roots.third(leaf: state.leaf) }

  /// The paths that cannot bisect their interval any more.
  @inline(always)
  var isDeepest: LaneMask { state.size.isEqual(LaneCounts(repeating: 1)) }

  /// The paths whose current interval ends where so many roots do.
  @inline(always)
  mutating func endsWith(roots: LaneCounts) -> LaneMask {
    let isRoot = RootTable.largestInterval(at: state.start &+ state.size).isEqual(
      LaneCounts(repeating: RootTable.leaves))
    return isRoot & roots.isEqual(state.root &+ 1)
  }

  /// By how much the next interval may be longer than the current one: `fourfold` of some, twice of others, as much as
  /// there is of `unlimited`; otherwise not at all.
  struct Growth {
    var twice: LaneMask
    var fourfold: LaneMask
    var unlimited: LaneMask
  }

  /// The paths have crossed their intervals; those of `accepted` go on, the others bisect theirs.
  @inline(always)
  mutating func move(accepted: LaneMask, rejected: LaneMask, _ growth: Growth) {
    setLimit(accepted, rejected, growth)
    let next = state.start &+ state.size
    state.start = accepted.choose(next, else: state.start)
    let largest = RootTable.largestInterval(at: next)
    let isRoot = largest.isEqual(LaneCounts(repeating: RootTable.leaves))
    state.root = (accepted & isRoot).choose(state.root &+ 1, else: state.root)
    if !roots.isUniform { roots.setLeaf(state.leaves, state.root, accepted & isRoot) }
    // what is prepared, unless it was cut too finely; a root that is yet to be drawn; or what waits in memory
    let met = state.aheadStart.isEqual(next) - state.aheadSize.isAbove(RootTable.leaves)
    let twice = state.aheadSize &+ state.aheadSize
    let isHalf = LaneMask.all - twice.isAbove(largest)
    let prepared = accepted & met - (isHalf - isTooLong(twice))
    let others = (isRoot - met).choose(LaneCounts(repeating: RootTable.undrawn), else: largest)
    // a sibling will do as it is: the one after it is what needs work
    let place = next &+ prepared.choose(isHalf.choose(twice, else: state.aheadSize), else: largest)
    let isBehind = accepted - (next &- state.aheadStart).isAbove(.max / 2)
    let current = accepted - prepared
    state.size = prepared.choose(state.aheadSize, else: current.choose(others, else: state.size))
    fetch(prepared, current, others, ahead: isBehind, at: place)
  }

  @inline(always)
  private mutating func setLimit(_ accepted: LaneMask, _ rejected: LaneMask, _ growth: Growth) {
    let (size, tried) = (state.size, accepted | rejected)
    let double = size &+ size
    let grown = growth.fourfold.choose(double &+ double, else: growth.twice.choose(double, else: size))
    let longest = accepted.choose(grown, else: size &>> 1)
    if !roots.isUniform {
      let length = growth.unlimited.choose(Lanes(repeating: .infinity), else: longest.doubles * state.leaf)
      state.limitLength = tried.choose(length, else: state.limitLength)
    }
    let all = LaneCounts(repeating: RootTable.leaves)
    state.limit = tried.choose(
      (growth.unlimited | longest.isAbove(all)).choose(all, else: longest), else: state.limit)
  }

  /// Turns the lanes of `prepared` to what was worked ahead on, those of `current` to intervals with so many leaves that
  /// begin at `start`, and lets those of `next` work ahead on the largest that begin at `place`.
  @inline(always)
  private mutating func fetch(
    _ prepared: LaneMask, _ current: LaneMask, _ extent: LaneCounts, ahead next: LaneMask,
    at place: LaneCounts
  ) {
    let largest = RootTable.largestInterval(at: place)
    let isRoot = largest.isEqual(LaneCounts(repeating: RootTable.leaves))
    let aheadExtent = isRoot.choose(LaneCounts(repeating: RootTable.undrawn), else: largest)
    if !roots.isUniform {
      state.aheadLeaf = next.choose(state.leaf, else: state.aheadLeaf)
      roots.setLeaf(state.aheadLeaves, RootTable.root(at: place, after: state.root), next & isRoot)
    }
    state.aheadStart = next.choose(place, else: state.aheadStart)
    state.aheadSize = next.choose(aheadExtent, else: state.aheadSize)
    // mostly a lane needs one of the two
    let (wanted, cleared) = (next - isRoot, next & isRoot)
    waiting.turn(to: current.choose(extent, else: aheadExtent).exponent)
    for number in 0..<waiting.fours {
      IntervalVectors.turn(
        number, waiting.fetch(number: number), ahead, prepared, to: node, current, wanted, cleared)
    }
    let both = current & wanted
    if both.isEmpty { return }
    waiting.turn(to: aheadExtent.exponent)
    for number in 0..<waiting.fours { ahead.set(number, waiting.fetch(number: number), both) }
  }

  /// Bisects until most of the paths of `active` have an interval that they may try. Returns those that have.
  @inline(always)
  mutating func prepare(_ active: LaneMask) -> LaneMask {
    let all = active.count
    var unready = active & isTooLong(state.size)
    var early = canWorkAhead(active - unready)
    // most can use it, or too many would stand idle while the others take their gradients
    var isWorthwhile = 3 * (unready.count + early.count) >= 2 * all
    while isWorthwhile || 6 * unready.count > all {
      if !isWorthwhile { early = canWorkAhead(active - unready) }
      isWorthwhile = false
      unready = draw(unready, early)
    }
    return active - unready
  }

  /// Whether intervals with so many leaves in the current root are longer than steps may be, and not the shortest; roots
  /// that are yet to be drawn are.
  @inline(always)
  private mutating func isTooLong(_ extent: LaneCounts) -> LaneMask {
    if roots.isUniform { return extent.isAbove(state.limit) }
    return LaneMask(extent.doubles * state.leaf .> state.limitLength) & extent.isAbove(1)
      | extent.isAbove(RootTable.leaves)
  }

  /// Intervals ahead whose halves are as long as all that comes before: so no other right half waits where theirs are
  /// to be kept.
  @inline(always)
  private mutating func canWorkAhead(_ lanes: LaneMask) -> LaneMask {
    let between = state.aheadStart &- state.start
    let aheadRoot = RootTable.root(at: state.aheadStart, after: state.root)
    return lanes & LaneCounts(repeating: UInt32(roots.count)).isAbove(aheadRoot)
      - (between &+ between).isAbove(state.aheadSize)
  }

  /// Draws a root or bisects an interval: the current one of `unready`, the one ahead of `early`. Returns those of
  /// `unready` that are yet to be bisected.
  @inline(always)
  private mutating func draw(_ unready: LaneMask, _ early: LaneMask) -> LaneMask {
    let place = unready.choose(state.start, else: state.aheadStart)
    let extent = unready.choose(state.size, else: state.aheadSize)
    let exponent = extent.exponent
    let half = extent &>> 1
    let stillUnready = unready & isTooLong(half)
    state.size = unready.choose(half, else: state.size)
    state.aheadSize = early.choose(half, else: state.aheadSize)
    waiting.turn(to: exponent &- 1, unready | early)
    let leaf = roots.isUniform ? state.leaf : unready.choose(state.leaf, else: state.aheadLeaf)
    tree.draw(
      IntervalChoice(first: node, isFirst: unready, second: ahead, isSecond: early),
      at: RootTable.address(RootTable.root(at: place, after: state.root), place, exponent: exponent),
      isRoot: extent.isAbove(RootTable.leaves),
      deviations: roots.deviations(exponent: exponent, extent, leaf), quantum: roots.quantum(leaf),
      right: waiting)
    return stillUnready
  }
}
