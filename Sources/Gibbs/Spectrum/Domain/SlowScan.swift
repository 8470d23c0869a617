import Stochastic

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// The search for slow regions in the plane and in space: a scan of V_s/2 in a cube, then a `SlowField` on the part of
/// it where V_s/2 is not well above λ.
struct SlowScan<P: TwiceDifferentiable> {
  let sampler: FieldSampler<P>
  let learningRate: Double
  /// What belongs to the domain in any case
  let core: ActiveRegion
  /// Of the ball without flux through its sphere, nil for the whole space
  var radius: Double?
  /// Half the side of a cube outside of which V_s/2 is known to be well above λ
  var edge: @Sendable (Double) -> Double = { _ in 0 }
  let control: RunControl?

  private var isPlane: Bool { core.box.count == 2 }

  func field(for lambda: Double) throws -> SlowField {
    let extent = core.box.map { $0.upperBound - $0.lowerBound }.max() ?? 1
    // what a region as wide as the core costs at least
    let limit = max(lambda, 0.5 * learningRate / (extent * extent))
    var box = try scannedBox(limit)
    for _ in 0..<16 {
      let field = try field(limit, on: box)
      let wider = grown(box, field)
      if wider == box { return field }
      box = wider
    }
    return try field(limit, on: box)
  }

  private func field(_ limit: Double, on box: [ClosedRange<Double>]) throws -> SlowField {
    let grid = TensorGrid(covering: box, counts: counts(box, limit))
    let levels = try sampler.values(count: grid.nodeCount, at: grid.coordinate)
    // all nodes whose cells meet the ball
    let reach = radius.map { $0 + 0.5 * euclideanNorm(grid.widths) } ?? .infinity
    let isCell = levels.indices.map { euclideanNorm(grid.point($0)) <= reach }
    return try SlowField(
      grid: grid, levels: levels, isCell: isCell, limit: limit, learningRate: learningRate,
      threads: sampler.threads, control: control)
  }

  /// Nodes √(s/(2λ)) apart or nearer, as far as their number can be afforded.
  private func counts(_ box: [ClosedRange<Double>], _ limit: Double) -> [Int] {
    let (least, most) = isPlane ? (120.0, 1.2e5) : (30.0, 1.2e5)
    let width = 0.7 * (learningRate / (2 * limit)).squareRoot()
    let wanted = box.map { max(($0.upperBound - $0.lowerBound) / width, least) }
    let share = pow(min(most / wanted.reduce(1, *), 1), 1 / Double(box.count))
    return wanted.map { max(Int(share * $0), 8) }
  }

  /// Whether the scan may have missed regions that are as narrow as an eigenfunction for λ can be.
  func isCoarse(_ field: SlowField) -> Bool {
    let width = 1.5 * (learningRate / (2 * field.limit)).squareRoot()
    return field.grid.widths.contains { $0 > width }
  }

  /// The box a quarter wider on the sides where ψ has not decayed, up to the ball's.
  private func grown(_ box: [ClosedRange<Double>], _ field: SlowField) -> [ClosedRange<Double>] {
    box.indices.map { axis in
      var (low, high) = (false, false)
      for node in field.decay.indices where field.decay[node] < field.depth {
        let place = field.grid.position(node, axis)
        low = low || place == 0
        high = high || place == field.grid.counts[axis] - 1
      }
      let step = 0.25 * (box[axis].upperBound - box[axis].lowerBound)
      return clipped(
        box[axis].lowerBound - (low ? step : 0), box[axis].upperBound + (high ? step : 0))
    }
  }

  private func clipped(_ low: Double, _ high: Double) -> ClosedRange<Double> {
    guard let radius else { return low...high }
    return max(low, -radius)...min(high, radius)
  }

  /// A box that holds the core and, as far as two scans see it, {V_s/2 ≤ 1.5 λ}.
  private func scannedBox(_ limit: Double) throws -> [ClosedRange<Double>] {
    var reach = radius ?? max(edge(limit), 1.5 * core.reach)
    for _ in 0..<20 {
      let cube = core.box.map { _ in -reach...reach }
      let first = try hull(in: cube, limit)
      let inner = 0.75 * reach
      let isInside = first.allSatisfy { $0.lowerBound > -inner && $0.upperBound < inner }
      if radius != nil || isInside { return try hull(in: first, limit) }
      reach *= 2
    }
    throw SpectrumError.badArgument(
      "(|grad L|^2/s - Lap L)/2 does not exceed \(1.5 * limit) beyond |w| = \(reach); expected a confining loss"
    )
  }

  /// The bounding box of the core and of the nodes of a grid where V_s/2 ≤ 1.5 λ, two mesh widths wider.
  private func hull(in box: [ClosedRange<Double>], _ limit: Double) throws -> [ClosedRange<Double>] {
    let grid = TensorGrid(covering: box, counts: box.map { _ in isPlane ? 301 : 65 })
    let levels = try sampler.values(count: grid.nodeCount, at: grid.coordinate)
    var (low, high) = (core.box.map(\.lowerBound), core.box.map(\.upperBound))
    for node in levels.indices where halfVillani(node, grid, levels) <= 1.5 * limit {
      for axis in box.indices {
        let place = grid.coordinate(node, axis)
        low[axis] = min(low[axis], place - 2 * grid.widths[axis])
        high[axis] = max(high[axis], place + 2 * grid.widths[axis])
      }
    }
    return box.indices.map { clipped(low[$0], high[$0]) }
  }

  /// V_s/2 = (s/2) e^(L/s) Δ e^(−L/s), by differences, so that a kink counts.
  private func halfVillani(_ node: Int, _ grid: TensorGrid, _ levels: [Double]) -> Double {
    grid.counts.indices.reduce(0) { sum, axis in
      grid.neighbours(of: node, along: axis).reduce(sum) { sum, neighbour in
        let fall = (levels[node] - levels[neighbour.node]) / learningRate
        return sum + 0.5 * learningRate / (grid.widths[axis] * grid.widths[axis]) * expm1(min(fall, 600))
      }
    }
  }
}
