import Stochastic

/// Eigenvalues of −A in the plane and in space, by finite volumes with extrapolation and by sinc collocation.
struct GridSpectrum<P: TwiceDifferentiable> {
  let sampler: FieldSampler<P>
  let box: [ClosedRange<Double>]
  let learningRate: Double
  let count: Int
  let control: RunControl?

  private var isPlane: Bool { box.count == 2 }
  /// Relative accuracy aimed at for the first two
  private var target: Double { isPlane ? 3e-5 : 2e-3 }

  func report(eigenfunctionCount: Int) throws -> SpectrumReport {
    let region = try ActiveRegion(of: sampler, box: box, learningRate: learningRate)
    let start = affordableFineness(region)
    let search = try ModeSearch(
      coarse: volumes(region, coarseFineness(region, from: start)).graph, count: count, control: control)
    var volumes = VolumeSeries(count: count)
    var sinc = SincSeries()
    for step in [1, 0.75, 0.5625] { try append(step * start, to: &volumes, region, search) }
    for step in [1.1, 0.9] { try append(step * start, to: &sinc, region, search) }
    var eigenvalues = combined(sinc, volumes)
    while !isSettled(eigenvalues) {
      if sinc.isWorse(than: volumes.values) {
        let fineness = 0.8 * sinc.fineness
        guard sincWork(region, fineness) < sincLimit else { break }
        try append(fineness, to: &sinc, region, search)
      } else {
        let fineness = 0.75 * volumes.fineness
        guard volumeWork(region, fineness) < volumeLimit else { break }
        try append(fineness, to: &volumes, region, search)
      }
      eigenvalues = combined(sinc, volumes)
    }
    return SpectrumReport(
      eigenvalues: eigenvalues, finiteVolume: volumes.values.map(\.value),
      collocation: sinc.values.map(\.value), method: method(region, sinc.fineness, volumes.fineness),
      remark: remark(eigenvalues, sinc, volumes),
      eigenfunctions: isPlane && eigenfunctionCount > 0
        ? try eigenfunctions(eigenfunctionCount, region, search) : [])
  }

  /// Where collocation is far from settling, which a kink of the loss can cause, finite volumes stand alone.
  private func isAlone(_ one: Refined, _ error: Double) -> Bool {
    one.change > 0.01 * one.value && one.change > 10 * error
  }

  private func combined(_ sinc: SincSeries, _ volumes: VolumeSeries) -> [Exact] {
    zip(zip(sinc.values, volumes.values), volumes.cautiousErrors).map { pair, error in
      isAlone(pair.0, error) ? Exact(value: pair.1.value, error: error) : combine(pair.0, pair.1)
    }
  }

  private func remark(_ eigenvalues: [Exact], _ sinc: SincSeries, _ volumes: VolumeSeries) -> String? {
    let alone = zip(sinc.values, volumes.cautiousErrors).map(isAlone)
    let names = alone.indices.filter { alone[$0] }.map { "lambda_\($0 + 1)" }
    let single =
      names.isEmpty
      ? nil
      : "sinc collocation does not resolve the loss: \(names.joined(separator: ", ")) by finite volumes alone"
    let missed = accuracyRemark(eigenvalues, target: isPlane ? 1e-4 : 5e-3)
    let remarks = [single, missed].compactMap { $0 }
    return remarks.isEmpty ? nil : remarks.joined(separator: "; ")
  }

  /// The gap and the eigenvalue after it to the target, those above to twenty times that.
  private func isSettled(_ eigenvalues: [Exact]) -> Bool {
    eigenvalues.enumerated().allSatisfy { $1.error <= ($0 < 2 ? 1 : 20) * target * $1.value }
  }

  private func widths(_ region: ActiveRegion, _ fineness: Double) -> [Double] {
    region.scales.map { fineness * $0 }
  }

  private func volumes(_ region: ActiveRegion, _ fineness: Double) throws -> CartesianVolumes {
    if control?.isCancelled == true { throw CancellationError() }
    return try CartesianVolumes(
      of: sampler, region: region, widths: widths(region, fineness), learningRate: learningRate)
  }

  private func append(
    _ fineness: Double, to series: inout VolumeSeries, _ region: ActiveRegion, _ search: ModeSearch
  ) throws {
    let cells = try volumes(region, fineness)
    let graph = cells.graph
    let modes =
      isPlane || graph.order < 5000
      ? try graph.modesByFactorization(
        count: max(search.count, count + 6), shift: search.shift, control: control)
      : try GraphOperator(graph, threads: sampler.threads).modesByFilter(
        search, accuracy: target, control: control)
    series.append(modes, on: cells, fineness: fineness)
  }

  private func append(
    _ fineness: Double, to series: inout SincSeries, _ region: ActiveRegion, _ search: ModeSearch
  ) throws {
    if control?.isCancelled == true { throw CancellationError() }
    let system = try SincOperator(
      of: sampler, region: region, widths: widths(region, fineness), learningRate: learningRate)
    let modes = try system.modesByFilter(search, accuracy: target, control: control)
    series.append(Array(modes.values.prefix(count)), fineness)
  }

  private var sincLimit: Double { isPlane ? 2e8 : 5e8 }
  private var volumeLimit: Double { isPlane ? 3e5 : 8e5 }

  /// Products and sums of one application of the collocated operator, about.
  private func sincWork(_ region: ActiveRegion, _ fineness: Double) -> Double {
    let counts = nodeCounts(region, fineness)
    return counts.reduce(1, *) * counts.reduce(0, +) * 8
  }

  /// Finite volumes on a grid, about.
  private func volumeWork(_ region: ActiveRegion, _ fineness: Double) -> Double {
    nodeCounts(region, fineness).reduce(isPlane ? 0.78 : 0.52, *)
  }

  private func nodeCounts(_ region: ActiveRegion, _ fineness: Double) -> [Double] {
    zip(region.box, widths(region, fineness)).map { ($0.upperBound - $0.lowerBound) / $1 }
  }

  /// Coarse enough for a factorisation to be quick.
  private func coarseFineness(_ region: ActiveRegion, from start: Double) -> Double {
    var fineness = start
    while volumeWork(region, fineness) > (isPlane ? 2e4 : 6e3) { fineness *= 1.1 }
    return fineness
  }

  /// Mesh width over width of e^(−L/s) to begin with: 0.6, or what leaves room for refinement.
  private func affordableFineness(_ region: ActiveRegion) -> Double {
    var fineness = 0.6
    while sincWork(region, 0.75 * fineness) > 0.5 * sincLimit
      || volumeWork(region, 0.5625 * fineness) > 0.5 * volumeLimit
    {
      fineness *= 1.1
    }
    return fineness
  }

  private func method(_ region: ActiveRegion, _ sinc: Double, _ volumes: Double) -> String {
    func describe(_ fineness: Double) -> String {
      nodeCounts(region, fineness).map { "\(Int($0.rounded(.up)))" }.joined(separator: " × ")
    }
    return "sinc collocation on \(describe(sinc)) nodes, and finite volumes extrapolated from up to "
      + "\(describe(volumes)) cells; of the two, the value that settled first"
  }

  private func eigenfunctions(_ number: Int, _ region: ActiveRegion, _ search: ModeSearch) throws
    -> [GridFunction]
  {
    let cells = try volumes(region, 0.5 * affordableFineness(region))
    let modes = try cells.graph.modesByFactorization(count: number, shift: search.shift, control: control)
    let grid = cells.grid
    return modes.vectors.map { vector in
      var u = [Double](repeating: 0, count: grid.nodeCount)
      var amplitude = u
      for (cell, node) in cells.nodes.enumerated() {
        amplitude[node] = cells.graph.ground[cell]
        u[node] = amplitude[node] > 0 ? vector[cell] / amplitude[node] : 0
      }
      return GridFunction(standardizing: u, amplitude: amplitude, axes: [grid.axis(0), grid.axis(1)])
    }
  }
}

/// What a coarse grid tells about where to look for eigenvalues.
struct ModeSearch {
  /// How many to compute: those wanted, and all that are too close above them to be told apart quickly
  let count: Int
  /// Above the last of them
  let cut: Double
  /// σ of the shifted inverse
  let shift: Double
  /// Below the smallest of them, if the coarse grid is not wrong by more than ten
  let least: Double

  init(coarse graph: ReversibleGraph, count wanted: Int, control: RunControl?) throws {
    let supremum = graph.supremum
    shift = 1e-7 * supremum
    let all = try graph.modesByFactorization(
      count: min(wanted + 15, graph.order / 2), shift: shift, control: control
    ).values
    // the filter's degree is about √(supremum/cut); coarse grids give too low eigenvalues
    let floor = 1e-4 * supremum
    let last = all.indices.first { $0 > wanted && all[$0] > floor } ?? all.count - 2
    count = last + 1
    least = 0.1 * all[0]
    cut = 2.5 * max(all[min(last + 1, all.count - 1)], floor)
  }
}
