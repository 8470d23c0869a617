import Stochastic

/// Checks by enclosures that V_s does not go below a level, spikes narrower than any scan included.
struct VillaniFloor<P: GibbsPotential> {
  let potential: P
  let function: VillaniFunction
  let control: RunControl?

  enum Verdict: Equatable {
    /// V_s ≥ level everywhere that was asked for
    case proved
    /// V_s at a point is below the level
    case refuted(value: Double, at: [Double])
    /// No enclosures, or too many boxes
    case open
  }

  /// Boxes that may be looked at
  private var budget: Int { affordableBoxes(1 << 17, potential) }

  /// Whether V_s ≥ level on all w with ‖w‖ ≥ `inner`.
  ///
  /// Far out by `FarField`; the cube inside of that is cut into ever smaller boxes until the enclosure of each
  /// shows V_s ≥ level or lies inside the ball. Where `FarField` gives nothing, a cube of 64 times `start`.
  /// - Throws: `CancellationError`
  func check(level: Double, outside inner: Double, from start: Double) throws -> Verdict {
    let field = FarField(potential: potential, learningRate: function.learningRate)
    let far = field.radius(level: level, from: max(start, inner), to: 1e6 * max(start, inner))
    // without a far field nothing is proved, but a spike can still be found nearer by
    let edge = (far ?? max(64 * start, 2 * inner)) / Double(potential.dimension).squareRoot()
    let evaluator = Evaluator(potential)
    var boxes = [[ClosedRange<Double>](repeating: -edge...edge, count: potential.dimension)]
    var count = 0
    while !boxes.isEmpty {
      if control?.isCancelled == true { throw CancellationError() }
      count += boxes.count
      guard count <= budget else { return .open }
      var rest: [[ClosedRange<Double>]] = []
      for box in boxes where farthest(box) >= inner && lowerBound(box) < level {
        let centre = box.map { 0.5 * ($0.lowerBound + $0.upperBound) }
        if norm(centre) >= inner {
          let value = value(at: centre, evaluator)
          if value < level { return .refuted(value: value, at: centre) }
        }
        rest += halves(box)
      }
      boxes = rest
    }
    return far == nil ? .open : .proved
  }

  func value(at point: [Double], _ evaluator: Evaluator<P>) -> Double {
    evaluator.move(to: point)
    return function.value(evaluator)[0]
  }

  /// inf V_s ≥ Σ inf (∂_kL)²/s − Σ sup ∂_k²L on a box
  func lowerBound(_ box: [ClosedRange<Double>]) -> Double {
    guard let enclosure = potential.enclosure(on: box) else { return -.infinity }
    var (square, trace) = (0.0, 0.0)
    for k in box.indices {
      let slope = enclosure.gradient[k]
      let least = max(slope.lowerBound, -slope.upperBound, 0)
      square += least * least
      trace += enclosure.hessian[k][k].upperBound
    }
    let rounding = 16 * Double.ulpOfOne * (square / function.learningRate + trace.magnitude)
    return square / function.learningRate - trace - rounding
  }

  private func farthest(_ box: [ClosedRange<Double>]) -> Double {
    norm(box.map { max($0.lowerBound.magnitude, $0.upperBound.magnitude) }) * (1 + 4 * Double.ulpOfOne)
  }

  private func norm(_ point: [Double]) -> Double { point.reduce(0) { $0 + $1 * $1 }.squareRoot() }

  /// The box cut across its longest edge.
  private func halves(_ box: [ClosedRange<Double>]) -> [[ClosedRange<Double>]] {
    let widths = box.map { $0.upperBound - $0.lowerBound }
    let axis = widths.indices.max { widths[$0] < widths[$1] } ?? 0
    let middle = 0.5 * (box[axis].lowerBound + box[axis].upperBound)
    var (left, right) = (box, box)
    left[axis] = box[axis].lowerBound...middle
    right[axis] = middle...box[axis].upperBound
    return [left, right]
  }
}
