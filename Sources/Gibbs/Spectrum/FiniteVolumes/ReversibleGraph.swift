import Stochastic

/// The generator on finite volumes, −A ≅ FᵀF on ψ = √w u, w being the mass of a cell: one row of F for every face,
/// (Fψ)_e = a_e ψ_to − b_e ψ_from, and F √w = 0 exactly.
struct ReversibleGraph: FactorizedOperator {
  let order: Int
  let ground: [Double]
  private let from: [Int32]
  private let to: [Int32]
  private let fromWeight: [Double]
  private let toWeight: [Double]
  private let leaks: [Leak]

  /// A face between two cells: its conductance over the two masses would be (toWeight)² and (fromWeight)².
  struct Face {
    let from: Int
    let to: Int
    let fromWeight: Double
    let toWeight: Double
  }

  /// A face beyond which ψ is 0, so that F √w is not: mass leaks from the cell at the rate (weight)².
  struct Leak {
    let cell: Int
    let weight: Double
  }

  /// - Parameter amplitude: √w up to a factor
  init(amplitude: [Double], faces: [Face], leaks: [Leak] = []) {
    order = amplitude.count
    let norm = scalarProduct(amplitude, amplitude).squareRoot()
    ground = amplitude.map { $0 / norm }
    from = faces.map { Int32($0.from) }
    to = faces.map { Int32($0.to) }
    fromWeight = faces.map(\.fromWeight)
    toWeight = faces.map(\.toWeight)
    self.leaks = leaks
  }

  func factor(_ vector: UnsafePointer<Double>) -> [Double] {
    from.indices.map { toWeight[$0] * vector[Int(to[$0])] - fromWeight[$0] * vector[Int(from[$0])] }
      + leaks.map { $0.weight * vector[$0.cell] }
  }

  /// Above all eigenvalues of FᵀF: its largest sum of magnitudes along a row.
  var supremum: Double {
    var diagonal = [Double](repeating: 0, count: order)
    for e in from.indices {
      diagonal[Int(from[e])] += fromWeight[e] * (fromWeight[e] + toWeight[e])
      diagonal[Int(to[e])] += toWeight[e] * (fromWeight[e] + toWeight[e])
    }
    for leak in leaks { diagonal[leak.cell] += leak.weight * leak.weight }
    return diagonal.max() ?? 0
  }

  /// FᵀF
  var matrix: SparseSymmetric {
    var diagonal = [Double](repeating: 0, count: order)
    var fill = [Int32](repeating: 1, count: order)
    for e in from.indices {
      diagonal[Int(from[e])] += fromWeight[e] * fromWeight[e]
      diagonal[Int(to[e])] += toWeight[e] * toWeight[e]
      fill[Int(min(from[e], to[e]))] += 1
    }
    for leak in leaks { diagonal[leak.cell] += leak.weight * leak.weight }
    var starts: [Int32] = [0]
    for count in fill { starts.append((starts.last ?? 0) + count) }
    var rows = [Int32](repeating: 0, count: Int(starts[order]))
    var values = [Double](repeating: 0, count: rows.count)
    var next = starts
    for node in 0..<order {
      rows[Int(next[node])] = Int32(node)
      values[Int(next[node])] = diagonal[node]
      next[node] += 1
    }
    // faces sorted by their larger end keep the rows of every column ascending
    for e in from.indices.sorted(by: { max(from[$0], to[$0]) < max(from[$1], to[$1]) }) {
      let column = Int(min(from[e], to[e]))
      rows[Int(next[column])] = max(from[e], to[e])
      values[Int(next[column])] = -fromWeight[e] * toWeight[e]
      next[column] += 1
    }
    return SparseSymmetric(starts: starts, rows: rows, values: values)
  }

  /// The lowest eigenpairs by a factorisation of FᵀF + σI.
  func modesByFactorization(count: Int, shift: Double, control: RunControl?) throws -> Modes {
    let inverse = try SparseCholesky(matrix, shift: shift)
    return try lowestModes(count: count, tolerance: 1e-12, control: control) { source, target in
      try inverse.solve(source, into: target)
    }
  }
}
