import Stochastic

/// A way to step a dynamics, and the orders it claims: what a row of the table is about.
struct VerifiedScheme: Sendable {
  let name: String
  /// The dynamics at one step size
  let dynamics: @Sendable (_ step: Double) -> Dynamics
  let gradientsPerStep: Int
  let strongOrder: Double
  let weakOrder: Double
  let stationaryOrder: Double
  /// Whether what is recorded is the weights plus ½√(s dt) ξ, which has strong order 1/2
  var isPostprocessed = false

  init(_ integrator: Integrator) {
    let properties = integrator.properties
    name = integrator.rawValue
    dynamics = { .sde(integrator: integrator, stepSize: $0) }
    gradientsPerStep = properties.gradientsPerStep
    strongOrder = properties.strongOrder
    weakOrder = properties.weakOrder
    stationaryOrder = properties.stationaryOrder
    isPostprocessed = integrator == .leimkuhlerMatthews
  }

  private init(
    name: String, dynamics: @escaping @Sendable (Double) -> Dynamics, gradientsPerStep: Int, order: Double
  ) {
    self.name = name
    self.dynamics = dynamics
    self.gradientsPerStep = gradientsPerStep
    strongOrder = order
    weakOrder = order
    stationaryOrder = order
  }

  static let all = Integrator.allCases.map { VerifiedScheme($0) }

  /// The classical Runge–Kutta scheme for dW = −∇L dt
  static let gradientFlow = VerifiedScheme(
    name: "runge-kutta-4", dynamics: { .gradientFlow(stepSize: $0) }, gradientsPerStep: 4, order: 4)

  /// Algorithms whose step is s itself; their distance from the SDE is of weak order 1 in s.
  static let noisyGradientDescent = VerifiedScheme(
    name: "noisy-gd", dynamics: { _ in .noisyGradientDescent }, gradientsPerStep: 1, order: 1)

  static func sgd(batch: Int) -> VerifiedScheme {
    VerifiedScheme(
      name: "sgd", dynamics: { _ in .sgd(batch: batch, sampling: .withReplacement) }, gradientsPerStep: 1,
      order: 1)
  }

  static func underdamped(_ integrator: UnderdampedIntegrator, friction: Double) -> VerifiedScheme {
    VerifiedScheme(
      name: integrator.rawValue,
      dynamics: { .underdamped(integrator: integrator, friction: friction, stepSize: $0) },
      gradientsPerStep: 1, order: 2)
  }
}
