import Stochastic

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// The generator by sinc collocation: −A ≅ Σ_k A_kᵀ A_k on ψ = e^(−L/s) u, A_k ψ = √(s/2) (D_k ψ + (∂_k L/s) ψ),
/// D_k differentiating the band-limited function through the nodes of axis k. Spectrally accurate in the mesh width.
///
/// ψ is 0 outside of the region. Reference: Stenger, Numerical Methods Based on Sinc and Analytic Functions, Springer
/// 1993, ch. 3.
struct SincOperator: FilteredOperator, Sendable {
  let grid: TensorGrid
  let order: Int
  let ground: [Double]
  /// Above all eigenvalues
  private(set) var supremum: Double
  private let threads: Int
  /// √(s/2) ∂_k L/s, 0 where ψ is
  private let slopes: [ConstantArray]
  /// 1 where ψ lives, 0 elsewhere
  private let mask: ConstantArray
  /// √(s/2) D_k; of the last axis the transpose
  private let matrices: [ConstantArray]

  init<P: TwiceDifferentiable>(
    of sampler: FieldSampler<P>, region: ActiveRegion, widths: [Double], learningRate s: Double
  ) throws {
    let grid = TensorGrid(covering: region.box, widths: widths).padded(toMultipleOf: 16)
    let levels = try sampler.values(count: grid.nodeCount, at: grid.coordinate)
    let gradients = sampler.gradients(count: grid.nodeCount, at: grid.coordinate)
    let mask = levels.indices.map { node in
      levels[node] <= region.ceiling || region.slow?.contains(node, of: grid) == true ? 1.0 : 0.0
    }
    let bottom = levels.min() ?? 0
    let amplitude = zip(levels, mask).map { exp(-($0 - bottom) / s) * $1 }
    let norm = scalarProduct(amplitude, amplitude).squareRoot()
    let unit = (s / 2).squareRoot()
    let slopes = gradients.map { zip($0, mask).map { unit * $0 / s * $1 } }
    ground = amplitude.map { $0 / norm }
    // ‖A_k‖ ≤ √(s/2) (π/h_k + max |∂_k L|/s): about twice too high
    supremum = zip(slopes, grid.widths).reduce(0) { sum, pair in
      let bound = unit * Double.pi / pair.1 + pair.0.reduce(0) { max($0, $1.magnitude) }
      return sum + bound * bound
    }
    let last = grid.counts.count - 1
    matrices = grid.counts.indices.map {
      ConstantArray(
        sincMatrix(grid.counts[$0], scale: ($0 == last ? -unit : unit) / grid.widths[$0]))
    }
    (self.grid, order, threads) = (grid, grid.nodeCount, sampler.threads)
    (self.slopes, self.mask) = (slopes.map(ConstantArray.init), ConstantArray(mask))
    supremum = try lanczosEdge(below: supremum)
  }

  /// All A_k v, one after another.
  func factor(_ vector: UnsafePointer<Double>) -> [Double] {
    [Double](unsafeUninitializedCapacity: order * grid.counts.count) { buffer, count in
      count = buffer.count
      guard let base = buffer.baseAddress else { return }
      for axis in grid.counts.indices { forward(vector, base + axis * order, axis) }
    }
  }

  func confine(_ source: UnsafePointer<Double>, into target: UnsafeMutablePointer<Double>) {
    for i in 0..<order { target[i] = mask.base[i] * source[i] }
  }

  func advance(
    _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, scale: Double, shift: Double,
    scratch: UnsafeMutablePointer<Double>
  ) {
    nonisolated(unsafe) let (x, y) = (x, y)
    forEachPiece(order / 16, threads: threads) { piece in
      for i in stride(from: 16 * piece.lowerBound, to: 16 * piece.upperBound, by: 16) {
        storeLanes(Lanes(repeating: shift) * loadLanes(x + i) - loadLanes(y + i), y + i)
      }
    }
    for axis in grid.counts.indices {
      forward(x, scratch, axis)
      backward(scratch, y, axis, scale: scale)
    }
  }

  /// A_k x into y.
  private func forward(_ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, _ axis: Int) {
    nonisolated(unsafe) let (x, y) = (x, y)
    let slope = slopes[axis]
    contract(axis, x) { i, sum in
      storeLanes(sum.adding(loadLanes(slope.base + i), times: loadLanes(x + i)), y + i)
    }
  }

  /// y + scale·A_kᵀ x into y where ψ lives; A_kᵀ differs from A_k by the sign of D_k.
  private func backward(
    _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, _ axis: Int, scale: Double
  ) {
    nonisolated(unsafe) let (x, y) = (x, y)
    let (slope, mask) = (slopes[axis], mask)
    contract(axis, x) { i, sum in
      let image = loadLanes(slope.base + i) * loadLanes(x + i) - sum
      let factor = scale * loadLanes(mask.base + i)
      storeLanes(loadLanes(y + i).adding(image, times: factor), y + i)
    }
  }

  /// √(s/2) D_k x, sixteen nodes at a time, handed to `finish(first node, sums)`.
  @inline(__always)
  private func contract(
    _ axis: Int, _ x: UnsafePointer<Double>, _ finish: @escaping @Sendable (Int, Lanes) -> Void
  ) {
    let n = grid.counts[axis]
    nonisolated(unsafe) let x = x
    let matrix = matrices[axis]
    if grid.strides[axis] == 1 {
      let rows = order / n
      forEachPiece((rows + 3) / 4, threads: threads) { piece in
        let product = LaneProduct(
          rows: rows, depth: n, columns: n, left: x, leftStride: n, right: matrix.base, rightStride: n)
        for tile in piece { product.tile(from: 4 * tile) { finish($0 * n + $1, $2) } }
      }
    } else {
      contractColumns(n, inner: grid.strides[axis], matrix, x, finish)
    }
  }

  /// The same along an axis that is not the last. Sixteen columns are copied side by side first: apart by a power of two,
  /// their rows would drive each other out of the cache.
  @inline(__always)
  private func contractColumns(
    _ n: Int, inner: Int, _ matrix: ConstantArray, _ x: UnsafePointer<Double>,
    _ finish: @escaping @Sendable (Int, Lanes) -> Void
  ) {
    nonisolated(unsafe) let x = x
    forEachPiece(order / (16 * n), threads: threads) { piece in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: 16 * n) { buffer in
        guard let panel = buffer.baseAddress else { return }
        let product = LaneProduct(
          rows: n, depth: n, columns: 16, left: matrix.base, leftStride: n, right: panel, rightStride: 16)
        for task in piece {
          let start = task / (inner / 16) * n * inner + task % (inner / 16) * 16
          for k in 0..<n { storeLanes(loadLanes(x + start + k * inner), panel + 16 * k) }
          for row in stride(from: 0, to: n, by: 4) {
            product.tile(from: row) { finish(start + $0 * inner + $1, $2) }
          }
        }
      }
    }
  }
}

/// scale·D, D_ij = (−1)^(i−j)/(i − j) and 0 on the diagonal: the derivative of sinc interpolants, mesh width 1.
private func sincMatrix(_ n: Int, scale: Double) -> [Double] {
  (0..<n * n).map { index in
    let distance = index / n - index % n
    return distance == 0 ? 0 : (distance.isMultiple(of: 2) ? scale : -scale) / Double(distance)
  }
}
