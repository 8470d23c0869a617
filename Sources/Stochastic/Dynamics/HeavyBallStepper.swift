#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// SGD with momentum, weight decay and a decaying rate: v⁺ = μv − s_k(g_k(W) + κW), W⁺ = W + v⁺, v₀ = 0.
///
/// The batches are those of plain SGD with the same batch and sampling. Reference: Polyak, USSR Comput. Math. Math.
/// Phys. 4 (1964), 1–17, with the gradient of a minibatch; Sutskever et al., ICML 2013, (1)–(2).
struct HeavyBallStepper<P: FiniteSum>: Stepper {
  private var sampler: BatchSampler
  private let variant: SGDVariant
  private let velocity: LaneStorage

  init(
    _ settings: EnsembleSettings, potential: P, batch: Int, sampling: Sampling, variant: SGDVariant
  ) throws {
    sampler = try BatchSampler(settings, samples: potential.sampleCount, batch: batch, sampling: sampling)
    self.variant = variant
    velocity = LaneStorage(count: potential.dimension)
  }

  mutating func begin(firstPath: UInt64) {
    sampler.begin(firstPath: firstPath)
    velocity.vector.fill(.zero)
  }

  mutating func advance(
    _ potential: P, _ state: CurveState, stepSize: Double, step: UInt64, scratch: LaneVector
  ) {
    let batch = sampler.draw(step: step)
    potential.batchGradient(at: state.weights, batch: batch, into: state.gradient, scratch: scratch)
    let rate = Lanes(repeating: -stepSize * (variant.decay?.factor(step: step) ?? 1))
    let momentum = Lanes(repeating: variant.momentum)
    let decay = Lanes(repeating: variant.weightDecay)
    let v = velocity.vector
    for k in 0..<state.weights.count {
      let force = state.gradient.base[k].adding(decay, times: state.weights.base[k])
      v.base[k] = (momentum * v.base[k]).adding(rate, times: force)
      state.weights.base[k] += v.base[k]
    }
  }
}

/// xᵃ for one number.
func power(_ x: Double, _ a: Double) -> Double { pow(x, a) }
