import Stochastic

/// Sums over the part of a lattice where E ≤ cut: grown tile by tile from seeds.
///
/// Every connected piece of {E ≤ cut} holds a local minimum of E, so seeds at all local minima reach all of it.
struct LatticeFlood<P: TwiceDifferentiable>: Sendable {
  let kernel: TileKernel<P>
  /// Where E − reference is at most this, the neighbours are summed too.
  let cut: Double
  let nodeBudget: Int
  let threads: Int
  let control: RunControl?

  /// - Throws: `GibbsIntegrationError.nodeBudget`; `CancellationError`.
  func grow(from seeds: [[Double]]) throws -> LatticeSums {
    let lattice = kernel.lattice
    var visited = Set(seeds.map { lattice.tile(containing: $0) })
    var frontier = visited.sorted(by: precedes)
    var results: [(tile: TileIndex, numbers: [Double])] = []
    while !frontier.isEmpty {
      guard visited.count * lattice.nodesPerTile <= nodeBudget else {
        throw GibbsIntegrationError.nodeBudget(nodeBudget)
      }
      let wave = try evaluate(frontier)
      var next: [TileIndex] = []
      for (tile, numbers) in wave where numbers[kernel.resultCount - 1] <= cut {
        next += lattice.neighbours(of: tile).filter { visited.insert($0).inserted }
      }
      results += wave
      frontier = next.sorted(by: precedes)
    }
    return LatticeSums(lattice: lattice, terms: kernel.integrand.featureCount + 1, results: results)
  }

  /// The sums over tiles that are known already.
  func sum(over tiles: [TileIndex]) throws -> LatticeSums {
    var results: [(tile: TileIndex, numbers: [Double])] = []
    for start in stride(from: 0, to: tiles.count, by: 1024) {
      results += try evaluate(Array(tiles[start..<min(start + 1024, tiles.count)]))
    }
    return LatticeSums(
      lattice: kernel.lattice, terms: kernel.integrand.featureCount + 1, results: results)
  }

  private func evaluate(_ tiles: [TileIndex]) throws -> [(tile: TileIndex, numbers: [Double])] {
    if control?.isCancelled == true { throw CancellationError() }
    let size = kernel.resultCount
    let isSmall = tiles.count * kernel.lattice.nodesPerTile < 4096
    return DisjointBuffer.with(count: tiles.count * size) { buffer in
      // one block a tile
      forEachBlock(
        below: 16 * tiles.count, of: kernel.integrand.potential, threads: isSmall ? 1 : threads
      ) { evaluator, range in
        let index = range.lowerBound / 16
        kernel.evaluate(tiles[index], with: evaluator, into: buffer.base + index * size)
      }
      return tiles.indices.map { index in
        (tiles[index], Array(UnsafeBufferPointer(start: buffer.base + index * size, count: size)))
      }
    }
  }
}
