import Stochastic

/// The Neumann gap of a ball, on the line without the outer slopes of the ball that hold next to nothing.
///
/// Where L falls steadily inward from an end of [−R, R] and stands 40 s above everything further in, the weight is
/// below e⁻⁸⁰ of what is kept, and since V_s ≥ 8 gap out there, no slow mode lives on it: what is cut off changes the
/// gap by about that weight. Without the cut one steep side of a net that is flat on the other costs hours.
///
/// - Throws: `SpectrumError`; `CancellationError` once `control` is cancelled.
public func neumannGap<P: GibbsPotential>(
  of potential: P, learningRate s: Double, radius: Double, threads: Int = ProcessorCount.available,
  control: RunControl? = nil
) throws -> Exact {
  guard potential.dimension == 1, radius > 0, radius.isFinite, s > 0 else {
    return try ballGap(of: potential, s, radius, threads, control)
  }
  let ball = LineBall(potential: potential, learningRate: s, radius: radius)
  guard let kept = ball.kept else { return try ballGap(of: potential, s, radius, threads, control) }
  let line = LineSpectrum(
    potential: potential, interval: kept, learningRate: s, count: 1, threads: threads, control: control)
  let solution = try line.solve()
  let gap = combine(solution.transfer[0], solution.volumes[0])
  guard ball.lowestVillani(outside: kept) >= 8 * gap.value else {
    return try ballGap(of: potential, s, radius, threads, control)
  }
  return Exact(value: gap.value, error: gap.error + 1e-14 * gap.value)
}

/// The same without a cut, for any potential.
private func ballGap<P: TwiceDifferentiable>(
  of potential: P, _ s: Double, _ radius: Double, _ threads: Int, _ control: RunControl?
) throws -> Exact {
  try neumannGap(of: potential, learningRate: s, radius: radius, threads: threads, control: control)
}

/// [−R, R] and which part of it is worth keeping.
struct LineBall<P: TwiceDifferentiable> {
  let potential: P
  let learningRate: Double
  let radius: Double
  private let nodes: [Double]
  private let levels: [Double]

  init(potential: P, learningRate: Double, radius: Double) {
    self.potential = potential
    self.learningRate = learningRate
    self.radius = radius
    // even steps, and even steps of the logarithm for what happens close to the origin
    let even = (-2048...2048).map { radius * Double($0) / 2048 }
    let near = (1...256).map { radius * exponential(-0.08 * Double($0)) }
    let all = Set(even + near + near.map { -$0 }).sorted()
    let evaluator = Evaluator(potential)
    nodes = all
    levels = all.map { evaluator.value(at: [$0]) }
  }

  /// What is left without the slopes; nil if nothing can be cut.
  var kept: ClosedRange<Double>? {
    let last = nodes.count - 1
    var (left, right) = (0, last)
    while left < last, levels[left] > levels[left + 1] { left += 1 }
    while right > 0, levels[right] > levels[right - 1] { right -= 1 }
    guard left <= right else { return nil }
    let top = (levels[left...right].max() ?? .infinity) + 40 * learningRate
    let start = levels[0] > top ? crossing(of: top, from: nodes[0], to: nodes[left]) : nodes[0]
    let end = levels[last] > top ? crossing(of: top, from: nodes[last], to: nodes[right]) : nodes[last]
    return start < end && (start > nodes[0] || end < nodes[last]) ? start...end : nil
  }

  /// The lowest V_s at the nodes outside of an interval.
  func lowestVillani(outside kept: ClosedRange<Double>) -> Double {
    let evaluator = Evaluator(potential)
    let function = VillaniFunction(learningRate: learningRate)
    return (nodes + [kept.lowerBound, kept.upperBound]).reduce(.infinity) { lowest, x in
      guard x <= kept.lowerBound || x >= kept.upperBound, x.magnitude < radius else { return lowest }
      evaluator.move(to: [x])
      return min(lowest, function.value(evaluator)[0])
    }
  }

  /// Where L falls through a level on the way inward, from outside to within.
  private func crossing(of level: Double, from outer: Double, to inner: Double) -> Double {
    let evaluator = Evaluator(potential)
    var (high, low) = (outer, inner)
    for _ in 0..<60 {
      let middle = 0.5 * (high + low)
      if evaluator.value(at: [middle]) > level { high = middle } else { low = middle }
    }
    return high
  }
}
