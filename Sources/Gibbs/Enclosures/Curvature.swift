import Stochastic

typealias WeightBox = [ClosedRange<Double>]

/// A potential of which more is proved on a box than its `PotentialEnclosure` says. Boxes may be unbounded.
protocol SharplyEnclosed: GibbsPotential {
  /// No eigenvalue of the Hessian of L on the box is below; −∞ where nothing is proved.
  func lowestCurvature(on box: WeightBox) -> Double

  /// No eigenvalue of the Hessian of L on the box is above; ∞ where nothing is proved.
  func highestCurvature(on box: WeightBox) -> Double

  /// Intervals that contain ∂_kU on the box, finite on unbounded boxes too where they can be.
  func remainderGradient(on box: WeightBox) -> [ClosedRange<Double>]

  /// Where to go over from boxes to cones, max |w_k| ≥ farRadius; nil if boxes do as well.
  var farRadius: Double? { get }

  /// U on a cone
  func remainder(on cone: Cone) -> ClosedRange<Double>

  /// As `lowestCurvature(on:)`, on a cone
  func lowestCurvature(on cone: Cone) -> Double
}

extension SharplyEnclosed {
  var farRadius: Double? { nil }
  func remainder(on cone: Cone) -> ClosedRange<Double> { RealInterval.whole.range }
  func lowestCurvature(on cone: Cone) -> Double { -.infinity }
}

/// The points ρu with ρ in a range, perhaps unbounded, and u in a box on the surface of [−1, 1]^D.
struct Cone {
  var radius: ClosedRange<Double>
  var directions: WeightBox

  /// The 2D cones that make up {max |w_k| ≥ radius}.
  static func outside(_ radius: Double, dimension: Int) -> [Cone] {
    (0..<dimension).flatMap { k in
      [-1.0, 1].map { sign in
        var directions = Array(repeating: -1.0...1, count: dimension)
        directions[k] = sign...sign
        return Cone(radius: radius ... .infinity, directions: directions)
      }
    }
  }
}

/// What is known about any potential: its own sharp enclosures, or what its `PotentialEnclosure` yields.
struct SharpEnclosure: Sendable {
  let lowestCurvature: @Sendable (WeightBox) -> Double
  let highestCurvature: @Sendable (WeightBox) -> Double
  let remainderGradient: @Sendable (WeightBox) -> [ClosedRange<Double>]

  init<P: GibbsPotential>(_ potential: P) {
    if let sharp = potential as? any SharplyEnclosed {
      lowestCurvature = { sharp.lowestCurvature(on: $0) }
      highestCurvature = { sharp.highestCurvature(on: $0) }
      remainderGradient = { sharp.remainderGradient(on: $0) }
      return
    }
    lowestCurvature = { box in
      guard let hessian = potential.enclosure(on: box)?.hessian else { return -.infinity }
      return smallestEigenvalue(hessian.flatMap { $0.map { RealInterval($0) } }, box.count)
    }
    highestCurvature = { box in
      guard let hessian = potential.enclosure(on: box)?.hessian else { return .infinity }
      return -smallestEigenvalue(hessian.flatMap { $0.map { -RealInterval($0) } }, box.count)
    }
    remainderGradient = { box in
      guard let gradient = potential.enclosure(on: box)?.gradient else {
        return box.map { _ in RealInterval.whole.range }
      }
      return zip(gradient, box).map { (RealInterval($0) - potential.regularization * RealInterval($1)).range }
    }
  }
}

/// A lower bound of the eigenvalues of H₀ + Σ_q δ_q T_q for H₀ and T_q in interval matrices and δ_q in intervals.
///
/// The smallest eigenvalue is concave in δ where H₀ and T are their centres: its minimum over a box stands at
/// a corner. What the centres miss is charged by rows. The error is of second order in the box's size.
func smallestEigenvalue(
  _ hessian: [RealInterval], slopes third: [[RealInterval]], _ offsets: [RealInterval], _ dimension: Int
) -> Double {
  var radius = 0.0
  for row in 0..<dimension {
    var sum = RealInterval.zero
    for entry in (row * dimension)..<((row + 1) * dimension) {
      sum += RealInterval((hessian[entry] - RealInterval(hessian[entry].midpoint)).magnitude)
      for q in 0..<dimension {
        let spread = third[q][entry] - RealInterval(third[q][entry].midpoint)
        sum += RealInterval((spread * offsets[q]).magnitude)
      }
    }
    radius = max(radius, sum.upper)
  }
  guard radius < .infinity else { return -.infinity }
  var least = Double.infinity
  for corner in 0..<(1 << dimension) {
    var matrix = hessian.map { RealInterval($0.midpoint) }
    for q in 0..<dimension {
      let offset = (corner >> q) & 1 == 0 ? offsets[q].lower : offsets[q].upper
      for entry in matrix.indices { matrix[entry] += offset * RealInterval(third[q][entry].midpoint) }
    }
    least = min(least, smallestEigenvalue(matrix, dimension))
  }
  return RealInterval.down(least - radius)
}
