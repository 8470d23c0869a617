import Stochastic

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// F(r) = min of V_s over the sphere ‖w‖ = r, and what follows from it: inf V_s, where V_s > 0, inf V_s outside a ball.
///
/// F is scanned up to where it has begun to rise for good, on radii in even steps, in even steps of the logarithm
/// down to a hundred-millionth of that (on the line; 1e-5 above) and around the minima of L; its local minima are
/// polished, and it is followed on to eight times that radius. Found, not proved: a dip narrower than the scan can
/// be missed.
struct RadialProfile<P: TwiceDifferentiable>: Sendable {
  let potential: P
  let function: VillaniFunction
  /// Local minima of F with the value there, by radius; r = 0 counts as one
  private(set) var dips: [Dip]
  /// Radii of the scan, the far ones included, and F there
  let radii: [Double]
  let values: [Double]
  private let search: SphereSearch<P>

  struct Dip: Sendable, Equatable {
    let radius: Double
    let value: Exact
  }

  /// - Parameters:
  ///   - reach: a radius that holds all of the measure that matters.
  ///   - minima: of L, where V_s dips as well
  /// - Throws: `CancellationError`
  init(
    _ potential: P, function: VillaniFunction, reach: Double, minima: [[Double]] = [], control: RunControl?
  ) throws {
    self.potential = potential
    self.function = function
    let search = SphereSearch(potential) { function.value($0) }
    let edge = RadialProfile.risingRadius(search, from: reach)
    if control?.isCancelled == true { throw CancellationError() }
    let landmarks = RadialProfile.landmarks(potential, minima, function.learningRate)
    let radii = RadialProfile.schedule(edge, landmarks, dimension: potential.dimension)
    let values = search.minima(radii: radii)
    if control?.isCancelled == true { throw CancellationError() }
    self.search = search
    self.radii = radii
    self.values = values
    dips = RadialProfile.dips(radii, values, search, function)
  }

  /// The farthest radius that was looked at
  var scannedRadius: Double { radii[radii.count - 1] }

  /// F(r)
  func minimum(radius: Double) -> Exact {
    RadialProfile.minimum(radius, search, function, Evaluator(potential))
  }

  /// The lowest point found
  var lowest: [Double] {
    let radius = dips.min { $0.value.value < $1.value.value }?.radius ?? 0
    return search.minimum(radius: radius, with: Evaluator(potential)).point
  }

  /// A dip that something else found.
  mutating func add(_ value: Exact, at point: [Double]) {
    dips.append(Dip(radius: euclideanNorm(point), value: value))
    dips.sort { $0.radius < $1.radius }
  }

  /// inf of V_s outside the ball of a radius.
  func outside(radius: Double) -> Exact {
    ([minimum(radius: radius)] + dips.filter { $0.radius >= radius }.map(\.value)).reduce(
      Exact(value: .infinity, error: 0)
    ) { $1.value < $0.value ? $1 : $0 }
  }

  /// The smallest R with V_s > 0 outside the ball of radius R; nil if V_s was not positive as far as was scanned.
  var positivityRadius: Exact? {
    let negativeDip = dips.last { $0.value.value <= 0 }?.radius ?? 0
    let negativeNode = values.lastIndex { $0 <= 0 }.map { radii[$0] } ?? 0
    var low = max(negativeDip, negativeNode)
    guard var high = radii.first(where: { $0 > low }) else { return nil }
    let evaluator = Evaluator(potential)
    for _ in 0..<200 {
      let middle = 0.5 * (low + high)
      guard middle > low, middle < high else { break }
      if search.minimum(radius: middle, with: evaluator).value > 0 { high = middle } else { low = middle }
    }
    let rounding = minimum(radius: high).error
    let width = 1e-4 * high
    let slope = (minimum(radius: high + width).value - minimum(radius: high).value) / width
    return Exact(value: high, error: (high - low) + (slope > 0 ? rounding / slope : width))
  }

  /// The distances of the minima of L from the origin, and the width of the well: (s/(2 max ∂²_k L))^(1/2).
  private static func landmarks(
    _ potential: P, _ minima: [[Double]], _ learningRate: Double
  ) -> [(radius: Double, width: Double)] {
    let evaluator = Evaluator(potential)
    return minima.map { point in
      let hessian = evaluator.hessian(at: point)
      let steepest = hessian.indices.reduce(1e-300) { max($0, hessian[$1][$1]) }
      return (euclideanNorm(point), (learningRate / (2 * steepest)).squareRoot())
    }
  }

  /// The radii to scan, in order.
  private static func schedule(
    _ edge: Double, _ landmarks: [(radius: Double, width: Double)], dimension: Int
  ) -> [Double] {
    let isLine = dimension == 1
    let (even, decades, perDecade) = isLine ? (4000, 8, 50) : (400, 5, 10)
    let steps = (0...even).map { edge * Double($0) / Double(even) }
    let small = (1...(decades * perDecade)).map { edge * pow(10, -Double($0) / Double(perDecade)) }
    let around = landmarks.flatMap { mark in
      (isLine ? -40...40 : -4...4).map { mark.radius + 0.1 * Double($0) * mark.width * (isLine ? 1 : 5) }
    }
    let far = (1...24).map { edge * pow(8, Double($0) / 24) }
    return Set(steps + small + around.filter { $0 > 0 && $0 < edge } + far).sorted()
  }

  private static func minimum(
    _ radius: Double, _ search: SphereSearch<P>, _ function: VillaniFunction, _ evaluator: Evaluator<P>
  ) -> Exact {
    let (value, point) = search.minimum(radius: radius, with: evaluator)
    return Exact(value: value, error: function.rounding(at: point, evaluator))
  }

  /// The reach, moved out until F is positive and rises on the following ten spheres, at most a millionfold.
  private static func risingRadius(_ search: SphereSearch<P>, from reach: Double) -> Double {
    let evaluator = Evaluator(search.potential)
    var (edge, radius) = (reach, reach)
    var previous = search.minimum(radius: radius, with: evaluator).value
    var rising = 0
    while rising < 10, radius < 1e6 * reach {
      radius *= 1.25
      let value = search.minimum(radius: radius, with: evaluator).value
      rising = value > previous && value > 0 ? rising + 1 : 0
      if rising == 0 { edge = radius }
      previous = value
    }
    return edge
  }

  private static func dips(
    _ radii: [Double], _ values: [Double], _ search: SphereSearch<P>, _ function: VillaniFunction
  ) -> [Dip] {
    let evaluator = Evaluator(search.potential)
    return radii.indices.dropLast().compactMap { index -> Dip? in
      let isLow =
        values[index] <= values[index + 1] && (index == 0 || values[index] <= values[index - 1])
      guard isLow else { return nil }
      let radius = goldenSection(from: radii[max(index - 1, 0)], to: radii[index + 1]) {
        search.minimum(radius: $0, with: evaluator).value
      }
      let candidates = [radius, radii[index]].map {
        Dip(radius: $0, value: minimum($0, search, function, evaluator))
      }
      return candidates[0].value.value <= candidates[1].value.value ? candidates[0] : candidates[1]
    }
  }

  /// Where a function with one minimum between the ends has it.
  private static func goldenSection(
    from start: Double, to end: Double, _ f: (Double) -> Double
  ) -> Double {
    let ratio = (5.0.squareRoot() - 1) / 2
    var (low, high) = (start, end)
    var (left, right) = (high - ratio * (high - low), low + ratio * (high - low))
    var (atLeft, atRight) = (f(left), f(right))
    while high - low > 1e-9 * end {
      if atLeft < atRight {
        (high, right, atRight) = (right, left, atLeft)
        left = high - ratio * (high - low)
        atLeft = f(left)
      } else {
        (low, left, atLeft) = (left, right, atRight)
        right = low + ratio * (high - low)
        atRight = f(right)
      }
    }
    return atLeft < atRight ? left : right
  }
}
