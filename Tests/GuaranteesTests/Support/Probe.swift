import Stochastic

/// L and its derivatives at sixteen points.
final class Probe<P: TwiceDifferentiable> {
  let potential: P
  private let storage: [LaneStorage]

  init(_ potential: P) {
    self.potential = potential
    let d = potential.dimension
    storage = [d, d, d * d, potential.scratchCount].map { LaneStorage(count: $0) }
  }

  var weights: LaneVector { storage[0].vector }

  func move(to points: [[Double]]) {
    for k in 0..<potential.dimension {
      for lane in 0..<16 { weights[k][lane] = points[lane % points.count][k] }
    }
  }

  func value() -> Lanes { potential.value(at: weights, scratch: storage[3].vector) }

  func squaredGradient() -> Lanes {
    potential.gradient(at: weights, into: storage[1].vector, scratch: storage[3].vector)
    return (0..<potential.dimension).reduce(Lanes.zero) { $0 + storage[1].vector[$1] * storage[1].vector[$1] }
  }

  /// ⟨∇L(W), W⟩
  func outwardSlope() -> Lanes {
    potential.gradient(at: weights, into: storage[1].vector, scratch: storage[3].vector)
    return (0..<potential.dimension).reduce(Lanes.zero) { $0 + storage[1].vector[$1] * weights[$1] }
  }

  func laplacian() -> Lanes { potential.laplacian(at: weights, scratch: storage[3].vector) }

  func radius() -> Lanes {
    (0..<potential.dimension).reduce(Lanes.zero) { $0 + weights[$1] * weights[$1] }.squareRoot()
  }

  /// Row by row, of one lane.
  func hessian(lane: Int) -> [Double] {
    potential.hessian(at: weights, into: storage[2].vector, scratch: storage[3].vector)
    return (0..<potential.dimension * potential.dimension).map { storage[2].vector[$0][lane] }
  }
}
