/// Trapezoidal sums over a lattice and over its 2^D sublattices of doubled spacing.
struct LatticeSums: Sendable {
  let lattice: Lattice
  /// The tiles that were summed, in order
  let tiles: [TileIndex]
  /// Σ e^(−E) f_j, f₀ = 1
  let total: [Double]
  /// cosets[c][j]: the same over the nodes whose index along axis k has the parity of bit k of c
  let cosets: [[Double]]
  /// The lowest E met
  let lowestEnergy: Double
  /// In the tile of lowest E
  let lowestTile: TileIndex

  var nodeCount: Int { tiles.count * lattice.nodesPerTile }

  /// g of the sums, and the most by which it is different on a sublattice of doubled spacing.
  ///
  /// `g` sees the sums and the volume that belongs to one of their nodes.
  func compare(_ g: ([Double], Double) -> Double) -> (value: Double, change: Double) {
    let value = g(total, lattice.cellVolume)
    let coarse = Double(cosets.count) * lattice.cellVolume
    let change = cosets.reduce(0) { worst, coset in
      let difference = (g(coset, coarse) - value).magnitude
      return difference > worst || difference.isNaN ? difference : worst
    }
    return (value, change)
  }

  /// The sums over the nodes with an even index along an axis: the spacing doubled there.
  func even(along axis: Int) -> [Double] {
    let members = cosets.indices.filter { $0 >> axis & 1 == 0 }
    return total.indices.map { j in members.reduce(0) { $0 + cosets[$1][j] } }
  }
}

extension LatticeSums {
  /// Adds up what the tiles gave, in the order of their indices: the same whatever computed them.
  init(lattice: Lattice, terms: Int, results: [(tile: TileIndex, numbers: [Double])]) {
    let ordered = results.sorted { precedes($0.tile, $1.tile) }
    let count = 1 << lattice.dimension
    var sums = [CompensatedSum](repeating: CompensatedSum(), count: terms * count)
    var lowest = (energy: Double.infinity, tile: TileIndex.zero)
    for (tile, numbers) in ordered {
      for index in sums.indices { sums[index].add(numbers[index]) }
      if numbers[sums.count] < lowest.energy { lowest = (numbers[sums.count], tile) }
    }
    let cosets = (0..<count).map { c in sums[(c * terms)..<((c + 1) * terms)].map(\.value) }
    self.lattice = lattice
    self.cosets = cosets
    tiles = ordered.map(\.tile)
    total = (0..<terms).map { j in cosets.reduce(0) { $0 + $1[j] } }
    lowestEnergy = lowest.energy
    lowestTile = lowest.tile
  }
}
