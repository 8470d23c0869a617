import Stochastic

/// Reads the dynamics that are made of samples.
extension DynamicsReader {
  func sgd(_ section: InputSection) throws(InputError) -> DynamicsKind {
    let batch = try batch(section)
    return .sgd(batch: batch, sampling: try sampling(section), variant: try variant(section))
  }

  func covarianceSDE(_ section: InputSection) throws(InputError) -> DynamicsKind {
    let batch = try batch(section)
    return .covarianceSDE(
      batch: batch, sampling: try independentSampling(section), stepSize: try stepSize(section))
  }

  func svag(_ section: InputSection) throws(InputError) -> DynamicsKind {
    let batch = try batch(section)
    let field = try section.required("refinement", "l, the number of steps for one of SGD")
    let refinement = try field.count(1...Dynamics.largestRefinement)
    try field.refuseTooManySteps(of: learningRate / Double(refinement), over: horizon)
    return .svag(refinement: refinement, batch: batch, sampling: try independentSampling(section))
  }

  private func batch(_ section: InputSection) throws(InputError) -> Int {
    guard let samples = problem.samples else {
      throw (section["kind"] ?? section.field).error(
        "a kind that needs no data: \(section["kind"]?.node.text == "sgd" ? "SGD draws" : "minibatches are drawn from") "
          + "samples, and a \(problem.kindName) problem has none")
    }
    return try section.required("batch", "the number of samples in a batch, from 1 to \(samples)")
      .count(1...samples)
  }

  private func sampling(_ section: InputSection) throws(InputError) -> Sampling {
    try section["sampling"]?.choice(Sampling.self) ?? .withReplacement
  }

  /// A sampling whose batches are independent.
  private func independentSampling(_ section: InputSection) throws(InputError) -> Sampling {
    let sampling = try sampling(section)
    guard sampling == .reshuffle, let field = section["sampling"] else { return sampling }
    throw field.error(
      "with-replacement or without-replacement: reshuffled batches depend on each other, "
        + "so that no covariance of a single one describes their noise")
  }

  private func variant(_ section: InputSection) throws(InputError) -> SGDVariant {
    var variant = SGDVariant.plain
    if let field = section["momentum"] {
      guard let momentum = field.node.number, (0..<1).contains(momentum) else {
        throw field.error("a number from 0 to below 1")
      }
      variant.momentum = momentum
    }
    variant.weightDecay = try section["weightDecay"]?.number(.nonNegative) ?? 0
    if let decay = try section["decay"]?.section(["exponent", "steps"]) {
      variant.decay = LearningRateDecay(
        exponent: try decay.required("exponent", "a > 0 of s_k = s / (1 + k/steps)^a").number(.positive),
        steps: try decay.required("steps", "k0 > 0 of s_k = s / (1 + k/k0)^exponent").number(.positive))
    }
    return variant
  }
}
