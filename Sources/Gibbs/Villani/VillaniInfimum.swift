import Stochastic

/// inf V_s: the lowest value that a scan or interval branch and bound finds, and the range that is proved to hold it.
///
/// Branch and bound starts from the point a scan found, and a box whose centre lies lower gives the next one. What
/// `FarField` proves far out bounds the cube that is searched; without it nothing is proved, but dips in the cube are
/// still found.
struct VillaniInfimum<P: GibbsPotential>: Sendable {
  /// The lowest V_s found; the error reaches down to the proved end.
  let value: Exact
  /// Where
  let point: [Double]
  /// V_s is nowhere below; nil where no enclosure says so
  let proved: Double?
  /// Boxes that were looked at
  let boxes: Int

  /// - Parameters:
  ///   - start: the lowest point of a scan
  ///   - reach: a radius that holds all of the measure that matters
  ///   - scanned: how far to look where nothing is proved far out
  /// - Throws: `CancellationError`
  init(_ floor: VillaniFloor<P>, from start: [Double], reach: Double, scanned: Double) throws {
    let evaluator = Evaluator(floor.potential)
    let dimension = floor.potential.dimension
    var best = (value: floor.value(at: start, evaluator), point: start)
    let field = FarField(potential: floor.potential, learningRate: floor.function.learningRate)
    let far = field.radius(level: best.value, from: reach / 64, to: 16_384 * reach)
    let cube = [ClosedRange<Double>](repeating: -(far ?? scanned)...(far ?? scanned), count: dimension)
    guard floor.potential.enclosure(on: cube) != nil else {
      (value, point, proved, boxes) = (
        Exact(value: best.value, error: floor.function.rounding(at: start, evaluator)), start, nil, 0
      )
      return
    }
    let search = BranchAndBound(
      relativeTolerance: [1e-8, 1e-4, 1e-2][dimension - 1],
      boxLimit: affordableBoxes(1 << 16, floor.potential))
    let found = try search.infimum(over: [.box(cube)], control: floor.control) { region, _ in
      guard case .box(let box) = region else {
        return .init(lower: -.infinity, upper: best.value, region: region)
      }
      let centre = box.map { 0.5 * $0.lowerBound + 0.5 * $0.upperBound }
      let there = floor.value(at: centre, evaluator)
      if there < best.value { best = (there, centre) }
      return .init(lower: floor.lowerBound(box), upper: best.value, region: region)
    }
    best = Self.polished(best, floor, evaluator)
    let lowest = min(found.range.lowerBound, best.value)
    let rounding = floor.function.rounding(at: best.point, evaluator)
    let width = lowest > -.infinity ? best.value - lowest : 0
    value = Exact(value: best.value, error: width + rounding)
    point = best.point
    proved = far != nil && lowest > -.infinity ? lowest - rounding : nil
    boxes = found.boxes
  }

  /// Down to the bottom of the dip.
  private static func polished(
    _ best: (value: Double, point: [Double]), _ floor: VillaniFloor<P>, _ evaluator: Evaluator<P>
  ) -> (value: Double, point: [Double]) {
    let size = max(euclideanNorm(best.point), 1e-12)
    let search = CompassSearch(dimension: best.point.count)
    let found = search.minimize(from: best.value, step: 1e-2 * size, finest: 1e-11 * size) { displacement in
      for k in best.point.indices { evaluator.weights[k] = best.point[k] + displacement[k] }
      return floor.function.value(evaluator)
    }
    return (found.value, zip(best.point, found.displacement).map { $0 + $1 })
  }
}
