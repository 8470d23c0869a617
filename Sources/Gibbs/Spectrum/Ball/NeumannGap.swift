import Stochastic

/// The smallest nonzero eigenvalue of −A on the ball ‖w‖ ≤ R without flux through the sphere: the best constant in
/// Var_{μ_s | B_R} h ≤ s/(2 gap) E‖∇h‖², for D = 1, 2 or 3. `C(R)` of the Villani route is 1/(2 gap).
///
/// On the line: finite volumes and transfer matrices. Above: finite volumes in polar coordinates, extrapolated, against
/// Rayleigh–Ritz on polynomials; where all that counts lies inside the ball, as on the whole space.
///
/// - Throws: `SpectrumError`; `CancellationError` once `control` is cancelled.
public func neumannGap<P: TwiceDifferentiable>(
  of potential: P, learningRate s: Double, radius: Double, threads: Int = ProcessorCount.available,
  control: RunControl? = nil
) throws -> Exact {
  let box = [ClosedRange<Double>](repeating: -radius.magnitude...radius.magnitude, count: potential.dimension)
  try checkArguments(potential, s, box, 1)
  if potential.dimension == 1 {
    let line = LineSpectrum(
      potential: potential, interval: box[0], learningRate: s, count: 1, threads: threads, control: control)
    let solution = try line.solve()
    return combine(solution.transfer[0], solution.volumes[0])
  }
  return try BallDomain(
    sampler: FieldSampler(potential: potential, threads: threads), radius: radius, learningRate: s,
    control: control
  ).gap()
}

/// What of a ball in the plane or in space counts, and the Neumann gap on that.
struct BallDomain<P: TwiceDifferentiable> {
  let sampler: FieldSampler<P>
  let radius: Double
  let learningRate: Double
  let control: RunControl?

  private var box: [ClosedRange<Double>] {
    [ClosedRange<Double>](repeating: -radius...radius, count: sampler.potential.dimension)
  }

  /// The region that holds the mass, and what the gap found there asks for; gaps fall as the region grows.
  func gap() throws -> Exact {
    let core = try ActiveRegion(of: sampler, box: box, learningRate: learningRate)
    let scan = SlowScan(
      sampler: sampler, learningRate: learningRate, core: core, radius: radius, control: control)
    var result = try gap(on: core)
    for _ in 0..<2 {
      let field = try scan.field(for: 1.25 * result.value)
      let region = core.extended(by: field, of: sampler, learningRate: learningRate)
      guard region.slow != nil else { return result }
      let before = result.value
      result = try gap(on: region)
      if result.value > 0.75 * before { return result }
    }
    return result
  }

  /// About, without an error and without slow regions above the ceiling: to compare radii by.
  func roughGap() throws -> Exact {
    let core = try ActiveRegion(of: sampler, box: box, learningRate: learningRate)
    guard core.reach < radius else { return try polar(core).solve(isRough: true) }
    let lowest = try solver.search(core).lowest[0]
    return Exact(value: lowest, error: 0)
  }

  private func gap(on region: ActiveRegion) throws -> Exact {
    guard region.reach < radius else { return try polar(region).solve(isRough: false) }
    return try solver.report(region, solver.search(region), eigenfunctionCount: 0).eigenvalues[0]
  }

  private var solver: GridSpectrum<P> {
    GridSpectrum(sampler: sampler, box: box, learningRate: learningRate, count: 1, control: control)
  }

  private func polar(_ region: ActiveRegion) -> BallGap<P> {
    BallGap(sampler: sampler, region: region, radius: radius, learningRate: learningRate, control: control)
  }
}

/// The two ways to the Neumann gap in the plane and in space.
private struct BallGap<P: TwiceDifferentiable> {
  let sampler: FieldSampler<P>
  let region: ActiveRegion
  let radius: Double
  let learningRate: Double
  let control: RunControl?

  private var isPlane: Bool { sampler.potential.dimension == 2 }
  private var target: Double { isPlane ? 3e-5 : 1e-3 }
  private var scale: Double { min(region.scales.min() ?? radius, radius / 3) }

  func solve(isRough: Bool) throws -> Exact {
    // polynomials know only of what has mass
    let polynomial = isRough || region.slow != nil ? (value: .nan, change: .infinity) : try polynomials()
    var table = Romberg()
    var radial = max(Int((radius / ((isPlane ? 0.5 : 0.9) * (isRough ? 2 : 1) * scale)).rounded(.up)), 6)
    let limit = isPlane ? (region.slow == nil ? 1.2e5 : 4e5) : 1.6e4
    while radial > 6, cells(counts(radial)) > limit { radial = radial * 9 / 10 }
    var share = 1.0
    repeat {
      let counts = counts(radial)
      let system = try BallVolumes(dimension: isPlane ? 2 : 3, radius: radius, counts: counts).graph(
        of: sampler, region: region, learningRate: learningRate)
      share = Double(system.order) / cells(counts)
      let modes = try system.modesByFactorization(
        count: 1, shift: 1e-10 * system.supremum, control: control)
      table.append(modes.values[0], width: 1 / Double(counts.radius))
      radial = (13 * radial + 9) / 10
      if isRough, table.best.change < 0.01 * table.best.value { break }
    } while !isSettled(polynomial, table.best) && share * cells(counts(radial)) < limit
    let volume = table.best
    if isRough { return Exact(value: volume.value, error: 0) }
    // where polynomials fail, finite volumes stand alone
    guard polynomial.change < 10 * volume.change || polynomial.change < 1e-3 * polynomial.value else {
      return Exact(value: volume.value, error: 3 * volume.change)
    }
    return combine(polynomial, volume)
  }

  private func isSettled(_ one: Refined, _ other: Refined) -> Bool {
    let exact = combine(one, other)
    return exact.error < target * exact.value || other.change < 0.1 * target * other.value
  }

  /// Counts in fixed proportion, so that the error is a series in one width.
  private func counts(_ radial: Int) -> (radius: Int, polar: Int, azimuth: Int) {
    isPlane ? (radial, 1, 5 * radial) : (radial, 2 * radial, 4 * radial)
  }

  private func cells(_ counts: (radius: Int, polar: Int, azimuth: Int)) -> Double {
    Double(counts.radius * counts.polar * counts.azimuth)
  }

  private func polynomials() throws -> Refined {
    var last = (value: Double.nan, change: Double.infinity)
    for degree in stride(from: 4, through: isPlane ? 24 : 12, by: isPlane ? 4 : 2) {
      let radial = 2 * degree + 8 + Int(2 * radius / scale)
      let around = 4 * degree + 8 + Int(6 * radius / scale)
      let rule = try PolynomialGalerkin(
        of: sampler, radius: radius, counts: (radial, isPlane ? 1 : radial, around),
        learningRate: learningRate)
      guard rule.work(degree: degree) < 2e10 else { break }
      let value = try rule.gap(degree: degree, control: control)
      last = (value, last.value.isNaN ? .infinity : (value - last.value).magnitude)
      if last.change < 1e-3 * target * value { break }
    }
    return last
  }
}
