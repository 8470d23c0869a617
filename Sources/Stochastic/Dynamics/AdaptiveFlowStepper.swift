import GSL

/// The gradient flow by a solver that chooses its steps from a tolerance: a reference, not made for speed.
///
/// A step of it leads from one recording time to the next. Path by path, so that a path's numbers do not depend on its
/// neighbours: each derivative costs sixteen gradients of which one is used. A path that leaves the finite numbers, or
/// rushes towards a pole, has diverged; if the solver gives up anywhere else, the run fails.
struct AdaptiveFlowStepper<P: Potential>: Stepper {
  private let solver: ODESolver
  private let storage: LaneStorage
  private var path: [Double]
  private var control: RunControl?
  private let method: ODESolver.Method
  private let tolerance: Double
  private var firstPath: UInt64 = 0
  private let endPath: UInt64

  init(_ settings: EnsembleSettings, _ potential: P, method: ODESolver.Method, tolerance: Double) throws {
    solver = try ODESolver(dimension: potential.dimension, method: method, tolerance: tolerance)
    storage = LaneStorage(count: potential.dimension)
    self.method = method
    self.tolerance = tolerance
    endPath = settings.endPath
    path = Array(repeating: 0, count: potential.dimension)
  }

  mutating func begin(firstPath: UInt64) { self.firstPath = firstPath }

  mutating func heed(_ control: RunControl) { self.control = control }

  mutating func advance(
    _ potential: P, _ state: CurveState, stepSize: Double, step: UInt64, scratch: LaneVector
  ) {
    let point = storage.vector
    // padding stays where it is: it costs nothing, and cannot fail
    for lane in 0..<16 where firstPath + UInt64(lane) < endPath {
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
        if error is GSLError, !rushes(potential, state, over: stepSize, scratch: scratch) {
          control?.fail(
            FlowError(method: method, tolerance: tolerance, path: firstPath + UInt64(lane), reason: error))
          return
        }
        for k in path.indices { path[k] = .nan }
      }
      for k in path.indices { state.weights[k][lane] = path[k] }
    }
  }

  /// Whether the path, where the solver left it, changes by its own size within 2⁻³² of the time it had to cover: so near
  /// a pole that no step is short enough.
  private func rushes(_ potential: P, _ state: CurveState, over duration: Double, scratch: LaneVector) -> Bool
  {
    let point = storage.vector
    for k in path.indices { point[k] = Lanes(repeating: path[k]) }
    potential.gradient(at: point, into: state.gradient, scratch: scratch)
    return path.indices.contains {
      !(state.gradient[$0][0].magnitude * duration * 0x1p-32 < 1 + path[$0].magnitude)
    }
  }
}

/// A solver of the gradient flow that gave up where the flow is finite.
public struct FlowError: Error, CustomStringConvertible {
  public let method: ODESolver.Method
  public let tolerance: Double
  public let path: UInt64
  /// What the solver says
  public let reason: any Error

  public var description: String {
    "the gradient flow's solver gsl-\(method.rawValue) gave up on path \(path) at tolerance \(tolerance): \(reason); "
      + "another tolerance may do, or the integrator runge-kutta-4"
  }
}
