/// Stochastic variance amplified gradient: with l = `refinement` and independent batches B₁, B₂,
///
///     W⁺ = W − (s/l) [ (1 + √(2l − 1))/2 · g_{B₁}(W) + (1 − √(2l − 1))/2 · g_{B₂}(W) ],
///
/// g_B the minibatch gradient; after k steps its time is t = ks/l. The two factors add up to 1 and their squares to l:
/// over l steps the noise has the covariance s²Σ of one step of SGD. With l = 1 it is SGD, bit for bit; as
/// l → ∞ it tends, weakly and at the rate 1/l, to dW = −∇L dt + √s Σ(W)^{1/2} dB. Two minibatch gradients a step.
///
/// The first batch of each l-th step is SGD's own of that time. Batches must be independent of each other and of the
/// past, so that reshuffling is refused. Reference: Li, Malladi and Arora, On the validity of modeling SGD with
/// stochastic differential equations, NeurIPS 2021, section 4.
struct SVAGStepper<P: FiniteSum>: Stepper {
  private var common: BatchSampler
  private var own: BatchSampler
  private let refinement: UInt64
  private let second: LaneStorage
  private let factors: (first: Double, second: Double)

  init(
    _ settings: EnsembleSettings, potential: P, refinement: Int, batch: Int, sampling: Sampling
  ) throws {
    let samples = potential.sampleCount
    common = try BatchSampler(settings, samples: samples, batch: batch, sampling: sampling)
    own = try BatchSampler(
      settings, samples: samples, batch: batch, sampling: sampling, purpose: .secondMinibatches)
    self.refinement = UInt64(refinement)
    second = LaneStorage(count: potential.dimension)
    let root = Double(2 * refinement - 1).squareRoot()
    factors = ((1 + root) / 2, (1 - root) / 2)
  }

  mutating func begin(firstPath: UInt64) {
    common.begin(firstPath: firstPath)
    own.begin(firstPath: firstPath)
  }

  mutating func advance(
    _ potential: P, _ state: CurveState, stepSize: Double, step: UInt64, scratch: LaneVector
  ) {
    let (large, place) = step.quotientAndRemainder(dividingBy: refinement)
    let batch = place == 0 ? common.draw(step: large) : own.draw(step: 2 * step)
    potential.batchGradient(at: state.weights, batch: batch, into: state.gradient, scratch: scratch)
    if refinement > 1 {
      // the first batch has been used: the second may take its memory
      let batch = own.draw(step: 2 * step + 1)
      potential.batchGradient(at: state.weights, batch: batch, into: second.vector, scratch: scratch)
    }
    move(state, Lanes(repeating: -stepSize * factors.first), Lanes(repeating: -stepSize * factors.second))
  }

  @inline(always)
  private func move(_ state: CurveState, _ first: Lanes, _ second: Lanes) {
    for k in 0..<state.weights.count {
      let w = state.weights.base[k].adding(state.gradient.base[k], times: first)
      state.weights.base[k] = refinement == 1 ? w : w.adding(self.second.vector.base[k], times: second)
    }
  }
}
