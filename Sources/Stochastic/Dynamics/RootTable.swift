import CLanes

/// What dyadic intervals are made of, for sixteen paths in roots of their own.
///
/// Times are whole numbers of leaves, 2⁻²⁷ of a root, counted through all roots. As doubles they are exact, below 2⁴⁸.
struct RootTable {
  /// Leaves of a root
  static let leaves = Double(1 << BrownianTree.deepest)

  /// The end of the last root
  let end: Double
  /// A leaf's length where all roots have the same
  let leaf: Lanes
  private let lengths: [Double]
  private let isUniform: Bool
  private let commonQuantum: Quantum

  init(_ grid: BrownianGrid) {
    let first = grid.roots.first?.length ?? 1
    // without roots nothing is drawn, but a lane asks what it would stand on
    lengths = grid.roots.isEmpty ? [first] : grid.roots.map(\.length)
    end = Double(grid.roots.count) * Self.leaves
    isUniform = lengths.allSatisfy { $0 == first }
    leaf = Lanes(repeating: first / Self.leaves)
    commonQuantum = Quantum(rootLength: first)
  }

  /// A leaf's length in a root. After the last root, in that one.
  func leaf(root: Int) -> Double { lengths[min(root, lengths.count - 1)] / Self.leaves }

  /// A leaf's length in the roots in which some paths stand.
  @inline(always)
  func leaf(at place: Lanes, _ lanes: LaneMask, else other: Lanes) -> Lanes {
    if isUniform { return other }
    var result = other
    lanes.visit { result[$0] = leaf(root: Int(place[$0] / Self.leaves)) }
    return result
  }

  /// The quanta of increments in roots with these leaves.
  @inline(always)
  func quantum(_ leaf: Lanes) -> Quantum {
    isUniform ? commonQuantum : Quantum(rootLengths: Self.leaves * leaf)
  }

  /// The leaves of the largest dyadic interval that begins at `place`.
  @inline(always)
  static func largestInterval(at place: Lanes) -> Lanes {
    // the lowest bit; a root's at its beginning
    let bits = place.wholeNumber | (1 << BrownianTree.deepest)
    return (bits & (~bits &+ 1)).smallCount
  }

  /// Where the intervals that begin at `place` and have so many leaves stand in the tree.
  @inline(always)
  static func address(_ place: Lanes, _ extent: Lanes) -> BrownianTree.Address {
    let bits = place.wholeNumber
    // an exponent of two is biased by 1023
    let shift = (extent.bits &>> 52) &- 1023
    let within = (bits & ((1 << BrownianTree.deepest) - 1)) | (1 << BrownianTree.deepest)
    return BrownianTree.Address(root: bits &>> BrownianTree.deepest, place: within &>> shift)
  }
}

extension SIMD16 where Scalar == Double {
  /// Whole numbers from 0 to 2⁵² as integers.
  @inline(always)
  var wholeNumber: LaneBits { (self + 0x1p52).bits & 0x000F_FFFF_FFFF_FFFF }
}
