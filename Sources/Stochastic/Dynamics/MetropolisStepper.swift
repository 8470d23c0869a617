/// The Metropolis-adjusted Langevin algorithm: W′ = W − ∇L(W) dt + √(s dt) ξ, accepted with probability
/// min(1, e^{−(2/s)(L(W′) − L(W))} q(W|W′)/q(W′|W)), where q(·|W) is the density of the proposal.
///
/// With a = √(dt/s) (∇L(W) + ∇L(W′)) the proposal back is made with ξ′ = a − ξ, so the logarithm of the ratio is
/// −(2/s)(L(W′) − L(W)) − ½a·(a − 2ξ). The Gibbs law is invariant at every dt; the path follows the SDE as dt → 0. One
/// gradient and one value a step: those where the path stands are kept. A proposal without finite L is refused.
/// Reference: Roberts and Tweedie, Bernoulli 2 (1996) 341–363, section 1.4.
struct MetropolisStepper<P: Potential>: Stepper {
  private let learningRate: Double
  private var noise: NormalSequence
  private var acceptance: LaneRandom
  private let storage: LaneStorage
  private let trial: LaneVector
  private let trialGradient: LaneVector
  /// Four words a lane, which last for four steps
  private let words: LaneVector
  private var loss = Lanes.zero

  init(_ settings: EnsembleSettings, potential: P) throws {
    let d = potential.dimension
    learningRate = settings.learningRate
    noise = try NormalSequence(settings, purpose: .proposals, dimension: d)
    acceptance = try settings.random(for: .acceptance)
    storage = LaneStorage(count: 2 * d + 4)
    trial = storage.vector.slice(0, d)
    trialGradient = storage.vector.slice(d, d)
    words = storage.vector.slice(2 * d, 4)
  }

  mutating func begin(firstPath: UInt64) {
    noise.begin(firstPath: firstPath)
    acceptance.begin(firstPath: firstPath)
  }

  mutating func advance(
    _ potential: P, _ state: CurveState, stepSize: Double, step: UInt64, scratch: LaneVector
  ) {
    if step == 0 {
      loss = potential.value(at: state.weights, scratch: scratch)
      potential.gradient(at: state.weights, into: state.gradient, scratch: scratch)
    }
    let normals = noise.vector(step)
    propose(state, normals, stepSize)
    let trialLoss = potential.value(at: trial, scratch: scratch)
    potential.gradient(at: trial, into: trialGradient, scratch: scratch)
    let logRatio = (2 / learningRate) * (loss - trialLoss) - 0.5 * reversal(state, normals, stepSize)
    // NaN compares false: refused, as is a loss of -infinity, which no potential with a Gibbs law has
    let accepted =
      (uniform(step) .< exp(logRatio.replacing(with: 0, where: logRatio .> 0)))
      .& (trialLoss.magnitude .< .infinity)
    for k in 0..<trial.count {
      state.weights.base[k].replace(with: trial.base[k], where: accepted)
      state.gradient.base[k].replace(with: trialGradient.base[k], where: accepted)
    }
    loss.replace(with: trialLoss, where: accepted)
  }

  private func propose(_ state: CurveState, _ normals: LaneVector, _ stepSize: Double) {
    let drift = Lanes(repeating: -stepSize)
    let diffusion = Lanes(repeating: (learningRate * stepSize).squareRoot())
    for k in 0..<trial.count {
      trial.base[k] = state.weights.base[k].adding(drift, times: state.gradient.base[k])
        .adding(diffusion, times: normals.base[k])
    }
  }

  /// a·(a − 2ξ) = ‖ξ′‖² − ‖ξ‖²
  private func reversal(_ state: CurveState, _ normals: LaneVector, _ stepSize: Double) -> Lanes {
    let scale = Lanes(repeating: (stepSize / learningRate).squareRoot())
    var sum = Lanes.zero
    for k in 0..<trial.count {
      let a = scale * (state.gradient.base[k] + trialGradient.base[k])
      sum = sum.adding(a, times: a.adding(Lanes(repeating: -2), times: normals.base[k]))
    }
    return sum
  }

  /// Uniform in (0, 1), odd multiples of 2⁻³³.
  private func uniform(_ step: UInt64) -> Lanes {
    let place = Int(step) & 3
    if place == 0 {
      words.base.withMemoryRebound(to: SIMD16<UInt64>.self, capacity: 4) {
        acceptance.words(into: UnsafeMutableBufferPointer(start: $0, count: 4), step: step >> 2)
      }
    }
    return (words.base[place].bits.smallCount + 0.5) * 0x1p-32
  }
}
