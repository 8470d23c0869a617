import Stochastic

/// A local minimum without derivatives in one to three dimensions: sixteen trial points at a time, closer and closer.
struct CompassSearch {
  /// Unit-ball offsets, sixteen a coordinate
  private let star: [Lanes]

  /// - Parameter dimension: 1 to 3
  init(dimension: Int) {
    var star = [Lanes](repeating: .zero, count: dimension)
    for lane in 0..<16 {
      for (k, x) in CompassSearch.offset(lane, dimension: dimension).enumerated() { star[k][lane] = x }
    }
    self.star = star
  }

  /// Walks downhill from an origin by displacements, down to steps of `finest`.
  ///
  /// - Parameter evaluate: the function at sixteen displacements, one lane vector a coordinate.
  /// - Returns: the best displacement and the function there.
  func minimize(
    from value: Double, step: Double, finest: Double, _ evaluate: ([Lanes]) -> Lanes
  ) -> (displacement: [Double], value: Double) {
    var best = (displacement: [Double](repeating: 0, count: star.count), value: value)
    var step = step
    // far more than any of the landscapes here takes
    for _ in 0..<2000 where step > finest {
      let trials = star.indices.map { best.displacement[$0] + step * star[$0] }
      let values = evaluate(trials)
      let lowest = values.min()
      guard lowest < best.value, let lane = (0..<16).first(where: { values[$0] == lowest }) else {
        step /= 4
        continue
      }
      best = (trials.map { $0[lane] }, lowest)
      let length = star.reduce(0) { $0 + $1[lane] * $1[lane] }
      if length < 0.9 { step /= 2 }
    }
    return best
  }

  private static func offset(_ lane: Int, dimension: Int) -> [Double] {
    switch dimension {
    case 1: return [(Double(lane) - 7.5) / 7.5]
    case 2:
      // eight directions, at full and at half length
      let diagonal = 0.5.squareRoot()
      let directions = [
        [1, 0], [diagonal, diagonal], [0, 1], [-diagonal, diagonal], [-1, 0], [-diagonal, -diagonal],
        [0, -1], [diagonal, -diagonal],
      ]
      return directions[lane % 8].map { lane < 8 ? $0 : $0 / 2 }
    default:
      // the eight corners of a cube, the six face centres, and two short ones
      let corner = (1 / 3.0).squareRoot()
      if lane < 8 { return (0..<3).map { lane >> $0 & 1 == 0 ? corner : -corner } }
      let axis = (lane - 8) % 3
      let length = lane < 14 ? (lane < 11 ? 1.0 : -1.0) : (lane == 14 ? 0.5 : -0.5)
      return (0..<3).map { $0 == axis ? length : 0 }
    }
  }
}
