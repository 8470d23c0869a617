import Stochastic

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// The lowest value of a function of w on spheres ‖w‖ = r in one to three dimensions: a scan over directions, then
/// a local search from the best few. Found, not proved.
struct SphereSearch<P: TwiceDifferentiable>: Sendable {
  let potential: P
  /// The function at the evaluator's weights.
  let function: @Sendable (Evaluator<P>) -> Lanes
  private let directions: [[Double]]
  /// About the angle between neighbouring directions
  private let spacing: Double

  init(_ potential: P, function: @escaping @Sendable (Evaluator<P>) -> Lanes) {
    self.potential = potential
    self.function = function
    directions = SphereSearch.directions(dimension: potential.dimension)
    spacing = potential.dimension == 2 ? 2 * Double.pi / Double(directions.count) : 0.06
  }

  /// The minimum over a sphere, and where.
  func minimum(radius: Double, with evaluator: Evaluator<P>) -> (value: Double, point: [Double]) {
    let values = scan(radius, evaluator)
    var best = (value: Double.infinity, direction: directions[0])
    for start in candidates(values) {
      let polished = polish(directions[start], values[start], radius, evaluator)
      if polished.value < best.value { best = polished }
    }
    return (best.value, best.direction.map { radius * $0 })
  }

  /// The minima over many spheres, over all cores.
  func minima(radii: [Double]) -> [Double] {
    DisjointBuffer.with(count: radii.count) { buffer in
      forEachBlock(below: 16 * radii.count, of: potential) { evaluator, range in
        let index = range.lowerBound / 16
        buffer.base[index] = minimum(radius: radii[index], with: evaluator).value
      }
      return Array(UnsafeBufferPointer(start: buffer.base, count: radii.count))
    }
  }

  private func scan(_ radius: Double, _ evaluator: Evaluator<P>) -> [Double] {
    var values = [Double](repeating: .infinity, count: directions.count)
    for start in stride(from: 0, to: directions.count, by: 16) {
      let count = min(16, directions.count - start)
      for lane in 0..<16 {
        for (k, x) in directions[start + min(lane, count - 1)].enumerated() {
          evaluator.weights[k][lane] = radius * x
        }
      }
      let lanes = function(evaluator)
      for lane in 0..<count { values[start + lane] = lanes[lane] }
    }
    return values
  }

  /// Up to four of the lowest directions that are not next to each other.
  private func candidates(_ values: [Double]) -> [Int] {
    var chosen: [Int] = []
    for index in values.indices.sorted(by: { (values[$0], $0) < (values[$1], $1) }).prefix(64) {
      let isApart = chosen.allSatisfy { other in
        zip(directions[other], directions[index]).reduce(0) { $0 + $1.0 * $1.1 } < cos(3 * spacing)
      }
      if isApart { chosen.append(index) }
      if chosen.count == 4 { break }
    }
    return chosen
  }

  private func polish(
    _ direction: [Double], _ value: Double, _ radius: Double, _ evaluator: Evaluator<P>
  ) -> (value: Double, direction: [Double]) {
    let dimension = direction.count
    guard dimension > 1 else { return (value, direction) }
    let tangents = SphereSearch.tangents(direction)
    func moved(_ displacement: [Lanes]) -> [Lanes] {
      var point = direction.map { Lanes(repeating: $0) }
      for (tangent, length) in zip(tangents, displacement) {
        for k in 0..<dimension { point[k] += tangent[k] * length }
      }
      let norm = point.reduce(Lanes.zero) { $0 + $1 * $1 }.squareRoot()
      return point.map { $0 / norm }
    }
    let search = CompassSearch(dimension: dimension - 1)
    let found = search.minimize(from: value, step: spacing, finest: 1e-10) { displacement in
      for (k, x) in moved(displacement).enumerated() { evaluator.weights[k] = radius * x }
      return function(evaluator)
    }
    return (found.value, moved(found.displacement.map { Lanes(repeating: $0) }).map { $0[0] })
  }

  /// An orthonormal basis of the plane orthogonal to a unit vector.
  private static func tangents(_ u: [Double]) -> [[Double]] {
    if u.count == 2 { return [[-u[1], u[0]]] }
    // the axis farthest from u
    let axis = u.indices.min { u[$0].magnitude < u[$1].magnitude } ?? 0
    var first = u.indices.map { ($0 == axis ? 1 : 0) - u[axis] * u[$0] }
    let norm = first.reduce(0) { $0 + $1 * $1 }.squareRoot()
    first = first.map { $0 / norm }
    let second = [
      u[1] * first[2] - u[2] * first[1], u[2] * first[0] - u[0] * first[2],
      u[0] * first[1] - u[1] * first[0],
    ]
    return [first, second]
  }

  /// ±1; 1024 angles; 4096 points of a spiral.
  private static func directions(dimension: Int) -> [[Double]] {
    switch dimension {
    case 1: return [[1], [-1]]
    case 2:
      return (0..<1024).map {
        let angle = 2 * Double.pi * (Double($0) + 0.5) / 1024
        return [cos(angle), sin(angle)]
      }
    default:
      let golden = Double.pi * (3 - 5.0.squareRoot())
      return (0..<4096).map {
        let z = 1 - (2 * Double($0) + 1) / 4096
        let radius = (1 - z * z).squareRoot()
        return [radius * cos(golden * Double($0)), radius * sin(golden * Double($0)), z]
      }
    }
  }
}
