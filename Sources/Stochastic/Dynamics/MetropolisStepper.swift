/// The Metropolis-adjusted Langevin algorithm: W′ = W − ∇L(W) dt + √(s dt) ξ, accepted with probability
/// min(1, e^{−(2/s)(L(W′) − L(W))} q(W|W′)/q(W′|W)), where q(·|W) is the density of the proposal.
///
/// With a = √(dt/s) (∇L(W) + ∇L(W′)) the proposal back is made with ξ′ = a − ξ, so the logarithm of the ratio is
/// −(2/s)(L(W′) − L(W)) − ½a·(a − 2ξ). The Gibbs law is invariant at every dt; the path follows the SDE as dt → 0. One
/// gradient and one value a step: those where the path stands are kept. A proposal without finite L is refused.
/// Reference: Roberts and Tweedie, Bernoulli 2 (1996) 341–363, section 1.4.
struct MetropolisStepper<P: Potential>: Stepper {
  private let learningRate: Double
  /// 2/s
  private let inverseTemperature: Double
  private var noise: NormalSequence
  private var acceptance: LaneRandom
  private let storage: LaneStorage
  private let trial: LaneVector
  private let trialGradient: LaneVector
  /// log U for four steps, U uniform in (0, 1)
  private let thresholds: LaneVector
  private var loss = Lanes.zero
  private var scales = Scales(stepSize: .nan, learningRate: .nan)

  /// What depends on the step size: roots and quotients are slow.
  private struct Scales {
    let stepSize: Double
    /// √(s dt)
    let diffusion: Double
    /// √(dt/s)
    let reversal: Double

    init(stepSize: Double, learningRate: Double) {
      self.stepSize = stepSize
      diffusion = (learningRate * stepSize).squareRoot()
      reversal = (stepSize / learningRate).squareRoot()
    }
  }

  init(_ settings: EnsembleSettings, potential: P) throws {
    let d = potential.dimension
    learningRate = settings.learningRate
    inverseTemperature = 2 / learningRate
    noise = try NormalSequence(settings, purpose: .proposals, dimension: d)
    acceptance = try settings.random(for: .acceptance)
    storage = LaneStorage(count: 2 * d + 4)
    trial = storage.vector.slice(0, d)
    trialGradient = storage.vector.slice(d, d)
    thresholds = storage.vector.slice(2 * d, 4)
  }

  mutating func begin(firstPath: UInt64) {
    noise.begin(firstPath: firstPath)
    acceptance.begin(firstPath: firstPath)
  }

  mutating func advance(
    _ potential: P, _ state: CurveState, stepSize: Double, step: UInt64, scratch: LaneVector
  ) {
    if step == 0 {
      loss = potential.valueAndGradient(at: state.weights, into: state.gradient, scratch: scratch)
    }
    if stepSize != scales.stepSize { scales = Scales(stepSize: stepSize, learningRate: learningRate) }
    let normals = noise.vector(step)
    propose(state, normals)
    let trialLoss = potential.valueAndGradient(at: trial, into: trialGradient, scratch: scratch)
    let logRatio = inverseTemperature * (loss - trialLoss) - 0.5 * reversal(state, normals)
    // accepted where positive; 0·L(W′) makes it NaN, which is not, where L(W′) is infinite
    let margin = (logRatio - threshold(step)).adding(trialLoss, times: .zero)
    // comparisons next to what they decide are one instruction; a mask that was kept is a loop over lanes
    for k in 0..<trial.count {
      state.weights.base[k].replace(with: trial.base[k], where: margin .> 0)
      state.gradient.base[k].replace(with: trialGradient.base[k], where: margin .> 0)
    }
    loss.replace(with: trialLoss, where: margin .> 0)
  }

  @inline(always)
  private func propose(_ state: CurveState, _ normals: LaneVector) {
    let drift = Lanes(repeating: -scales.stepSize)
    let diffusion = Lanes(repeating: scales.diffusion)
    for k in 0..<trial.count {
      trial.base[k] = state.weights.base[k].adding(drift, times: state.gradient.base[k])
        .adding(diffusion, times: normals.base[k])
    }
  }

  /// a·(a − 2ξ) = ‖ξ′‖² − ‖ξ‖²
  @inline(always)
  private func reversal(_ state: CurveState, _ normals: LaneVector) -> Lanes {
    let scale = Lanes(repeating: scales.reversal)
    var sum = Lanes.zero
    for k in 0..<trial.count {
      let a = scale * (state.gradient.base[k] + trialGradient.base[k])
      sum = sum.adding(a, times: a.adding(Lanes(repeating: -2), times: normals.base[k]))
    }
    return sum
  }

  /// log U of a step, which is below log r with probability min(1, r): made ahead, away from what the step waits for.
  @inline(always)
  private mutating func threshold(_ step: UInt64) -> Lanes {
    let place = Int(step) & 3
    if place == 0 { drawThresholds(step >> 2) }
    return thresholds.base[place]
  }

  /// The next four, U being odd multiples of 2⁻³³.
  private mutating func drawThresholds(_ index: UInt64) {
    thresholds.base.withMemoryRebound(to: SIMD16<UInt64>.self, capacity: 4) {
      acceptance.words(into: UnsafeMutableBufferPointer(start: $0, count: 4), step: index)
    }
    for k in 0..<4 {
      thresholds.base[k] = logOfUniform(thresholds.base[k].bits)
    }
  }
}
