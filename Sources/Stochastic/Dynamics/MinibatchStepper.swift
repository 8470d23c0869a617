/// Minibatch SGD: W⁺ = W − s[(1/b) Σ_{i∈B} ∇Lᵢ(W) + ∇R(W)], every path with its own batch.
struct MinibatchStepper<P: FiniteSum>: Stepper {
  private var sampler: BatchSampler

  init(_ settings: EnsembleSettings, potential: P, batch: Int, sampling: Sampling) throws {
    sampler = try BatchSampler(settings, samples: potential.sampleCount, batch: batch, sampling: sampling)
  }

  mutating func begin(firstPath: UInt64) { sampler.begin(firstPath: firstPath) }

  mutating func advance(
    _ potential: P, _ state: CurveState, stepSize: Double, step: UInt64, scratch: LaneVector
  ) {
    let batch = sampler.draw(step: step)
    potential.batchGradient(at: state.weights, batch: batch, into: state.gradient, scratch: scratch)
    for k in 0..<state.weights.count {
      state.weights.base[k] = state.weights.base[k].adding(
        state.gradient.base[k], times: Lanes(repeating: -stepSize))
    }
  }
}
