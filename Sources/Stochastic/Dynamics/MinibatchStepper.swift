/// Minibatch SGD: W⁺ = W − s[(1/b) Σ_{i∈B} ∇Lᵢ(W) + ∇R(W)], every path with its own batch.
struct MinibatchStepper<P: FiniteSum>: Strider {
  private var sampler: BatchSampler

  static var stride: Int { 8 }

  init(_ settings: EnsembleSettings, potential: P, batch: Int, sampling: Sampling) throws {
    sampler = try BatchSampler(settings, samples: potential.sampleCount, batch: batch, sampling: sampling)
  }

  mutating func begin(firstPath: UInt64) { sampler.begin(firstPath: firstPath) }

  mutating func advance(
    _ potential: P, _ state: CurveState, stepSize: Double, steps: Range<UInt64>, scratch: LaneVector
  ) {
    let rate = Lanes(repeating: -stepSize)
    let (weights, gradient) = (state.weights, state.gradient)
    for step in steps {
      let batch = sampler.draw(step: step)
      potential.batchGradient(at: weights, batch: batch, into: gradient, scratch: scratch)
      for k in 0..<weights.count { weights.base[k] = weights.base[k].adding(gradient.base[k], times: rate) }
    }
  }
}
