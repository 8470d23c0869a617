import Stochastic

/// L and ∇L at many points, over threads; the answer does not depend on how many. Coordinates and components are those of a
/// frame.
struct FieldSampler<P: TwiceDifferentiable>: Sendable {
  let potential: P
  let threads: Int
  let frame: Frame
  private let isStandard: Bool

  init(potential: P, threads: Int, frame: Frame? = nil) {
    self.potential = potential
    self.threads = threads
    self.frame = frame ?? .standard(potential.dimension)
    isStandard = self.frame.isStandard
  }

  /// L at `count` points, `coordinate(index, axis)` being their coordinates.
  func values(count: Int, at coordinate: @escaping @Sendable (Int, Int) -> Double) throws -> [Double] {
    let result = field(count: count, at: coordinate) { $0.value() }
    if let bad = result.firstIndex(where: { !$0.isFinite }) {
      throw SpectrumError.potentialNotFinite(
        at: frame.weights(of: (0..<potential.dimension).map { coordinate(bad, $0) }))
    }
    return result
  }

  /// Any function of L and its derivatives by the weights at `count` points.
  func field(
    count: Int, at coordinate: @escaping @Sendable (Int, Int) -> Double,
    of function: @escaping @Sendable (Evaluator<P>) -> Lanes
  ) -> [Double] {
    [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
      nonisolated(unsafe) let base = buffer
      forEachBlock(below: count, of: potential, threads: threads) { evaluator, range in
        load(range, into: evaluator, coordinate)
        let lanes = function(evaluator)
        for index in range { base[index] = lanes[index - range.lowerBound] }
      }
      initialized = count
    }
  }

  /// ∂_k L at `count` points, one array an axis.
  func gradients(count: Int, at coordinate: @escaping @Sendable (Int, Int) -> Double) -> [[Double]] {
    let dimension = potential.dimension
    let flat = [Double](unsafeUninitializedCapacity: count * dimension) { buffer, initialized in
      nonisolated(unsafe) let base = buffer
      forEachBlock(below: count, of: potential, threads: threads) { evaluator, range in
        load(range, into: evaluator, coordinate)
        let gradient = evaluator.gradient()
        for axis in 0..<dimension {
          let lanes = component(axis, of: gradient)
          for index in range { base[axis * count + index] = lanes[index - range.lowerBound] }
        }
      }
      initialized = count * dimension
    }
    return (0..<dimension).map { Array(flat[$0 * count..<($0 + 1) * count]) }
  }

  private func load(
    _ range: Range<Int>, into evaluator: Evaluator<P>, _ coordinate: @Sendable (Int, Int) -> Double
  ) {
    let dimension = evaluator.dimension
    for axis in 0..<dimension {
      var lanes = Lanes(repeating: coordinate(range.lowerBound, axis))
      for index in range { lanes[index - range.lowerBound] = coordinate(index, axis) }
      evaluator.weights[axis] = lanes
    }
    if isStandard { return }
    let places = (0..<dimension).map { evaluator.weights[$0] }
    for k in 0..<dimension {
      evaluator.weights[k] = (0..<dimension).reduce(into: Lanes.zero) { $0 += frame.axes[$1][k] * places[$1] }
    }
  }

  /// The component of a gradient along an axis of the frame.
  private func component(_ axis: Int, of gradient: LaneVector) -> Lanes {
    isStandard
      ? gradient[axis]
      : (0..<gradient.count).reduce(into: Lanes.zero) { $0 += frame.axes[axis][$1] * gradient[$1] }
  }
}
