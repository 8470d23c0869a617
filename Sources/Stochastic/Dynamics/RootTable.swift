import CLanes

/// What dyadic intervals are made of, for sixteen paths in roots of their own.
///
/// Times are whole numbers of leaves, 2⁻²⁷ of a root, counted through all roots but modulo 2³²: no two that are compared
/// are further from each other than two roots.
struct RootTable {
  /// Leaves of a root
  static var leaves: UInt32 { 1 << UInt32(BrownianTree.deepest) }
  /// What stands for the leaves of a root that is yet to be drawn, as if roots were left halves.
  static var undrawn: UInt32 { 2 * leaves }

  let count: Int
  /// A leaf's length where all roots have the same
  let leaf: Lanes
  let isUniform: Bool
  private let lengths: UnsafeMutablePointer<Double>
  private let lengthStorage: LaneStorage
  private let commonThird: Lanes
  private let commonQuantum: Quantum
  /// Standard deviations where all roots have the same length, by the exponent of the leaves: 32 for Z, 32 for N/2
  private let deviations: LaneStorage

  init(_ grid: BrownianGrid) {
    let first = grid.roots.first?.length ?? 1
    // without roots nothing is drawn, but a lane asks what it would stand on
    count = grid.roots.count
    lengthStorage = LaneStorage(count: count / 16 + 1)
    lengths = UnsafeMutableRawPointer(lengthStorage.vector.base).assumingMemoryBound(to: Double.self)
    lengths[0] = first
    for (root, interval) in grid.roots.enumerated() { lengths[root] = interval.length }
    isUniform = grid.roots.allSatisfy { $0.length == first }
    leaf = Lanes(repeating: first / Double(Self.leaves))
    commonThird = leaf / 3
    commonQuantum = Quantum(rootLength: first)
    deviations = LaneStorage(count: 4)
    for exponent in 0..<32 {
      let extent = Lanes(repeating: Double(sign: .plus, exponent: exponent, significand: 1))
      let scales = Self.deviations(extent, leaf)
      deviations.vector.base[exponent / 16][exponent % 16] = scales.z[0]
      deviations.vector.base[2 + exponent / 16][exponent % 16] = scales.n[0]
    }
  }

  /// A leaf's length in a root. After the last root, in that one.
  @inline(always)
  func leaf(root: Int) -> Double { lengths[min(root, max(count, 1) - 1)] / Double(Self.leaves) }

  /// Sets a leaf's length in some lanes, which stand in these roots.
  func setLeaf(_ leaf: LaneVector, _ roots: LaneCounts, _ lanes: LaneMask) {
    let numbers = UnsafeMutableRawPointer(leaf.base).assumingMemoryBound(to: Double.self)
    lanes.visit { numbers[$0] = self.leaf(root: Int(roots[$0])) }
  }

  /// A third of a leaf's length.
  @inline(always)
  func third(leaf: Lanes) -> Lanes { isUniform ? commonThird : leaf / 3 }

  /// The quanta of increments in roots with these leaves.
  @inline(always)
  func quantum(_ leaf: Lanes) -> Quantum {
    isUniform ? commonQuantum : Quantum(rootLengths: Double(Self.leaves) * leaf)
  }

  /// Standard deviations of Z and N/2 that bisect intervals of 2^`exponent` leaves, of W and H of roots yet to be drawn.
  @inline(always)
  func deviations(exponent: LaneCounts, _ extent: LaneCounts, _ leaf: Lanes) -> (z: Lanes, n: Lanes) {
    guard isUniform else { return Self.deviations(extent.doubles, leaf) }
    let table = UnsafeRawPointer(deviations.vector.base).assumingMemoryBound(to: Double.self)
    let index = exponent.wide
    return (
      index.byHalves { langevin_lookup_32(table, $0) }, index.byHalves { langevin_lookup_32(table + 32, $0) }
    )
  }

  private static func deviations(_ extent: Lanes, _ leaf: Lanes) -> (z: Lanes, n: Lanes) {
    let root = Lanes(repeating: Double(leaves))
    let isRoot = LaneMask(extent .> root)
    let one = Lanes(repeating: 1)
    let length = isRoot.choose(root, else: extent) * leaf
    return (
      langevin_square_root(length) * isRoot.choose(one, else: 0.25 * one),
      langevin_square_root(length / 12) * isRoot.choose(one, else: 0.5 * one)
    )
  }

  /// The leaves of the largest dyadic interval that begins at `place`.
  @inline(always)
  static func largestInterval(at place: LaneCounts) -> LaneCounts {
    // the lowest bit; a root's at its beginning
    let bits = place | LaneCounts(repeating: leaves)
    return bits & (0 &- bits)
  }

  /// The numbers of the roots in which `place` stands, if `root` are those of places shortly before.
  @inline(always)
  static func root(at place: LaneCounts, after root: LaneCounts) -> LaneCounts {
    root &+ (((place &>> UInt32(BrownianTree.deepest)) &- root) & 31)
  }

  /// The addresses in the tree of the intervals of 2^`exponent` leaves that begin at `place` in these roots; of roots
  /// yet to be drawn those of their own normals.
  @inline(always)
  static func address(_ root: LaneCounts, _ place: LaneCounts, exponent: LaneCounts) -> LaneBits {
    // for an undrawn root nothing is left
    let within = ((place & (leaves - 1)) | leaves) &>> exponent
    return BrownianTree.Address(root: root.wide, place: within.wide).word
  }
}
