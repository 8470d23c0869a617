extension Dynamics {
  /// Batch and sampling of a dynamics that is made of samples; nil for those that see the loss only.
  public var minibatch: (batch: Int, sampling: Sampling)? {
    switch self {
    case .sgd(let batch, let sampling, _), .covarianceSDE(let batch, let sampling, _),
      .svag(_, let batch, let sampling):
      (batch, sampling)
    case .sde, .adaptiveSDE, .noisyGradientDescent, .gradientFlow, .adaptiveGradientFlow, .underdamped, .mala:
      nil
    }
  }
}

extension Ensemble {
  /// The simulator of a curve that is made of samples.
  func minibatchSimulator(_ index: Int, _ schedule: StepSchedule) throws -> any BlockSimulator {
    guard let sum = potential as? any FiniteSum else {
      throw ProblemError("curve \(curves[index].name): minibatches need a loss that is a mean over samples")
    }
    return try simulator(sum, index, schedule)
  }

  private func simulator<F: FiniteSum>(
    _ potential: F, _ index: Int, _ schedule: StepSchedule
  ) throws -> any BlockSimulator {
    let dynamics = curves[index].dynamics
    try dynamics.checkMinibatch(samples: potential.sampleCount)
    func simulator<S: Strider>(_ stepper: S) throws -> any BlockSimulator where S.Target == F {
      try SequentialSimulator(
        settings, potential: potential, curve: index, schedule: schedule, stepper: stepper)
    }
    switch dynamics {
    case .sgd(let batch, let sampling, let variant) where variant.isPlain:
      return try simulator(
        MinibatchStepper(settings, potential: potential, batch: batch, sampling: sampling))
    case .sgd(let batch, let sampling, let variant):
      return try simulator(
        HeavyBallStepper(
          settings, potential: potential, batch: batch, sampling: sampling, variant: variant))
    case .covarianceSDE(let batch, let sampling, _):
      return try simulator(
        CovarianceStepper(settings, potential: potential, batch: batch, sampling: sampling))
    case .svag(let refinement, let batch, let sampling):
      return try simulator(
        SVAGStepper(
          settings, potential: potential, refinement: refinement, batch: batch, sampling: sampling))
    case .sde, .adaptiveSDE, .noisyGradientDescent, .gradientFlow, .adaptiveGradientFlow, .underdamped, .mala:
      throw ProblemError("curve \(curves[index].name) draws no samples")
    }
  }
}

extension Dynamics {
  /// Refuses numbers that are out of range, and reshuffling where independent batches are meant.
  fileprivate func checkMinibatch(samples: Int) throws(ProblemError) {
    guard let (batch, sampling) = minibatch else { return }
    guard batch >= 1, batch <= samples else {
      throw ProblemError("batch \(batch); expected 1 to \(samples), the number of samples")
    }
    if case .sgd(_, _, let variant) = self { return try variant.check() }
    guard sampling != .reshuffle else {
      throw ProblemError(
        "sampling reshuffle; expected with-replacement or without-replacement: reshuffled batches depend on each other, "
          + "so that no covariance of a single one describes their noise")
    }
    if case .svag(let refinement, _, _) = self, refinement < 1 || refinement > Dynamics.largestRefinement {
      throw ProblemError("refinement \(refinement); expected 1 to \(Dynamics.largestRefinement)")
    }
  }

  /// The largest l of SVAG.
  public static var largestRefinement: Int { 1_000_000 }
}
