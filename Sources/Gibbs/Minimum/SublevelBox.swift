import Stochastic

/// A box that contains {L ≤ level}: the ball of the sublevel radius, cut down by enclosures to the hull of those
/// of its cells in which L ≤ level is not excluded. Nil if the radius is infinite.
func sublevelBox<P: GibbsPotential>(
  _ potential: P, level: Double, cellLimit: Int = 1500, control: RunControl? = nil
) throws -> [ClosedRange<Double>]? {
  let radius = potential.sublevelRadius(level + 1e-12 * level.magnitude) * (1 + 1e-12)
  guard radius.isFinite else { return nil }
  let size = potential.dimension
  let start = Array(repeating: -max(radius, 1e-12)...max(radius, 1e-12), count: size)
  guard potential.enclosure(on: start) != nil else { return start }
  var cells = [start]
  var side = 0
  while cells.count < affordableBoxes(cellLimit, potential), side < 40 * size {
    if control?.isCancelled == true { throw CancellationError() }
    let halves = cells.flatMap { cell -> [[ClosedRange<Double>]] in
      let middle = RealInterval(cell[side % size]).midpoint
      var (left, right) = (cell, cell)
      left[side % size] = cell[side % size].lowerBound...middle
      right[side % size] = middle...cell[side % size].upperBound
      return [left, right]
    }
    cells = halves.filter { (potential.enclosure(on: $0)?.value.lowerBound ?? -.infinity) <= level }
    side += 1
  }
  return (0..<size).map { k in
    let lower = cells.map { $0[k].lowerBound }.min() ?? start[k].lowerBound
    let upper = cells.map { $0[k].upperBound }.max() ?? start[k].upperBound
    return lower...upper
  }
}
