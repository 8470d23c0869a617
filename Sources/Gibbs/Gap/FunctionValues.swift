import Stochastic

/// Test functions and their gradients at sixteen draws.
final class FunctionValues<P: GibbsPotential> {
  private let basis: [TestFunction]
  private let evaluator: Evaluator<P>
  private let gradientStorage: LaneStorage
  private let slope: LaneStorage
  private(set) var values: [Lanes]

  init(_ basis: [TestFunction], _ potential: P) {
    self.basis = basis
    evaluator = Evaluator(potential)
    gradientStorage = LaneStorage(count: basis.count * potential.dimension)
    slope = LaneStorage(count: potential.dimension)
    values = Array(repeating: .zero, count: basis.count)
  }

  /// ∇h_i
  func gradient(_ i: Int) -> LaneVector {
    gradientStorage.vector.slice(i * evaluator.dimension, evaluator.dimension)
  }

  /// Up to sixteen points; the last one fills the lanes that are left.
  func evaluate(_ points: [ArraySlice<Double>]) {
    for lane in 0..<16 {
      for (k, value) in points[min(lane, points.count - 1)].enumerated() {
        evaluator.weights[k][lane] = value
      }
    }
    evaluate()
  }

  /// Appends the values of some combinations of the functions at sixteen points to one row a lane.
  func append(_ modes: [[Double]], at points: LaneVector, to rows: inout Chains) {
    evaluator.weights.copy(from: points)
    evaluate()
    for mode in modes {
      var value = Lanes.zero
      for i in basis.indices { value += mode[i] * values[i] }
      for lane in 0..<16 { rows[lane].append(value[lane]) }
    }
  }

  private func evaluate() {
    let (loss, lossGradient) = evaluator.valueAndGradient()
    slope.vector.copy(from: lossGradient)
    for (i, function) in basis.enumerated() {
      values[i] = function.evaluate(
        at: evaluator.weights, loss: loss, slope: slope.vector, gradient: gradient(i))
    }
  }

  /// h = Σ xᵢ hᵢ and ‖∇h‖².
  func combined(_ coefficients: [Double]) -> (value: Lanes, square: Lanes) {
    var value = Lanes.zero
    for i in basis.indices { value += coefficients[i] * values[i] }
    var square = Lanes.zero
    for k in 0..<evaluator.dimension {
      var slope = Lanes.zero
      for i in basis.indices { slope += coefficients[i] * gradient(i)[k] }
      square += slope * slope
    }
    return (value, square)
  }

  /// Adds h, h hᵀ and ∇h·∇hᵀ of the first `count` lanes (lower triangles) to `sum`.
  func add(to sum: inout [Double], count: Int) {
    let size = basis.count
    var mask = Lanes.zero
    for lane in 0..<count { mask[lane] = 1 }
    for i in 0..<size {
      let value = mask * values[i]
      sum[i] += value.sum()
      for j in 0...i {
        sum[size + i * size + j] += (value * values[j]).sum()
        sum[size + size * size + i * size + j] += (mask * product(i, j)).sum()
      }
    }
  }

  /// ∇hᵢ·∇hⱼ; a coordinate's gradient is a unit vector.
  private func product(_ i: Int, _ j: Int) -> Lanes {
    let (first, second) = (gradient(i), gradient(j))
    if case .coordinate(let k) = basis[i] { return second[k] }
    if case .coordinate(let k) = basis[j] { return first[k] }
    var sum = Lanes.zero
    for k in 0..<first.count { sum = sum.adding(first[k], times: second[k]) }
    return sum
  }
}
