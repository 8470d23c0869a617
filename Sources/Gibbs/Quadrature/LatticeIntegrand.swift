import Stochastic

/// What is summed over a lattice: features f₁, f₂, … against the weight e^(−E).
struct LatticeIntegrand<P: TwiceDifferentiable>: Sendable {
  let potential: P
  let featureCount: Int
  /// Writes the features at the evaluator's weights, returns E there.
  let energy: @Sendable (Evaluator<P>, UnsafeMutablePointer<Lanes>) -> Lanes
}

/// Memory that several threads write to, each in its own places.
struct DisjointBuffer: @unchecked Sendable {
  let base: UnsafeMutablePointer<Double>

  static func with<Result>(count: Int, _ body: (DisjointBuffer) throws -> Result) rethrows -> Result {
    let base = UnsafeMutablePointer<Double>.allocate(capacity: max(count, 1))
    base.initialize(repeating: 0, count: max(count, 1))
    defer { base.deallocate() }
    return try body(DisjointBuffer(base: base))
  }
}

/// The sums over one tile, apart for the 2^D sublattices of doubled spacing: coset c holds the nodes whose index along k
/// has the parity of bit k of c.
struct TileKernel<P: TwiceDifferentiable>: Sendable {
  let lattice: Lattice
  let integrand: LatticeIntegrand<P>
  /// E is counted from here.
  let reference: Double
  /// Coordinate k of block b, from the corner: offsets[b·D + k]
  private let offsets: [Lanes]
  /// 1 where the node belongs to coset c: membership[b·2^D + c]
  private let membership: [Lanes]

  init(lattice: Lattice, integrand: LatticeIntegrand<P>, reference: Double) {
    self.lattice = lattice
    self.integrand = integrand
    self.reference = reference
    let dimension = lattice.dimension
    let blocks = lattice.nodesPerTile / 16
    var offsets = [Lanes](repeating: .zero, count: blocks * dimension)
    var membership = [Lanes](repeating: .zero, count: blocks << dimension)
    for node in 0..<lattice.nodesPerTile {
      var coset = 0
      for (k, step) in lattice.steps(ofNode: node).enumerated() {
        offsets[node / 16 * dimension + k][node % 16] = Double(step) * lattice.spacing[k]
        coset |= (step % 2) << k
      }
      membership[((node / 16) << dimension) + coset][node % 16] = 1
    }
    self.offsets = offsets
    self.membership = membership
  }

  /// Numbers a tile gives: Σ e^(−E) f for f₀ = 1, f₁, … coset by coset, and the lowest E.
  var resultCount: Int { ((integrand.featureCount + 1) << lattice.dimension) + 1 }

  func evaluate(_ tile: TileIndex, with evaluator: Evaluator<P>, into result: UnsafeMutablePointer<Double>) {
    let dimension = lattice.dimension
    let terms = integrand.featureCount + 1
    let cosets = 1 << dimension
    let corner = lattice.corner(of: tile)
    let storage = LaneStorage(count: terms * (cosets + 1))
    let sums = storage.vector
    let features = sums.base + terms * cosets
    var lowest = Lanes(repeating: .infinity)
    for block in 0..<(lattice.nodesPerTile / 16) {
      for k in 0..<dimension { evaluator.weights[k] = corner[k] + offsets[block * dimension + k] }
      let energy = integrand.energy(evaluator, features + 1) - reference
      let weight = exp(-energy)
      features[0] = Lanes(repeating: 1)
      lowest = pointwiseMin(lowest, energy)
      for f in 0..<terms {
        let term = (weight * features[f]).replacing(with: 0, where: weight .== 0)
        for c in 0..<cosets {
          sums[c * terms + f].addProduct(term, membership[block * cosets + c])
        }
      }
    }
    for index in 0..<(terms * cosets) { result[index] = sums[index].sum() }
    result[resultCount - 1] = lowest.min()
  }
}
