import Stochastic

/// The part of a box that matters for the spectrum, found by a scan of L on a grid: the set {L ≤ ceiling}, the ceiling lying
/// 20 s (in space 12 s) above the highest saddle between two wells, where e^(−L/s) has fallen to e⁻²⁰ (e⁻¹²) of its value
/// there; and what a slow field adds to that set.
struct ActiveRegion {
  /// Bounding box of the set
  private(set) var box: [ClosedRange<Double>]
  /// The level above which nothing counts but what is slow
  let ceiling: Double
  /// min L on the scan
  let bottom: Double
  /// The largest ‖w‖ in the set, up to the scan's mesh width
  private(set) var reach: Double
  /// About the volume of the set
  private(set) var volume: Double
  /// What counts above the ceiling
  private(set) var slow: SlowField?
  /// √(s/H) of every axis, H the largest curvature along it on {L ≤ highest saddle + 3 s}: how wide e^(−L/s) is
  private(set) var scales: [Double]
  /// The same by the scan alone, without the landmarks
  private var scannedScales: [Double]

  /// What was known beforehand
  let landmarks: Landmarks

  /// - Parameter points: wells and saddles that are known
  init<P: TwiceDifferentiable>(
    of sampler: FieldSampler<P>, box: [ClosedRange<Double>], learningRate s: Double,
    through points: [[Double]] = []
  ) throws {
    let landmarks = Landmarks(points, of: sampler, box: box, learningRate: s)
    let first = try Self(scanning: box, of: sampler, learningRate: s, landmarks)
    try self.init(scanning: first.box, of: sampler, learningRate: s, landmarks)
  }

  private init<P: TwiceDifferentiable>(
    scanning box: [ClosedRange<Double>], of sampler: FieldSampler<P>, learningRate s: Double,
    _ landmarks: Landmarks
  ) throws {
    let grid = TensorGrid(covering: box, counts: box.map { _ in box.count == 2 ? 201 : 61 })
    let levels = try sampler.values(count: grid.nodeCount, at: grid.coordinate)
    self.landmarks = landmarks
    bottom = min(levels.min() ?? 0, landmarks.levels.min() ?? .infinity)
    let saddle = max(
      Self.highestSaddle(grid, levels, depth: 0.1 * s), landmarks.levels.max() ?? -.infinity)
    let ceiling = saddle + (box.count == 2 ? 20 : 12) * s
    self.ceiling = ceiling
    let inside = levels.indices.filter { levels[$0] <= ceiling }
    reach = Self.reach(grid, inside, landmarks)
    let trimmed = Self.trimmed(box, grid, inside, landmarks)
    self.box = trimmed
    let extents = trimmed.map { $0.upperBound - $0.lowerBound }
    volume = extents.reduce(box.count == 2 ? 0.78 : 0.52, *)
    let reached = levels.map { $0 <= saddle + 3 * s }
    let gradients = sampler.gradients(count: grid.nodeCount, at: grid.coordinate)
    let scanned = trimmed.indices.map { axis in
      min(Self.width(grid, axis, gradients[axis], where: reached, learningRate: s), extents[axis] / 8)
    }
    scannedScales = scanned
    scales = trimmed.indices.map { axis in landmarks.widths.reduce(scanned[axis]) { min($0, $1[axis]) } }
  }

  /// Doubles the scales as far as the scan allows: the landmarks are narrower than a grid can be fine.
  /// - Returns: whether anything changed
  mutating func relax() -> Bool {
    let relaxed = zip(scales, scannedScales).map { min(2 * $0, $1) }
    defer { scales = relaxed }
    return relaxed != scales
  }

  /// About how many cells a grid as wide as e^(−L/s) has.
  var cellCount: Double { volume / scales.reduce(1, *) }

  /// With the places where a field says that ψ counts, however high they lie; itself where there are none.
  func extended<P: TwiceDifferentiable>(
    by field: SlowField, of sampler: FieldSampler<P>, learningRate s: Double
  ) -> ActiveRegion {
    guard field.isNeeded(above: ceiling) else { return self }
    let added = field.nodes(above: ceiling)
    let grid = field.grid
    var result = self
    result.slow = field
    result.box = box.indices.map { axis in
      let places = added.map { grid.coordinate($0, axis) }
      let low = (places.min() ?? box[axis].lowerBound) - grid.widths[axis]
      let high = (places.max() ?? box[axis].upperBound) + grid.widths[axis]
      return min(low, box[axis].lowerBound)...max(high, box[axis].upperBound)
    }
    result.reach = added.reduce(reach) { max($0, euclideanNorm(grid.point($1)) + euclideanNorm(grid.widths)) }
    result.volume += grid.widths.reduce(Double(added.count), *)
    let gradients = sampler.gradients(count: grid.nodeCount, at: grid.coordinate)
    let isLarge = field.decay.map { $0 <= 2 }
    let widths = box.indices.map {
      Self.width(grid, $0, gradients[$0], where: isLarge, learningRate: s)
    }
    result.scales = zip(scales, widths).map(min)
    result.scannedScales = zip(scannedScales, widths).map(min)
    return result
  }

  private static func reach(_ grid: TensorGrid, _ inside: [Int], _ landmarks: Landmarks) -> Double {
    func norm(_ point: [Double]) -> Double { scalarProduct(point, point).squareRoot() }
    let farthest = inside.reduce(0) { largest, node in
      max(largest, norm(grid.counts.indices.map { grid.coordinate(node, $0) }))
    }
    return landmarks.points.reduce(farthest) { max($0, norm($1)) } + norm(grid.widths)
  }

  /// The bounding box of the nodes inside and of the landmarks, a mesh width wider, in the old box.
  private static func trimmed(
    _ box: [ClosedRange<Double>], _ grid: TensorGrid, _ inside: [Int], _ landmarks: Landmarks
  ) -> [ClosedRange<Double>] {
    box.indices.map { axis in
      let range = box[axis]
      let places = inside.map { grid.coordinate($0, axis) } + landmarks.points.map { $0[axis] }
      let low = (places.min() ?? range.lowerBound) - grid.widths[axis]
      let high = (places.max() ?? range.upperBound) + grid.widths[axis]
      return max(low, range.lowerBound)...min(high, range.upperBound)
    }
  }

  /// √(s/H), H = max |∂_k L(w + ℓ e_k) − ∂_k L(w)|/ℓ over steps ℓ of about that width itself: curvature, in which a
  /// kink counts by how much the gradient turns.
  private static func width(
    _ grid: TensorGrid, _ axis: Int, _ slopes: [Double], where reached: [Bool], learningRate s: Double
  ) -> Double {
    var step = 1
    while true {
      let offset = step * grid.strides[axis]
      var turn = 0.0
      for node in slopes.indices where reached[node] {
        guard grid.position(node, axis) + step < grid.counts[axis], reached[node + offset] else { continue }
        turn = max(turn, (slopes[node + offset] - slopes[node]).magnitude)
      }
      let length = Double(step) * grid.widths[axis]
      let width = turn > 0 ? (s * length / turn).squareRoot() : .infinity
      if 2 * length >= width || 4 * step >= grid.counts[axis] { return width }
      step *= 2
    }
  }

  /// The highest level at which two wells, each deeper than `depth`, become one as the water rises; min L if there is
  /// one well only.
  private static func highestSaddle(_ grid: TensorGrid, _ levels: [Double], depth: Double) -> Double {
    var parent = [Int32](repeating: -1, count: levels.count)
    var floor = levels
    func root(_ node: Int) -> Int {
      var node = node
      while parent[node] != Int32(node) {
        parent[node] = parent[Int(parent[node])]
        node = Int(parent[node])
      }
      return node
    }
    var result = levels.min() ?? 0
    for node in levels.indices.sorted(by: { levels[$0] < levels[$1] }) {
      parent[node] = Int32(node)
      for neighbour in grid.surroundings(of: node) where parent[neighbour] >= 0 {
        let (one, other) = (root(node), root(neighbour))
        guard one != other else { continue }
        if levels[node] - max(floor[one], floor[other]) > depth { result = levels[node] }
        let (deep, shallow) = floor[one] <= floor[other] ? (one, other) : (other, one)
        parent[shallow] = Int32(deep)
        floor[deep] = min(floor[deep], floor[shallow])
      }
    }
    return result
  }
}
