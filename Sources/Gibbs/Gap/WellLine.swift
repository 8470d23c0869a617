import Stochastic

/// The straight way between two minima and its highest point.
struct WellLine {
  /// Of length 1
  let direction: [Double]
  /// Place of the highest point along the direction
  let centre: Double
  let length: Double
  /// −d²L/du² there
  let curvature: Double

  /// √(s/(2κ)), the width of the committor's step erf(u √(κ/s)) over a barrier of curvature κ; at most the length.
  func width(learningRate: Double) -> Double {
    curvature > 0 ? min((learningRate / (2 * curvature)).squareRoot(), length) : 0.25 * length
  }

  /// Lines between the four deepest minima.
  static func between<P: GibbsPotential>(_ minima: [[Double]], of potential: P) -> [WellLine] {
    let evaluator = Evaluator(potential)
    let deepest = minima.map { ($0, evaluator.value(at: $0)) }.sorted { $0.1 < $1.1 }.prefix(4).map(\.0)
    return deepest.indices.flatMap { i in
      deepest.indices.dropFirst(i + 1).compactMap { WellLine(from: deepest[i], to: deepest[$0], evaluator) }
    }
  }

  private init?<P: GibbsPotential>(from first: [Double], to second: [Double], _ evaluator: Evaluator<P>) {
    let difference = zip(first, second).map { $1 - $0 }
    let length = difference.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard length > 0 else { return nil }
    let count = 64
    let losses = (0...count).map { step in
      evaluator.value(at: zip(first, difference).map { $0 + $1 * Double(step) / Double(count) })
    }
    let top = (1..<count).max { losses[$0] < losses[$1] } ?? 1
    let spacing = length / Double(count)
    let direction = difference.map { $0 / length }
    self.direction = direction
    self.length = length
    centre = zip(first, direction).reduce(0) { $0 + $1.0 * $1.1 } + spacing * Double(top)
    curvature = (2 * losses[top] - losses[top - 1] - losses[top + 1]) / (spacing * spacing)
  }
}
