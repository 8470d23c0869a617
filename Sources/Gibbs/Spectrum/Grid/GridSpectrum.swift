import Stochastic

/// Eigenvalues of −A in the plane and in space, by finite volumes with extrapolation and by sinc collocation.
struct GridSpectrum<P: TwiceDifferentiable> {
  let sampler: FieldSampler<P>
  /// In the frame of the sampler
  let box: [ClosedRange<Double>]
  let learningRate: Double
  let count: Int
  /// Known wells and saddles, in the same frame
  var points: [[Double]] = []
  let control: RunControl?

  private var isPlane: Bool { box.count == 2 }
  /// Relative accuracy aimed at for the first two
  private var target: Double { isPlane ? 3e-5 : 2e-3 }

  func report(eigenfunctionCount: Int) throws -> SpectrumReport {
    let region = try region()
    return try report(region, search(region), eigenfunctionCount: eigenfunctionCount)
  }

  func region() throws -> ActiveRegion {
    var region = try ActiveRegion(
      of: sampler, box: box, learningRate: learningRate, through: points)
    while affordableFineness(region) > 1.2, region.relax() {}
    return region
  }

  /// What a coarse grid tells.
  func search(_ region: ActiveRegion) throws -> ModeSearch {
    let fineness = coarseFineness(region, from: affordableFineness(region))
    return try ModeSearch(coarse: volumes(region, fineness).graph, count: count, control: control)
  }

  func report(
    _ region: ActiveRegion, _ search: ModeSearch, eigenfunctionCount: Int
  ) throws -> SpectrumReport {
    let start = affordableFineness(region)
    var both = GridComparison(volumes: VolumeSeries(count: count))
    for step in [1, 0.75, 0.5625] { try append(step * start, to: &both.volumes, region, search) }
    if hasCollocation(region, start) {
      for step in [1.1, 0.9] { try append(step * start, to: &both.sinc, region, search) }
      try refine(&both, region, search)
    } else {
      both.second = try secondVolumes(both.volumes.fineness, region, search)
      try refineVolumes(&both, region, search)
    }
    if both.second == nil, both.isAlone.contains(true) {
      both.second = try secondVolumes(both.volumes.fineness, region, search)
    }
    let eigenvalues = both.eigenvalues
    return SpectrumReport(
      eigenvalues: eigenvalues, finiteVolume: both.volumes.values.map(\.value),
      collocation: both.sinc.values.map(\.value),
      method: method(region, both.sinc.fineness, both.volumes.fineness),
      remark: remark(eigenvalues, both, region), reach: region.reach,
      eigenfunctions: isPlane && eigenfunctionCount > 0
        ? try eigenfunctions(eigenfunctionCount, region, search) : [])
  }

  /// Refines what moved more, but not collocation that settles slowly, until both agree or the next grid is too large.
  private func refine(_ both: inout GridComparison, _ region: ActiveRegion, _ search: ModeSearch) throws {
    while !isSettled(both.eigenvalues) {
      if !both.sinc.isSlow, both.sinc.isWorse(than: both.volumes.values) {
        let fineness = 0.8 * both.sinc.fineness
        guard sincWork(region, fineness) < sincLimit else { return }
        try append(fineness, to: &both.sinc, region, search)
      } else {
        let fineness = 0.75 * both.volumes.fineness
        guard volumeWork(region, fineness) < volumeLimit(region) else { return }
        try append(fineness, to: &both.volumes, region, search)
      }
    }
  }

  /// The same for the two kinds of finite volumes.
  private func refineVolumes(
    _ both: inout GridComparison, _ region: ActiveRegion, _ search: ModeSearch
  ) throws {
    while var second = both.second, !isSettled(both.eigenvalues) {
      let fineness = 0.75 * both.volumes.fineness
      guard volumeWork(region, fineness) < volumeLimit(region) else { return }
      try append(fineness, to: &both.volumes, region, search)
      try append(fineness, to: &second, region, search, scheme: .squareRoot)
      both.second = second
    }
  }

  /// The other kind of finite volumes on three grids as fine as the first kind's last.
  private func secondVolumes(
    _ fineness: Double, _ region: ActiveRegion, _ search: ModeSearch
  ) throws -> VolumeSeries {
    var series = VolumeSeries(count: count)
    for step in [1 / 0.5625, 1 / 0.75, 1] {
      try append(step * fineness, to: &series, region, search, scheme: .squareRoot)
    }
    return series
  }

  private func remark(_ eigenvalues: [Exact], _ both: GridComparison, _ region: ActiveRegion) -> String? {
    let finest = widths(
      region,
      both.sinc.values.isEmpty ? both.volumes.fineness : min(both.sinc.fineness, both.volumes.fineness))
    let narrow = region.landmarks.unresolved(by: finest).map(sampler.frame.weights)
    let coarse =
      narrow.isEmpty
      ? nil : "the finest grid is coarser than exp(-L/s) is wide at the known minimum or saddle \(narrow[0])"
    let missed = accuracyRemark(eigenvalues, target: isPlane ? 1e-4 : 5e-3)
    let remarks = [coarse, both.remark, missed].compactMap { $0 }
    return remarks.isEmpty ? nil : remarks.joined(separator: "; ")
  }

  /// The gap and the eigenvalue after it to the target, those above to twenty times that.
  private func isSettled(_ eigenvalues: [Exact]) -> Bool {
    eigenvalues.enumerated().allSatisfy { $1.error <= ($0 < 2 ? 1 : 20) * target * $1.value }
  }

  private func widths(_ region: ActiveRegion, _ fineness: Double) -> [Double] {
    region.scales.map { fineness * $0 }
  }

  func volumes(
    _ region: ActiveRegion, _ fineness: Double, scheme: VolumeScheme = .scharfetterGummel
  ) throws -> CartesianVolumes {
    if control?.isCancelled == true { throw CancellationError() }
    return try CartesianVolumes(
      of: sampler, region: region, widths: widths(region, fineness), learningRate: learningRate,
      scheme: scheme)
  }

  private func append(
    _ fineness: Double, to series: inout VolumeSeries, _ region: ActiveRegion, _ search: ModeSearch,
    scheme: VolumeScheme = .scharfetterGummel
  ) throws {
    let cells = try volumes(region, fineness, scheme: scheme)
    let graph = cells.graph
    let modes =
      isPlane || factorizationWork(cells) < 5e9
      ? try graph.modesByFactorization(
        count: isPlane ? count + 6 : max(search.count, count + 6), shift: search.shift, control: control)
      : try GraphOperator(graph, threads: sampler.threads).modesByFilter(
        search, accuracy: target, control: control)
    series.append(modes, on: cells, fineness: fineness)
  }

  /// Products and sums of a factorisation in space, about: the shorter two axes make the separators.
  private func factorizationWork(_ cells: CartesianVolumes) -> Double {
    let separator = cells.grid.counts.sorted().prefix(2).reduce(1, *)
    return Double(cells.graph.order) * Double(separator * separator)
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
  /// Slow regions ask for long polynomial filters in space.
  private func volumeLimit(_ region: ActiveRegion) -> Double {
    isPlane ? 3e5 : region.slow == nil ? 8e5 : 2e5
  }

  /// A slow region may leave most of its box empty, which collocation has to fill with nodes.
  private func hasCollocation(_ region: ActiveRegion, _ fineness: Double) -> Bool {
    region.slow == nil || sincWork(region, 0.75 * fineness) < 0.3 * sincLimit
  }

  /// Products and sums of one application of the collocated operator, about.
  private func sincWork(_ region: ActiveRegion, _ fineness: Double) -> Double {
    let counts = nodeCounts(region, fineness)
    return counts.reduce(1, *) * counts.reduce(0, +) * 8
  }

  /// Finite volumes on a grid, about.
  private func volumeWork(_ region: ActiveRegion, _ fineness: Double) -> Double {
    region.volume / widths(region, fineness).reduce(1, *)
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
  func affordableFineness(_ region: ActiveRegion) -> Double {
    var fineness = 0.6
    while region.slow == nil && sincWork(region, 0.75 * fineness) > 0.5 * sincLimit
      || volumeWork(region, 0.5625 * fineness) > 0.5 * volumeLimit(region)
    {
      fineness *= 1.1
    }
    return fineness
  }

  private func method(_ region: ActiveRegion, _ sinc: Double, _ volumes: Double) -> String {
    func describe(_ fineness: Double) -> String {
      nodeCounts(region, fineness).map { "\(Int($0.rounded(.up)))" }.joined(separator: " × ")
    }
    let cells = "finite volumes extrapolated from up to \(describe(volumes)) cells"
    return sinc == 0
      ? cells
      : "sinc collocation on \(describe(sinc)) nodes, and \(cells); of the two, the value that settled first"
  }
}
