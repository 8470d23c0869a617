/// Where sixteen paths stand in the Brownian tree, each on a dyadic interval of its own.
struct DyadicClock {
  /// ΔB and H of each path's current interval, D lanes each
  let node: LaneVector
  /// Its length; 0 for a path that has reached its aim
  private(set) var length = Lanes.zero
  private var tree: BrownianTree
  private let roots: [BrownianGrid.Root]
  private let dimension: Int
  private let storage: LaneStorage
  private let right: LaneVector
  private let fresh: LaneVector
  /// Slot ℓ: the right half that waits at level ℓ, path by path
  private let waiting: LaneVector
  private var root = [Int](repeating: 0, count: 16)
  private var level = [Int](repeating: 0, count: 16)
  private var place = [UInt64](repeating: 1, count: 16)
  /// Steps may be this long
  private var limit = [Double](repeating: .infinity, count: 16)
  /// What `turn` has to do for each path
  private var task = [Task](repeating: .none, count: 16)
  private var quantum = Quantum(rootLength: 1)
  /// One past the last root before the aim
  private var end = 0
  private var active = 0

  private enum Task { case none, root, split }

  init(_ grid: BrownianGrid, seed: UInt64, dimension: Int) {
    roots = grid.roots
    self.dimension = dimension
    tree = BrownianTree(seed: seed, dimension: dimension)
    let size = 2 * dimension
    storage = LaneStorage(count: (4 + Int(BrownianTree.deepest)) * size)
    node = storage.vector.slice(0, size)
    right = storage.vector.slice(size, size)
    fresh = storage.vector.slice(2 * size, size)
    waiting = storage.vector.slice(3 * size, (1 + Int(BrownianTree.deepest)) * size)
  }

  mutating func begin(firstPath: UInt64) {
    tree.begin(firstPath: firstPath)
    end = 0
    for lane in 0..<16 {
      root[lane] = 0
      limit[lane] = .infinity
    }
  }

  /// Sends all paths, which stand at the beginning of a root, to a recording time after it.
  mutating func aim(at record: Int) {
    while end < roots.count && roots[end].record != record { end += 1 }
    end = min(end + 1, roots.count)
    for lane in 0..<16 { task[lane] = .root }
    active = 16
    turn()
  }

  var isDone: Bool { active == 0 }
  func isDone(_ lane: Int) -> Bool { length[lane] == 0 }
  func isDeepest(_ lane: Int) -> Bool { level[lane] == Int(BrownianTree.deepest) }

  /// The path has crossed its interval; its next may be `factor` times as long.
  mutating func accept(_ lane: Int, factor: Double) {
    limit[lane] = factor * length[lane]
    let next = place[lane] + 1
    // the largest interval that begins where this one ends; the root's own end is the place 2^(ℓ+1)
    let above = min(next.trailingZeroBitCount, level[lane])
    if next.nonzeroBitCount == 1 {
      root[lane] += 1
      task[lane] = .root
      if root[lane] == end {
        task[lane] = .none
        length[lane] = 0
        active -= 1
      }
      return
    }
    place[lane] = next >> UInt64(above)
    level[lane] -= above
    for k in 0..<2 * dimension { node[k][lane] = waiting[level[lane] * 2 * dimension + k][lane] }
    length[lane] = roots[root[lane]].length / Double(1 << level[lane])
    task[lane] = length[lane] > limit[lane] ? .split : .none
  }

  /// The path needs a shorter interval.
  mutating func reject(_ lane: Int) {
    limit[lane] = 0.5 * length[lane]
    task[lane] = .split
  }

  /// Brings every path to the interval that it is to try next.
  mutating func turn() {
    if task.contains(.root) { beginRoots() }
    while task.contains(.split) { splitOnce() }
  }

  private mutating func beginRoots() {
    var address = BrownianTree.Address(root: 0)
    for lane in 0..<16 where task[lane] == .root {
      let start = roots[root[lane]]
      address.root[lane] = UInt64(root[lane])
      length[lane] = start.length
      quantum.set(rootLength: start.length, lane: lane)
      (level[lane], place[lane]) = (0, 1)
    }
    tree.root(at: address, length: length, quantum: quantum, into: fresh)
    for lane in 0..<16 where task[lane] == .root {
      for k in 0..<2 * dimension { node[k][lane] = fresh[k][lane] }
      task[lane] = length[lane] > limit[lane] ? .split : .none
    }
  }

  private mutating func splitOnce() {
    var address = BrownianTree.Address(root: 0)
    for lane in 0..<16 {
      address.root[lane] = UInt64(min(root[lane], roots.count - 1))
      address.place[lane] = place[lane]
    }
    tree.split(node, at: address, length: length, quantum: quantum, left: fresh, right: right)
    for lane in 0..<16 where task[lane] == .split {
      level[lane] += 1
      place[lane] <<= 1
      length[lane] *= 0.5
      let slot = level[lane] * 2 * dimension
      for k in 0..<2 * dimension {
        node[k][lane] = fresh[k][lane]
        waiting[slot + k][lane] = right[k][lane]
      }
      if length[lane] <= limit[lane] || level[lane] == Int(BrownianTree.deepest) { task[lane] = .none }
    }
  }
}
