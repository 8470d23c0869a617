#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Where a tile stands among the tiles of a lattice; coordinates beyond the dimension are 0.
typealias TileIndex = SIMD3<Int>

/// The nodes of a tensor trapezoidal rule: origin + (i₁h₁, …, i_D h_D), cut into tiles of `side`^D nodes.
struct Lattice: Sendable {
  /// A node, for the sharpest check at a peak: the halved lattice keeps it.
  let origin: [Double]
  /// h_k
  let spacing: [Double]
  /// Nodes along each edge of a tile: even, so that parity is the same in all tiles, and side^D is a multiple of 16
  let side: Int

  var dimension: Int { origin.count }
  var nodesPerTile: Int { (0..<dimension).reduce(1) { product, _ in product * side } }
  /// Π h_k
  var cellVolume: Double { spacing.reduce(1, *) }

  func tile(containing point: [Double]) -> TileIndex {
    var tile = TileIndex.zero
    for k in 0..<dimension {
      tile[k] = Int(floor((point[k] - origin[k]) / (spacing[k] * Double(side))))
    }
    return tile
  }

  /// The first node of a tile.
  func corner(of tile: TileIndex) -> [Double] {
    (0..<dimension).map { origin[$0] + Double(tile[$0] * side) * spacing[$0] }
  }

  /// The tiles that share at least a corner with this one.
  func neighbours(of tile: TileIndex) -> [TileIndex] {
    var offsets = [TileIndex.zero]
    for k in 0..<dimension {
      offsets += offsets.flatMap { offset in
        [-1, 1].map { step in
          var moved = offset
          moved[k] = step
          return moved
        }
      }
    }
    return offsets.dropFirst().map { tile &+ $0 }
  }

  /// Where the nodes of a tile stand inside it: coordinate k of node n as a count of spacings, last axis fastest.
  func steps(ofNode node: Int) -> [Int] {
    var rest = node
    var steps = [Int](repeating: 0, count: dimension)
    for k in (0..<dimension).reversed() {
      steps[k] = rest % side
      rest /= side
    }
    return steps
  }

  /// The same lattice with the spacing halved along some axes. On the line the tiles keep their length.
  func refined(along axes: [Int]) -> Lattice {
    var finer = spacing
    for k in axes { finer[k] /= 2 }
    return Lattice(
      origin: origin, spacing: finer, side: dimension == 1 ? min(2 * side, 1 << 16) : side)
  }

  static func initialSide(dimension: Int) -> Int { [64, 16, 8][dimension - 1] }
}

func precedes(_ a: TileIndex, _ b: TileIndex) -> Bool {
  (a.x, a.y, a.z) < (b.x, b.y, b.z)
}
