import Stochastic

/// The smallest nonzero eigenvalue of −A on the ball ‖w‖ ≤ R without flux through the sphere: the best constant in
/// Var_{μ_s | B_R} h ≤ s/(2 gap) E‖∇h‖², for D = 1, 2 or 3. `C(R)` of the Villani route is 1/(2 gap).
///
/// On the line: finite volumes and transfer matrices. Above: finite volumes in polar coordinates, extrapolated, against
/// Rayleigh–Ritz on polynomials; where the ball holds all of the measure up to e⁻⁴⁰, the gap of the whole space.
///
/// - Throws: `SpectrumError`; `CancellationError` once `control` is cancelled.
public func neumannGap<P: TwiceDifferentiable>(
  of potential: P, learningRate s: Double, radius: Double, threads: Int = ProcessorCount.available,
  control: RunControl? = nil
) throws -> Exact {
  let box = [ClosedRange<Double>](repeating: -radius.magnitude...radius.magnitude, count: potential.dimension)
  try checkArguments(potential, s, box, 1)
  let sampler = FieldSampler(potential: potential, threads: threads)
  if potential.dimension == 1 {
    let line = LineSpectrum(
      potential: potential, interval: box[0], learningRate: s, count: 1, threads: threads, control: control)
    let solution = try line.solve()
    return combine(solution.transfer[0], solution.volumes[0])
  }
  let region = try ActiveRegion(of: sampler, box: box, learningRate: s)
  if region.reach < radius {
    return try GridSpectrum(
      sampler: sampler, box: box, learningRate: s, count: 1, control: control
    ).report(eigenfunctionCount: 0).eigenvalues[0]
  }
  return try BallGap(
    sampler: sampler, region: region, radius: radius, learningRate: s, control: control
  ).solve()
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

  func solve() throws -> Exact {
    let polynomial = try polynomials()
    var table = Romberg()
    var radial = max(Int((radius / ((isPlane ? 0.5 : 0.9) * scale)).rounded(.up)), 6)
    let limit = isPlane ? 1.2e5 : 1.6e4
    repeat {
      let counts = counts(radial)
      let system = try BallVolumes(dimension: isPlane ? 2 : 3, radius: radius, counts: counts).graph(
        of: sampler, ceiling: region.ceiling, learningRate: learningRate)
      let modes = try system.modesByFactorization(
        count: 1, shift: 1e-10 * system.supremum, control: control)
      table.append(modes.values[0], width: 1 / Double(counts.radius))
      radial = (13 * radial + 9) / 10
    } while !isSettled(polynomial, table.best) && cells(counts(radial)) < limit
    let volume = table.best
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
