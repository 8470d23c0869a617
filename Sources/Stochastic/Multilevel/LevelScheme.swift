/// What is stepped at every level, with the step size left open.
public enum LevelScheme: Sendable, Hashable {
  /// dW = −∇L dt + √s dB
  case sde(Integrator = .sra1)
  /// dW = −∇L dt
  case gradientFlow

  func dynamics(stepSize: Double) -> Dynamics {
    switch self {
    case .sde(let integrator): .sde(integrator: integrator, stepSize: stepSize)
    case .gradientFlow: .gradientFlow(stepSize: stepSize)
    }
  }

  /// The order of |E g(W_dt) − E g(W)|
  public var weakOrder: Double {
    switch self {
    case .sde(let integrator): integrator.properties.weakOrder
    case .gradientFlow: 4
    }
  }

  /// The order of the root mean square error of what is recorded, on one Brownian path
  public var strongOrder: Double {
    switch self {
    // its postprocessing adds ½√(s dt) ξ
    case .sde(.leimkuhlerMatthews): 0.5
    case .sde(let integrator): integrator.properties.strongOrder
    case .gradientFlow: 4
    }
  }

  public var gradientsPerStep: Int {
    switch self {
    case .sde(let integrator): integrator.properties.gradientsPerStep
    case .gradientFlow: 4
    }
  }

  /// As in experiment files
  public var name: String {
    switch self {
    case .sde(let integrator): integrator.rawValue
    case .gradientFlow: "runge-kutta-4"
    }
  }
}
