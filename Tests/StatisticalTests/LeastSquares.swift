import Stochastic

/// L(w) = (1/n) Σ ½(xᵢ·w − yᵢ)² + (λ/2)|w|² in the plane: the gradients are affine, so that means and second moments of
/// every dynamics made of samples obey recursions in closed form.
struct LeastSquares: FiniteSum {
  let inputs: [SIMD2<Double>]
  let labels: [Double]
  let regularization: Double

  let dimension = 2
  var sampleCount: Int { labels.count }

  /// Four samples of different lengths and directions.
  static let example = LeastSquares(
    inputs: [[1.2, 0.1], [-0.3, 0.8], [0.9, -0.7], [0.2, 1.5]], labels: [1, -0.5, 2, 0.3],
    regularization: 0.15)

  private func residual(_ w: LaneVector, _ i: Int) -> Lanes {
    let output: Lanes = w[0] * inputs[i][0] + w[1] * inputs[i][1]
    return output - labels[i]
  }

  func value(at w: LaneVector, scratch: LaneVector) -> Lanes {
    var sum = Lanes.zero
    for i in labels.indices { sum += residual(w, i) * residual(w, i) }
    let norm: Lanes = w[0] * w[0] + w[1] * w[1]
    return sum / Double(2 * sampleCount) + norm * (0.5 * regularization)
  }

  func gradient(at w: LaneVector, into gradient: LaneVector, scratch: LaneVector) {
    for k in 0..<2 {
      var sum = Lanes.zero
      for i in labels.indices { sum += residual(w, i) * inputs[i][k] }
      gradient[k] = sum / Double(sampleCount) + w[k] * regularization
    }
  }

  func batchGradient(
    at w: LaneVector, batch: UnsafeBufferPointer<LaneIndices>, into gradient: LaneVector, scratch: LaneVector
  ) {
    gradient.fill(.zero)
    for indices in batch {
      for i in labels.indices {
        var own = Lanes.zero
        for lane in 0..<16 where indices[lane] == i { own[lane] = 1 }
        for k in 0..<2 { gradient[k] += own * residual(w, i) * inputs[i][k] }
      }
    }
    for k in 0..<2 { gradient[k] = gradient[k] / Double(batch.count) + w[k] * regularization }
  }

  func weightedGradient(
    at w: LaneVector, weights: LaneVector, into gradient: LaneVector, scratch: LaneVector
  ) {
    for k in 0..<2 {
      var sum = Lanes.zero
      for i in labels.indices {
        let own: Lanes = residual(w, i) * inputs[i][k]
        sum += weights[i] * (own + w[k] * regularization)
      }
      gradient[k] = sum
    }
  }
}

/// Second moments S = E x xᵀ of a state x = (w, v, 1) with w, v in the plane, moved by affine maps that are drawn at random.
struct SecondMoments {
  typealias Matrix = [[Double]]

  let potential: LeastSquares
  private(set) var moments: Matrix

  /// At w = `start`, v = 0.
  init(_ potential: LeastSquares, start: [Double]) {
    self.potential = potential
    let x = start + [0, 0, 1]
    moments = x.map { a in x.map { a * $0 } }
  }

  /// E L
  var meanLoss: Double {
    let n = Double(potential.sampleCount)
    let squares = potential.labels.indices.reduce(0.0) { sum, i in
      let row = [potential.inputs[i][0], potential.inputs[i][1], 0, 0, -potential.labels[i]]
      return sum + Self.product(Self.product([row], moments), Self.transposed([row]))[0][0]
    }
    return squares / (2 * n) + 0.5 * potential.regularization * (moments[0][0] + moments[1][1])
  }

  /// The 2 × 5 matrix of ∇Lᵢ + ∇R averaged over a batch, as a map of the state.
  func gradient(_ batch: [Int]) -> Matrix {
    var result: Matrix = [[potential.regularization, 0, 0, 0, 0], [0, potential.regularization, 0, 0, 0]]
    for i in batch {
      let x = potential.inputs[i]
      for k in 0..<2 {
        for j in 0..<2 { result[k][j] += x[k] * x[j] / Double(batch.count) }
        result[k][4] -= x[k] * potential.labels[i] / Double(batch.count)
      }
    }
    return result
  }

  /// S⁺ = E A S Aᵀ over equally likely maps w⁺ = w + v⁺, v⁺ = `momentum` v + `force` x.
  mutating func step(momentum: Double = 0, forces: [Matrix]) {
    var sum = Self.zero
    for force in forces {
      var map = Self.zero
      map[4][4] = 1
      for k in 0..<2 {
        var velocity = force[k]
        velocity[2 + k] += momentum
        map[2 + k] = velocity
        map[k] = velocity
        map[k][k] += 1
      }
      sum = Self.sum(sum, Self.product(Self.product(map, moments), Self.transposed(map)))
    }
    moments = sum.map { $0.map { $0 / Double(forces.count) } }
  }

  /// A step h of the covariance SDE by Euler and Maruyama: the drift, and h s c C(w) on top.
  mutating func diffuse(stepSize h: Double, learningRate s: Double, factor c: Double) {
    let all = Array(0..<potential.sampleCount)
    let mean = gradient(all)
    var noise = Self.zero
    for i in all {
      let deviation = zip(gradient([i]), mean).map { zip($0, $1).map { $0 - $1 } }
      let square = Self.product(Self.product(deviation, moments), Self.transposed(deviation))
      for k in 0..<2 { for j in 0..<2 { noise[k][j] += h * s * c * square[k][j] / Double(all.count) } }
    }
    step(forces: [mean.map { $0.map { -h * $0 } }])
    moments = Self.sum(moments, noise)
  }

  private static let zero = Matrix(repeating: Array(repeating: 0, count: 5), count: 5)

  private static func sum(_ a: Matrix, _ b: Matrix) -> Matrix {
    zip(a, b).map { zip($0, $1).map { $0 + $1 } }
  }

  private static func transposed(_ a: Matrix) -> Matrix { a[0].indices.map { j in a.map { $0[j] } } }

  private static func product(_ a: Matrix, _ b: Matrix) -> Matrix {
    a.map { row in b[0].indices.map { j in row.indices.reduce(0) { $0 + row[$1] * b[$1][j] } } }
  }
}
