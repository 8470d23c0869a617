import Stochastic

/// An interval proved to contain min L, by interval branch and bound over a box that contains {L ≤ L(w*)} for the
/// best point w* known: L at any point of it is no lower. Nil if the potential encloses nothing.
func certifiedMinimum<P: GibbsPotential>(
  _ potential: P, minimizers: [[Double]], boxLimit: Int, control: RunControl?
) throws -> BranchAndBound.Result? {
  guard let best = minimizers.first, let there = potential.enclosure(on: best.map { $0...$0 }) else {
    return nil
  }
  let level = there.value.upperBound
  guard level < .infinity else { return nil }
  // sublevelRadius is computed in plain arithmetic
  let radius = potential.sublevelRadius(level + 1e-12 * level.magnitude) * (1 + 1e-12) + 1e-12
  guard radius.isFinite else { return nil }
  let infimum = BoxInfimum(potential, .loss, pivots: minimizers)
  // rounding alone makes this width
  let noise = 2 * (level - there.value.lowerBound)
  let search = BranchAndBound(
    absoluteTolerance: max(noise, 1e-15), relativeTolerance: 1e-13, boxLimit: boxLimit)
  let box = Array(repeating: -radius...radius, count: potential.dimension)
  var result = try search.infimum(over: [.box(box)], control: control) { infimum.bound($0, min($1, level)) }
  // L >= U >= inf U
  let floor = min(potential.remainderInfimum, level)
  if floor > result.range.lowerBound { result.range = floor...max(floor, result.range.upperBound) }
  if level < result.range.upperBound {
    result.range = min(result.range.lowerBound, level)...level
    result.place = .box(best.map { $0...$0 })
  }
  return result
}

/// Fewer boxes for potentials that are sums over many samples: each costs as much as its samples.
func affordableBoxes<P: GibbsPotential>(_ limit: Int, _ potential: P) -> Int {
  guard let sum = potential as? any FiniteSum else { return limit }
  return max(500, min(limit, 1_000_000 / max(1, sum.sampleCount * potential.dimension)))
}
