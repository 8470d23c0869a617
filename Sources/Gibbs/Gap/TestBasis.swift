import Stochastic

/// Families of test functions.
enum TestBasis {
  /// All coordinates
  static func linear(dimension: Int) -> [TestFunction] { (0..<dimension).map { .coordinate($0) } }

  /// Coordinates, L, ‖w‖² and steps across the lines between minima; up to eight dimensions also products of pairs,
  /// cubes, and steps along each coordinate where the draws are.
  static func full<P: GibbsPotential>(
    _ potential: P, samples: SampleSet, minima: [[Double]], learningRate: Double
  ) -> [TestFunction] {
    let d = potential.dimension
    var functions = linear(dimension: d)
    if d <= 8 {
      for j in 0..<d { for k in j..<d { functions.append(.product(j, k)) } }
      for k in 0..<d { functions.append(.cube(k)) }
    }
    functions += [.loss, .squaredNorm]
    for line in WellLine.between(minima, of: potential) {
      for factor in [0.5, 1, 2] {
        let width = factor * line.width(learningRate: learningRate)
        functions.append(.step(direction: line.direction, centre: line.centre, width: width))
      }
      functions.append(.ramp(direction: line.direction, centre: line.centre, width: 0.5 * line.length))
    }
    return d <= 8 ? functions + (0..<d).flatMap { steps(along: $0, samples) } : functions
  }

  /// Five steps 0.75 standard deviations wide, as far apart, around the mean of a coordinate.
  private static func steps(along k: Int, _ samples: SampleSet) -> [TestFunction] {
    var moments = Moments()
    for place in stride(from: k, to: samples.weights.count, by: samples.dimension) {
      moments.add(samples.weights[place])
    }
    let width = 0.75 * moments.variance.squareRoot()
    guard width > 0, width.isFinite else { return [] }
    let direction = (0..<samples.dimension).map { $0 == k ? 1.0 : 0 }
    return (-2...2).map {
      .step(direction: direction, centre: moments.mean + Double($0) * width, width: width)
    }
  }
}
