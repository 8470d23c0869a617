extension Dynamics {
  /// The simulator of a curve that shares nothing with others: no Brownian path and no samples.
  func simulator<P: Potential>(
    _ settings: EnsembleSettings, _ potential: P, curve: Int, _ schedule: StepSchedule
  ) throws -> any BlockSimulator {
    func simulator<S: Strider>(_ stepper: S) throws -> any BlockSimulator where S.Target == P {
      try SequentialSimulator(
        settings, potential: potential, curve: curve, schedule: schedule, stepper: stepper)
    }
    switch self {
    case .gradientFlow: return try simulator(FlowStepper(potential))
    case .adaptiveGradientFlow(let method, let tolerance):
      return try simulator(AdaptiveFlowStepper(settings, potential, method: method, tolerance: tolerance))
    case .underdamped(let integrator, let friction, _):
      guard friction > 0, friction.isFinite else {
        throw ProblemError("friction \(friction); expected a positive number")
      }
      return try simulator(
        UnderdampedStepper(settings, potential: potential, integrator: integrator, friction: friction))
    case .mala: return try simulator(MetropolisStepper(settings, potential: potential))
    case .sde, .adaptiveSDE, .noisyGradientDescent, .sgd, .covarianceSDE, .svag:
      throw ProblemError("this dynamics needs a Brownian path or samples")
    }
  }
}
