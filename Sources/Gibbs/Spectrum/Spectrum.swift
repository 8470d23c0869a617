import Stochastic

/// The smallest `count` nonzero eigenvalues of −A, A f = (s/2) Δf − ∇L·∇f, for D = 1, 2 or 3.
///
/// - Parameters:
///   - s: the learning rate
///   - box: one range an axis, holding all wells, the saddles between them, and the set
///     {L ≤ highest of these saddles + 40 s}
///   - points: wells and saddles that are known (D ≥ 2), so that none is too narrow for the scan of the box
///   - eigenfunctionCount: how many eigenfunctions to tabulate (D ≤ 2)
/// - Throws: `SpectrumError`; `CancellationError` once `control` is cancelled.
public func spectrum<P: TwiceDifferentiable>(
  of potential: P, learningRate s: Double, box: [ClosedRange<Double>], through points: [[Double]] = [],
  count: Int = 5, eigenfunctionCount: Int = 0, threads: Int = ProcessorCount.available,
  control: RunControl? = nil
) throws -> SpectrumReport {
  try checkArguments(potential, s, box, count)
  try checkPoints(points, box)
  if potential.dimension == 1 {
    return try LineSpectrum(
      potential: potential, interval: box[0], learningRate: s, count: count, threads: threads,
      control: control
    ).report(eigenfunctionCount: min(eigenfunctionCount, count))
  }
  return try GridSpectrum(
    sampler: FieldSampler(potential: potential, threads: threads), box: box, learningRate: s,
    count: count, points: points, control: control
  ).report(eigenfunctionCount: min(eigenfunctionCount, count))
}

/// The same on the whole space: what `box` leaves out is added where an eigenfunction can be large, however little
/// mass lies there.
///
/// - Throws: `SpectrumError`; `CancellationError` once `control` is cancelled.
public func wholeSpectrum<P: GibbsPotential>(
  of potential: P, learningRate s: Double, box: [ClosedRange<Double>], through points: [[Double]] = [],
  count: Int = 5, eigenfunctionCount: Int = 0, threads: Int = ProcessorCount.available,
  control: RunControl? = nil
) throws -> SpectrumReport {
  try checkArguments(potential, s, box, count)
  let sampler = FieldSampler(potential: potential, threads: threads)
  let number = min(eigenfunctionCount, count)
  if potential.dimension == 1 {
    return try WholeLine(
      sampler: sampler, learningRate: s, core: box[0], count: count, control: control
    ).report(eigenfunctionCount: number)
  }
  try checkPoints(points, box)
  return try WholeSpace(
    solver: GridSpectrum(
      sampler: sampler, box: box, learningRate: s, count: count, points: points, control: control
    ).turned()
  ).report(eigenfunctionCount: number)
}

private func checkPoints(_ points: [[Double]], _ box: [ClosedRange<Double>]) throws(SpectrumError) {
  if let bad = points.first(where: { $0.count != box.count || !$0.allSatisfy(\.isFinite) }) {
    throw .badArgument("the point \(bad); expected \(box.count) finite coordinates")
  }
}

/// Of two values for one eigenvalue the one whose last refinement moved it less; the error adds their difference to that move.
func combine(_ one: Refined, _ other: Refined) -> Exact {
  let best = one.change <= other.change ? one : other
  return Exact(value: best.value, error: (one.value - other.value).magnitude + best.change)
}

/// An eigenvalue with the change that its last refinement made.
typealias Refined = (value: Double, change: Double)

/// What to say when the gap or the eigenvalue after it misses the relative accuracy aimed at.
func accuracyRemark(_ eigenvalues: [Exact], target: Double) -> String? {
  let missed = eigenvalues.indices.prefix(2).filter { eigenvalues[$0].error > target * eigenvalues[$0].value }
  guard !missed.isEmpty else { return nil }
  let names = missed.map { "lambda_\($0 + 1)" }.joined(separator: ", ")
  return "the error is more than the relative \(target) aimed at for \(names)"
}

/// Refuses what has no spectrum to compute.
func checkArguments<P: TwiceDifferentiable>(
  _ potential: P, _ s: Double, _ box: [ClosedRange<Double>], _ count: Int
) throws(SpectrumError) {
  guard (1...3).contains(potential.dimension) else {
    throw .badArgument("dimension \(potential.dimension); expected 1, 2 or 3")
  }
  guard box.count == potential.dimension else {
    throw .badArgument("a box of \(box.count) ranges; expected \(potential.dimension)")
  }
  guard s > 0, s.isFinite, (1...20).contains(count) else {
    throw .badArgument("learning rate \(s), \(count) eigenvalues; expected a positive number, and 1 to 20")
  }
  for range in box
  where !(range.upperBound - range.lowerBound).isFinite || range.isEmpty
    || range.lowerBound == range.upperBound
  {
    throw .badArgument("the range \(range) of the box; expected a finite one of positive length")
  }
}
