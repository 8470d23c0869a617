import Stochastic

/// Best-first search for the infimum of a function over a box by bounds on ever smaller boxes
/// (Hansen and Walster, Global Optimization Using Interval Analysis, 2004).
struct BranchAndBound {
  /// A piece of R^D.
  enum Region {
    case box(WeightBox)
    case cone(Cone)
  }

  /// What is known about a function on one region.
  struct BoxBound {
    /// No value there lies below
    var lower: Double
    /// A value that the infimum there does not exceed
    var upper: Double
    /// The part of the region in which its infimum is found
    var region: Region
  }

  /// The infimum lies in `range`; `place` is the region with the least upper bound.
  struct Result {
    var range: ClosedRange<Double>
    var place: Region
    var boxes: Int
  }

  /// Stops when the range is at most this wide: absolute, and relative to its upper end
  var absoluteTolerance = 0.0
  var relativeTolerance = 1e-12
  /// How many regions may be looked at
  var boxLimit = 20_000
  /// Stops as soon as the infimum is known to lie at or below this
  var enough = -Double.infinity

  /// - Parameters:
  ///   - start: regions whose union is searched; not empty.
  ///   - bound: of a region, given the least upper bound so far (above it, precision is of no use).
  /// - Throws: `CancellationError` when `control` asks to stop.
  func infimum(
    over start: [Region], control: RunControl? = nil, _ bound: (Region, Double) -> BoxBound
  ) throws -> Result {
    var queue = LeastFirst<Region>()
    var (upper, place, boxes, settled) = (Double.infinity, start[0], 0, Double.infinity)
    func enter(_ region: Region, above floor: Double) {
      let found = bound(region, upper)
      boxes += 1
      if found.upper < upper { (upper, place) = (found.upper, found.region) }
      if found.lower <= upper { queue.insert(found.region, key: max(found.lower, floor)) }
    }
    for region in start { enter(region, above: -.infinity) }
    while let (region, lower) = queue.removeLeast() {
      let tolerance = max(absoluteTolerance, relativeTolerance * upper.magnitude)
      let halves = Self.halves(region)
      if lower >= upper - tolerance || boxes >= boxLimit || upper <= enough || halves.isEmpty {
        settled = min(settled, lower)
        if halves.isEmpty { continue }
        break
      }
      if control?.isCancelled == true { throw CancellationError() }
      for half in halves { enter(half, above: lower) }
    }
    return Result(range: min(settled, upper)...upper, place: place, boxes: boxes)
  }

  /// The two halves of a region; none if it cannot be cut.
  private static func halves(_ region: Region) -> [Region] {
    switch region {
    case .box(let box): halves(of: box).map { .box($0) }
    case .cone(let cone):
      halves(of: [cone.radius] + cone.directions).map {
        .cone(Cone(radius: $0[0], directions: Array($0.dropFirst())))
      }
    }
  }

  /// Cut across the longest side, folded to finite length.
  private static func halves(of box: WeightBox) -> [WeightBox] {
    let order = box.indices.sorted { CompactLine.width(box[$0]) > CompactLine.width(box[$1]) }
    for k in order {
      guard let middle = CompactLine.middle(box[k]) else { continue }
      var (left, right) = (box, box)
      left[k] = box[k].lowerBound...middle
      right[k] = middle...box[k].upperBound
      return [left, right]
    }
    return []
  }
}

/// All of R^D: as one box, or a bounded box and cones outside it.
func wholeSpace<P: GibbsPotential>(of potential: P) -> [BranchAndBound.Region] {
  let size = potential.dimension
  guard let radius = (potential as? any SharplyEnclosed)?.farRadius else {
    return [.box(Array(repeating: -.infinity ... .infinity, count: size))]
  }
  return [.box(Array(repeating: -radius...radius, count: size))]
    + Cone.outside(radius, dimension: size).map { .cone($0) }
}

/// A binary heap that gives out the element with the least key.
struct LeastFirst<Element> {
  private var items: [(key: Double, element: Element)] = []

  mutating func insert(_ element: Element, key: Double) {
    items.append((key, element))
    var child = items.count - 1
    while child > 0, items[child].key < items[(child - 1) / 2].key {
      items.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func removeLeast() -> (Element, Double)? {
    guard let least = items.first else { return nil }
    let last = items.removeLast()
    guard !items.isEmpty else { return (least.element, least.key) }
    items[0] = last
    var parent = 0
    while true {
      var child = 2 * parent + 1
      guard child < items.count else { break }
      if child + 1 < items.count, items[child + 1].key < items[child].key { child += 1 }
      guard items[child].key < items[parent].key else { break }
      items.swapAt(child, parent)
      parent = child
    }
    return (least.element, least.key)
  }
}
