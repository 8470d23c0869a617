import Stochastic

/// The spectrum on the whole plane or space: the ceiling of the region rises until it is above all that the eigenvalues
/// found below it ask for, or until no grid can be that large; then the errors say so.
struct WholeSpace<P: GibbsPotential> {
  /// On the box that holds the mass
  let core: GridSpectrum<P>

  private var s: Double { core.learningRate }
  private var isPlane: Bool { core.box.count == 2 }

  /// A region with what a coarse grid tells about it.
  private typealias Stage = (solver: GridSpectrum<P>, region: ActiveRegion, search: ModeSearch)

  func report(eigenfunctionCount: Int) throws -> SpectrumReport {
    var stage = try settled(try self.stage(core))
    var passes = 0
    while true {
      passes += 1
      let report = try stage.solver.report(
        stage.region, stage.search, eigenfunctionCount: eigenfunctionCount)
      let largest = report.eigenvalues.last?.value ?? 0
      let slow = try scan(stage.region, largest)
      let wanted = ceiling(slow, 1.2 * largest)
      guard passes < 3, wanted > stage.region.ceiling, let next = try raised(stage, to: wanted) else {
        return honest(report, slow, stage.region)
      }
      stage = next
    }
  }

  /// Eigenvalues fall as the ceiling rises, and with them what they ask for: by steps that double the height.
  private func settled(_ first: Stage) throws -> Stage {
    var stage = first
    while true {
      let (region, lambda) = (stage.region, 1.3 * (stage.search.lowest.last ?? 0))
      let wanted = ceiling(try scan(region, lambda), lambda)
      let step = 2 * region.ceiling - region.bottom
      guard wanted > region.ceiling, let next = try raised(stage, to: min(wanted, step)) else { return stage }
      stage = next
    }
  }

  /// e^(−L/s) falls by e⁻¹² (in space e⁻⁷) from where q ≤ λ to the ceiling.
  private func ceiling(_ slow: SlowRegion, _ lambda: Double) -> Double {
    slow.top(for: lambda) + (isPlane ? 12 : 7) * s
  }

  private func scan(_ region: ActiveRegion, _ lambda: Double) throws -> SlowRegion {
    let far = core.sampler.potential.farReach(lambda, learningRate: s)
    return try SlowRegion(of: core.sampler, radius: max(1.5 * region.reach, far), learningRate: s)
  }

  private func stage(_ solver: GridSpectrum<P>) throws -> Stage {
    let region = try solver.region()
    return (solver, region, try solver.search(region))
  }

  /// Nil where no grid that can be afforded resolves the region with room for refinement.
  private func raised(_ stage: Stage, to ceiling: Double) throws -> Stage? {
    guard let box = try sublevelBox(core.sampler.potential, level: ceiling, control: core.control) else {
      return nil
    }
    let solver = GridSpectrum(
      sampler: core.sampler, box: box, learningRate: s, count: core.count, points: core.points,
      leastCeiling: ceiling, control: core.control)
    let region = try solver.region()
    guard solver.affordableFineness(region) <= 0.6 else { return nil }
    return (solver, region, try solver.search(region))
  }

  /// Widens the errors of eigenvalues that are larger than q somewhere above the ceiling, and names the place.
  private func honest(_ report: SpectrumReport, _ slow: SlowRegion, _ region: ActiveRegion) -> SpectrumReport
  {
    guard let slowest = slow.slowest(above: region.ceiling - 2 * s),
      let largest = report.eigenvalues.last?.value, slowest.rate < largest
    else { return report }
    var result = report
    result.eigenvalues = report.eigenvalues.map { eigenvalue in
      let room = eigenvalue.value - max(slowest.rate, 0)
      return Exact(value: eigenvalue.value, error: max(eigenvalue.error, room))
    }
    let names = report.eigenvalues.indices.filter { report.eigenvalues[$0].value > slowest.rate }
      .map { "lambda_\($0 + 1)" }.joined(separator: ", ")
    let evaluator = Evaluator(core.sampler.potential)
    let gradient = evaluator.gradient(at: slowest.point)
    let half = 0.5 * (scalarProduct(gradient, gradient) / s - evaluator.laplacian(at: slowest.point))
    let text =
      "a slow region around \(slowest.point), where (|grad L|^2/s - Lap L)/2 is \(half), lies above the part of "
      + "space that a grid can cover: \(names) may be as small as \(max(slowest.rate, 0))"
    result.remark = [text, report.remark].compactMap { $0 }.joined(separator: "; ")
    return result
  }
}
