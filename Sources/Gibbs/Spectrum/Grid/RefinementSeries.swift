/// Eigenvalues on finer and finer grids of finite volumes, extrapolated mode by mode.
///
/// A mode is followed from grid to grid by its eigenvector: the order of eigenvalues changes where they cross.
struct VolumeSeries {
  private let count: Int
  private var tables: [Romberg] = []
  private var cells: CartesianVolumes?
  private var vectors: [[Double]] = []
  private(set) var fineness = 0.0

  /// - Parameter count: how many eigenvalues are wanted; more may be followed
  init(count: Int) { self.count = count }

  mutating func append(_ modes: Modes, on cells: CartesianVolumes, fineness: Double) {
    self.fineness = fineness
    let successors = successors(modes, cells)
    tables = modes.values.indices.map { mode in
      var table = successors[mode].map { tables[$0] } ?? Romberg()
      table.append(modes.values[mode], width: fineness)
      return table
    }
    (self.cells, vectors) = (cells, modes.vectors)
  }

  /// The mode of the last grid that each new mode continues: pairs by descending overlap, the rest by order.
  private func successors(_ modes: Modes, _ cells: CartesianVolumes) -> [Int?] {
    var result = [Int?](repeating: nil, count: modes.values.count)
    guard let old = self.cells else { return result }
    var pairs: [(old: Int, new: Int, overlap: Double)] = []
    for (k, prolonged) in old.interpolate(vectors, at: cells).enumerated() {
      let norm = scalarProduct(prolonged, prolonged).squareRoot()
      for (j, new) in modes.vectors.enumerated() {
        pairs.append((k, j, scalarProduct(prolonged, new).magnitude / norm))
      }
    }
    var isTaken = [Bool](repeating: false, count: vectors.count)
    for pair in pairs.sorted(by: { $0.overlap > $1.overlap }) where pair.overlap > 0.5 {
      guard result[pair.new] == nil, !isTaken[pair.old] else { continue }
      result[pair.new] = pair.old
      isTaken[pair.old] = true
    }
    // what is left are parts of multiple eigenvalues: by order
    var left = isTaken.indices.filter { !isTaken[$0] }[...]
    for new in result.indices where result[new] == nil { result[new] = left.popFirst() }
    return result
  }

  /// The lowest wanted ones, ascending.
  var values: [Refined] { lowest.map(\.best) }

  /// Errors for finite volumes that stand alone.
  var cautiousErrors: [Double] { lowest.map { $0.correction + $0.best.change } }

  private var lowest: [Romberg] {
    Array(tables.sorted { $0.best.value < $1.best.value }.prefix(count))
  }
}

/// Eigenvalues on finer and finer collocation grids: they converge too fast to be extrapolated.
struct SincSeries {
  private var last: [Double] = []
  private(set) var values: [Refined] = []
  private(set) var fineness = 0.0
  /// Whether the last refinement moved the values at least half as much as the one before: a loss that is not smooth
  private(set) var isSlow = false

  mutating func append(_ new: [Double], _ fineness: Double) {
    self.fineness = fineness
    let before = worst(values)
    defer { isSlow = before.isFinite && before > 0 && worst(values) > 0.5 * before }
    values = new.indices.map { k in
      (value: new[k], change: last.isEmpty ? .infinity : (new[k] - last[k]).magnitude)
    }
    last = new
  }

  /// Whether these moved more than the others did, relative to their size.
  func isWorse(than others: [Refined]) -> Bool {
    worst(values) > worst(others)
  }

  private func worst(_ values: [Refined]) -> Double { values.reduce(0) { max($0, $1.change / $1.value) } }
}
