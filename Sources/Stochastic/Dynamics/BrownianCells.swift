/// The noise of one cell of a Brownian path: its increment and, if a scheme of the run uses it, its space–time area.
struct BrownianCell {
  let increment: LaneVector
  /// Empty without areas
  let area: LaneVector
  /// Whether these are standard normals, to be scaled with the cell's length; otherwise they are ΔB and H themselves.
  let isStandard: Bool
}

/// Cells whose normals are addressed by their number along the path.
struct CellSequence {
  private var increments: NormalSequence
  private var areas: NormalSequence?

  init(_ settings: EnsembleSettings, dimension: Int, withAreas: Bool) throws {
    increments = try NormalSequence(settings, purpose: .brownianIncrements, dimension: dimension)
    areas = withAreas ? try NormalSequence(settings, purpose: .brownianAreas, dimension: dimension) : nil
  }

  mutating func begin(firstPath: UInt64) {
    increments.begin(firstPath: firstPath)
    areas?.begin(firstPath: firstPath)
  }

  /// Cell number `cell`. Cells are asked for one after the other.
  @inline(always)
  mutating func cell(_ cell: UInt64) -> BrownianCell {
    let increment = increments.vector(cell)
    return BrownianCell(
      increment: increment, area: areas?.vector(cell) ?? increment.slice(0, 0), isStandard: true)
  }
}

/// Cells that are dyadic intervals, from left to right: each root is bisected as often as its curves need.
final class TreeWalk {
  private var tree: BrownianTree
  private let roots: [BrownianGrid.Root]
  /// ℓ of the cells of each root
  private let levels: [Int]
  private let storage: LaneStorage
  private let nodeSize: Int
  private var root = 0
  /// The cells of the current root that are done
  private var done: UInt64 = 0
  private let quanta: [Quantum]

  init(_ grid: BrownianGrid, stepSize: Double, seed: UInt64, dimension: Int) throws(ProblemError) {
    roots = grid.roots
    levels = grid.roots.map { BrownianGrid.level($0, stepSize: stepSize) }
    let deepest = levels.max() ?? 0
    guard deepest <= Int(BrownianTree.deepest) else {
      throw ProblemError(
        "step size \(stepSize); expected at least the learning rate times 2^-\(BrownianTree.deepest) on a "
          + "refinable Brownian path")
    }
    tree = BrownianTree(seed: seed, dimension: dimension)
    nodeSize = 2 * dimension
    // slot ℓ holds the right half that waits at level ℓ; slot 0 the root
    storage = LaneStorage(count: (deepest + 1) * nodeSize)
    quanta = grid.roots.map { Quantum(rootLength: $0.length) }
  }

  func begin(firstPath: UInt64) {
    tree.begin(firstPath: firstPath)
    root = 0
    done = 0
  }

  /// Where the next cell ends.
  var end: Double {
    let current = roots[root]
    return current.start + current.length * Double(done + 1) / Double(1 << levels[root])
  }

  /// The length of the next cell.
  var length: Double { roots[root].length / Double(1 << levels[root]) }

  /// The next cell. Its memory is good until the one after.
  func next() -> BrownianCell {
    let level = levels[root]
    // the next cell is the first of an interval at level `depth`, which waits in its slot
    let depth = done == 0 ? 0 : level - done.trailingZeroBitCount
    let node = slot(depth)
    var address = BrownianTree.Address(root: UInt64(root))
    if done == 0 {
      tree.root(
        at: address, length: roots[root].length, quantum: quanta[root], into: node)
    }
    for below in depth..<level {
      address.place = SIMD16(repeating: 1 << UInt64(below) | done >> UInt64(level - below))
      let length = roots[root].length / Double(1 << below)
      tree.split(
        node, at: address, length: length, quantum: quanta[root], left: node,
        right: slot(below + 1))
    }
    done += 1
    if done == 1 << UInt64(level) {
      root += 1
      done = 0
    }
    let dimension = nodeSize / 2
    return BrownianCell(
      increment: node.slice(0, dimension), area: node.slice(dimension, dimension), isStandard: false)
  }

  private func slot(_ level: Int) -> LaneVector { storage.vector.slice(level * nodeSize, nodeSize) }
}
