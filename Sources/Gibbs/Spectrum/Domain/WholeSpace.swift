import Stochastic

/// The spectrum on the whole plane or space: what a slow field asks for is added to the region that holds the mass, or
/// as much of it as a grid can cover; then the errors say so.
struct WholeSpace<P: GibbsPotential> {
  /// On the box that holds the mass
  let solver: GridSpectrum<P>

  private var s: Double { solver.learningRate }

  func report(eigenfunctionCount: Int) throws -> SpectrumReport {
    let core = try solver.region()
    let scan = SlowScan(
      sampler: solver.sampler, learningRate: s, core: core, edge: reach(core), control: solver.control)
    var stage = try settled(scan)
    var passes = 0
    while true {
      passes += 1
      let report = try solver.report(stage.region, stage.search, eigenfunctionCount: eigenfunctionCount)
      let largest = report.eigenvalues.last?.value ?? 0
      guard passes < 3, stage.isComplete, largest > stage.field.limit else {
        return honest(report, stage, scan)
      }
      stage = try self.stage(scan, for: report.eigenvalues.map(\.value))
    }
  }

  /// A region, what a coarse grid tells about it, and what lies outside of it.
  private struct Stage {
    let region: ActiveRegion
    let search: ModeSearch
    let field: SlowField
    /// Whether the region is meant for all eigenvalues
    var isComplete: Bool
  }

  /// Eigenvalues fall as the region grows, and with them what they ask for. Where that is too much to begin with, a region
  /// grows from the slowest place.
  private func settled(_ scan: SlowScan<P>) throws -> Stage {
    var lowest = try solver.search(scan.core).lowest
    var first: SlowField?
    for _ in 0..<3 {
      let field = try scan.field(for: 1.25 * (lowest.last ?? 0))
      guard let stage = try self.stage(scan, field, for: solver.count) else {
        return try grown(scan, from: first ?? field)
      }
      guard (stage.search.lowest.last ?? 0) < 0.75 * (lowest.last ?? 0) else { return stage }
      (lowest, first) = (stage.search.lowest, field)
    }
    return try stage(scan, for: lowest)
  }

  /// The largest affordable region that grows from where q is least until it holds all that its eigenvalues ask for.
  private func grown(_ scan: SlowScan<P>, from field: SlowField) throws -> Stage {
    var stage = Stage(
      region: scan.core, search: try solver.search(scan.core), field: field, isComplete: false)
    // q comes to about 10⁻⁴ λ
    var limit = max(3 * (field.slowest(outside: scan.core)?.rate ?? 0), 1e-3 * field.limit)
    for _ in 0..<12 {
      guard let next = try self.stage(scan, scan.field(for: limit), for: solver.count) else { return stage }
      stage = next
      stage.isComplete = limit >= 1.25 * (next.search.lowest.last ?? 0)
      if stage.isComplete { return stage }
      limit = min(3 * limit, 1.3 * (next.search.lowest.last ?? 0))
    }
    return stage
  }

  /// The region for all of some eigenvalues, or for as many as a grid can be afforded for.
  private func stage(_ scan: SlowScan<P>, for eigenvalues: [Double]) throws -> Stage {
    var field: SlowField?
    for number in Set([eigenvalues.count, min(2, eigenvalues.count), 1]).sorted(by: >) {
      let next = try scan.field(for: 1.25 * eigenvalues[number - 1])
      if let stage = try stage(scan, next, for: number) { return stage }
      field = next
    }
    return try grown(scan, from: field ?? scan.field(for: eigenvalues[0]))
  }

  /// Nil where no grid that can be afforded resolves the region.
  private func stage(_ scan: SlowScan<P>, _ field: SlowField, for number: Int) throws -> Stage? {
    let region = scan.core.extended(by: field, of: solver.sampler, learningRate: s)
    guard region.slow == nil || solver.affordableFineness(region) <= 2 else { return nil }
    return Stage(
      region: region, search: try solver.search(region), field: field, isComplete: number == solver.count)
  }

  /// Outside of a cube of that size V_s/2 is above 1.5 λ: proved where there are enclosures, else L's quadratic part
  /// outweighs the rest.
  private func reach(_ core: ActiveRegion) -> @Sendable (Double) -> Double {
    let potential = solver.sampler.potential
    let field = FarField(potential: potential, learningRate: s)
    let s = s
    return { lambda in
      let start = max(1.5 * core.reach, potential.farReach(lambda, learningRate: s))
      return field.radius(level: 3 * lambda, from: start, to: 8 * start) ?? start
    }
  }

  /// Widens the errors of eigenvalues that are larger than q somewhere outside of the region, and names the place.
  private func honest(_ report: SpectrumReport, _ stage: Stage, _ scan: SlowScan<P>) -> SpectrumReport {
    var result = report
    var remarks: [String] = []
    if let slowest = stage.field.slowest(outside: stage.region) {
      result.eigenvalues = report.eigenvalues.map { eigenvalue in
        Exact(
          value: eigenvalue.value, error: max(eigenvalue.error, eigenvalue.value - slowest.rate))
      }
      let names = report.eigenvalues.indices.filter { report.eigenvalues[$0].value > slowest.rate }
        .map { "lambda_\($0 + 1)" }.joined(separator: ", ")
      if !names.isEmpty {
        remarks.append(
          "a slow region around \(solver.sampler.frame.weights(of: slowest.point)) lies outside of what a grid can cover: \(names) may be as small as "
            + "\(slowest.rate)")
      }
    }
    if stage.isComplete, scan.isCoarse(stage.field) {
      remarks.append(
        "regions as narrow as an eigenfunction for \(stage.field.limit) can be were not all seen by the scan for "
          + "slow regions")
    }
    if !stage.field.isConverged {
      remarks.append(
        "the scan for slow regions was stopped before its equations were solved: what it found slow may be fast"
      )
    }
    result.remark = (remarks + [report.remark].compactMap { $0 }).joined(separator: "; ")
    if result.remark?.isEmpty == true { result.remark = nil }
    return result
  }
}
