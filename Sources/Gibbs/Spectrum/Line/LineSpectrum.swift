import Stochastic

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// Eigenvalues of −A on an interval without flux at its ends, by two ways that share no code:
/// finite volumes with extrapolation, and transfer matrices of high order.
struct LineSpectrum<P: TwiceDifferentiable> {
  let potential: P
  let interval: ClosedRange<Double>
  let learningRate: Double
  let count: Int
  let threads: Int
  let control: RunControl?
  /// Where eigenfunctions are tabulated, nil for the whole interval
  var window: ClosedRange<Double>?

  func report(eigenfunctionCount: Int) throws -> SpectrumReport {
    let solution = try solve()
    let eigenvalues = zip(solution.transfer, solution.volumes).map(combine)
    return SpectrumReport(
      eigenvalues: eigenvalues, finiteVolume: solution.volumes.map(\.value),
      collocation: solution.transfer.map(\.value),
      method:
        "transfer matrices on \(solution.panels) panels of order 16, and finite volumes extrapolated from "
        + "256 … \(solution.cells) cells; of the two, the value that settled first",
      remark: accuracyRemark(eigenvalues, target: 1e-6),
      eigenfunctions: eigenfunctionCount > 0 ? try eigenfunctions(eigenfunctionCount) : [])
  }

  func solve() throws -> (volumes: [Refined], transfer: [Refined], panels: Int, cells: Int) {
    let (volumes, cells) = try finiteVolumes()
    let largest = 1.5 * volumes.reduce(0) { max($0, $1.value) }
    let coarse = try chain(largest: largest, extraHalvings: 0)
    let fine = try chain(largest: largest, extraHalvings: 1)
    let guesses = volumes.map(\.value)
    let values = try [coarse, fine].map { chain in
      try bisectEigenvalues(count: count, below: largest, near: guesses, countBelow: chain.count)
    }
    let transfer = zip(values[0], values[1]).map { (value: $1, change: ($1 - $0).magnitude) }
    return (volumes, transfer, fine.panelCount, cells)
  }

  private func chain(largest: Double, extraHalvings: Int) throws -> TransferChain {
    try TransferChain(
      of: potential, on: interval, learningRate: learningRate, largest: largest,
      extraHalvings: extraHalvings, control: control)
  }

  /// 256, 512, … cells until extrapolation no longer moves the values.
  private func finiteVolumes() throws -> (values: [Refined], cells: Int) {
    var tables = [Romberg](repeating: Romberg(), count: count)
    var guesses: [Double] = []
    var cells = 128
    repeat {
      cells *= 2
      let (system, width) = try volumes(cells: cells)
      guesses = try bisectEigenvalues(
        count: count, below: system.supremum, near: guesses, countBelow: system.count)
      for k in 0..<count { tables[k].append(guesses[k], width: width) }
      if control?.isCancelled == true { throw CancellationError() }
    } while cells < 1 << 17 && !tables.allSatisfy { $0.best.change < 1e-10 * $0.best.value }
    return (tables.map(\.best), cells)
  }

  /// The eigenvalues on 4096 cells.
  func coarseValues() throws -> [Double] {
    let system = try volumes(cells: 4096).system
    return try bisectEigenvalues(count: count, below: system.supremum, countBelow: system.count)
  }

  private func volumes(cells: Int) throws -> (system: BidiagonalOperator, width: Double) {
    let width = (interval.upperBound - interval.lowerBound) / Double(cells)
    let levels = try levels(cells: cells, width: width)
    return (BidiagonalOperator(levels: levels, width: width, learningRate: learningRate), width)
  }

  private func levels(cells: Int, width: Double) throws -> [Double] {
    let left = interval.lowerBound
    return try FieldSampler(potential: potential, threads: threads).values(count: cells) { index, _ in
      left + (Double(index) + 0.5) * width
    }
  }

  /// u_1, … on equal cells, about 800 of them in the window: differences of u are flux over conductance, summed from
  /// the left.
  private func eigenfunctions(_ number: Int) throws -> [GridFunction] {
    let window = window ?? interval
    let extent = interval.upperBound - interval.lowerBound
    let shownExtent: Double = window.upperBound - window.lowerBound
    let cells = Int(min(800 * extent / shownExtent, 131072).rounded(.up))
    let width = extent / Double(cells)
    let levels = try levels(cells: cells, width: width)
    let system = BidiagonalOperator(levels: levels, width: width, learningRate: learningRate)
    let values = try bisectEigenvalues(count: number, below: system.supremum, countBelow: system.count)
    let bottom = levels.min() ?? 0
    let amplitude = levels.map { exp(-($0 - bottom) / learningRate) }
    let axis = (0..<cells).map { interval.lowerBound + (Double($0) + 0.5) * width }
    let shown = axis.indices.filter { window.contains(axis[$0]) }
    return values.map { lambda in
      let flux = system.fluxVector(at: lambda)
      var u = [Double](repeating: 0, count: cells)
      for e in flux.indices {
        let conductance = amplitude[e] * system.lower[e].squareRoot()
        u[e + 1] = u[e] + (conductance > 0 ? flux[e] / conductance : 0)
      }
      let mode = GridFunction(standardizing: u, amplitude: amplitude, axes: [axis])
      return GridFunction(axes: [shown.map { axis[$0] }], values: shown.map { mode.values[$0] })
    }
  }
}
