/// Underdamped Langevin dynamics dW = V dt, dV = −∇L(W) dt − γV dt + √(γs) dB by a splitting.
///
/// Its invariant law is proportional to exp(−(2/s)(L(W) + ‖V‖²/2)): the Gibbs law for W, N(0, (s/2) I) for V. Velocities
/// begin there: V₀ ~ N(0, (s/2) I), independent of W₀. Normal vector 0 of a path makes V₀, vector n + 1 is for step n.
struct UnderdampedStepper<P: Potential>: Strider {
  static var stride: Int { 8 }

  private let integrator: UnderdampedIntegrator
  private let friction: Double
  private let learningRate: Double
  private var noise: NormalSequence
  private let storage: LaneStorage
  private var numbers: UnderdampedStep

  var velocity: LaneVector { storage.vector }

  init(
    _ settings: EnsembleSettings, potential: P, integrator: UnderdampedIntegrator, friction: Double
  ) throws {
    self.integrator = integrator
    self.friction = friction
    learningRate = settings.learningRate
    noise = try NormalSequence(settings, purpose: .velocityNoise, dimension: potential.dimension)
    storage = LaneStorage(count: potential.dimension)
    numbers = UnderdampedStep(duration: 0, thermalDuration: 0, friction: friction, learningRate: 0)
  }

  mutating func begin(firstPath: UInt64) { noise.begin(firstPath: firstPath) }

  mutating func advance(
    _ potential: P, _ state: CurveState, stepSize: Double, steps: Range<UInt64>, scratch: LaneVector
  ) {
    if steps.lowerBound == 0 { start(potential, state, scratch: scratch) }
    let velocity = velocity
    for step in steps {
      prepare(stepSize, isFirst: step == 0)
      integrator.advance(
        potential, state, velocity: velocity, noise: noise.vector(step + 1), over: numbers, scratch: scratch)
    }
  }

  @inline(always)
  private mutating func prepare(_ stepSize: Double, isFirst: Bool) {
    // half of the step before and half of this one; nothing before the first
    let thermal =
      integrator == .obabo ? 0.5 * ((isFirst ? 0 : numbers.duration) + stepSize) : stepSize
    if numbers.thermalDuration != thermal || numbers.duration != stepSize {
      numbers = UnderdampedStep(
        duration: stepSize, thermalDuration: thermal, friction: friction, learningRate: learningRate)
    }
  }

  private mutating func start(_ potential: P, _ state: CurveState, scratch: LaneVector) {
    let deviation = Lanes(repeating: (0.5 * learningRate).squareRoot())
    let normals = noise.vector(0)
    for k in 0..<normals.count { velocity[k] = deviation * normals[k] }
    potential.gradient(at: state.weights, into: state.gradient, scratch: scratch)
  }
}
