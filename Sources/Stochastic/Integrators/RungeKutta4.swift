/// The classical Runge–Kutta scheme for the gradient flow dW = −∇L(W) dt.
///
/// Order 4; four gradients a step; stable for dt·‖∇²L‖ < 2.78.
/// Reference: Hairer, Nørsett and Wanner, Solving Ordinary Differential Equations I, table II.1.2.
struct RungeKutta4 {
  private let start: LaneVector
  private let sum: LaneVector

  /// Lanes of memory for D weights.
  static func memory(dimension: Int) -> Int { 2 * dimension }

  init(memory: LaneVector) {
    start = memory.slice(0, memory.count / 2)
    sum = memory.slice(memory.count / 2, memory.count / 2)
  }

  func advance<P: Potential>(_ potential: P, _ state: CurveState, stepSize: Double, scratch: LaneVector) {
    start.copy(from: state.weights)
    sum.fill(.zero)
    // stage weights 1, 2, 2, 1 and the offset at which the next stage looks
    addStage(potential, state, weight: 1, next: 0.5 * stepSize, scratch)
    addStage(potential, state, weight: 2, next: 0.5 * stepSize, scratch)
    addStage(potential, state, weight: 2, next: stepSize, scratch)
    addStage(potential, state, weight: 1, next: 0, scratch)
    for k in 0..<start.count {
      state.weights[k] = start[k].adding(sum[k], times: Lanes(repeating: -stepSize / 6))
    }
  }

  private func addStage<P: Potential>(
    _ potential: P, _ state: CurveState, weight: Double, next: Double, _ scratch: LaneVector
  ) {
    potential.gradient(at: state.weights, into: state.gradient, scratch: scratch)
    for k in 0..<start.count {
      sum[k] = sum[k].adding(state.gradient[k], times: Lanes(repeating: weight))
      state.weights[k] = start[k].adding(state.gradient[k], times: Lanes(repeating: -next))
    }
  }
}
