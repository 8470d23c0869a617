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
