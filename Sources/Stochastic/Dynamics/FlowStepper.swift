import GSL

/// The gradient flow, by the classical Runge–Kutta scheme.
struct FlowStepper<P: Potential>: Stepper {
  private let storage: LaneStorage
  private let scheme: RungeKutta4

  init(_ potential: P) {
    storage = LaneStorage(count: RungeKutta4.memory(dimension: potential.dimension))
    scheme = RungeKutta4(memory: storage.vector)
  }

  mutating func begin(firstPath: UInt64) {}

  mutating func advance(
    _ potential: P, _ state: CurveState, stepSize: Double, step: UInt64, scratch: LaneVector
  ) {
    scheme.advance(potential, state, stepSize: stepSize, scratch: scratch)
  }
}

/// The gradient flow by a solver that chooses its steps from a tolerance: a reference, not made for speed.
///
/// A step of it leads from one recording time to the next. Path by path, so that a path's numbers do not depend on its
/// neighbours: each derivative costs sixteen gradients of which one is used. A path along which the solver gives up,
/// because the tolerance cannot be reached, counts as diverged.
struct AdaptiveFlowStepper<P: Potential>: Stepper {
  private let solver: ODESolver
  private let storage: LaneStorage
  private var path: [Double]
  private var control: RunControl?

  init(_ potential: P, method: ODESolver.Method, tolerance: Double) throws {
    solver = try ODESolver(dimension: potential.dimension, method: method, tolerance: tolerance)
    storage = LaneStorage(count: potential.dimension)
    path = Array(repeating: 0, count: potential.dimension)
  }

  mutating func begin(firstPath: UInt64) {}

  mutating func heed(_ control: RunControl) { self.control = control }

  mutating func advance(
    _ potential: P, _ state: CurveState, stepSize: Double, step: UInt64, scratch: LaneVector
  ) {
    let point = storage.vector
    for lane in 0..<16 {
      for k in path.indices { path[k] = state.weights[k][lane] }
      do {
        try path.withUnsafeMutableBufferPointer { path in
          _ = try solver.advance(path, from: 0, to: stepSize) { _, y, slopes in
            if control?.isCancelled == true { throw CancellationError() }
            for k in y.indices { point[k] = Lanes(repeating: y[k]) }
            potential.gradient(at: point, into: state.gradient, scratch: scratch)
            for k in y.indices { slopes[k] = -state.gradient[k][0] }
          }
        }
      } catch is CancellationError {
        return
      } catch {
        for k in path.indices { path[k] = .nan }
      }
      for k in path.indices { state.weights[k][lane] = path[k] }
    }
  }
}
