/// The Metropolis-adjusted Langevin algorithm: W′ = W − ∇L(W) dt + √(s dt) ξ, accepted with probability
/// min(1, e^{−(2/s)(L(W′) − L(W))} q(W|W′)/q(W′|W)), where q(·|W) is the density of the proposal.
///
/// With a = √(dt/s) (∇L(W) + ∇L(W′)) the proposal back is made with ξ′ = a − ξ, so the logarithm of the ratio is
/// −(2/s)(L(W′) − L(W)) − ½a·(a − 2ξ). The Gibbs law is invariant at every dt; the path follows the SDE as dt → 0. One
/// gradient and one value a step: those where the path stands are kept. A proposal without finite L is refused.
///
/// U < r decides, as log U < log r. Where log r exceeds a bound of log U there is no need of the logarithm, and where
/// that goes for all sixteen paths, as it mostly does at small steps, the next step goes on at once: a branch, unlike a
/// choice, is foreseen by the processor. Either way a path gets the verdict of the logarithm.
/// Reference: Roberts and Tweedie, Bernoulli 2 (1996) 341–363, section 1.4.
struct MetropolisStepper<P: Potential>: Strider {
  /// As many steps as there are words at a time
  static var stride: Int { 8 }

  private let dimension: Int
  private let learningRate: Double
  /// 2/s
  private let inverseTemperature: Double
  private var noise: NormalSequence
  private var acceptance: LaneRandom
  private let storage: LaneStorage
  /// Where the paths are before an even step and before an odd one; a step proposes in the other place
  private let places: (even: MetropolisPlace, odd: MetropolisPlace)
  /// The words w of eight steps, made ahead; U = (w + ½)/2³²
  private let words: UnsafeMutablePointer<SIMD16<UInt64>>
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
    dimension = potential.dimension
    learningRate = settings.learningRate
    inverseTemperature = 2 / learningRate
    noise = try NormalSequence(settings, purpose: .proposals, dimension: dimension)
    acceptance = try settings.random(for: .acceptance)
    let size = MetropolisPlace.memory(dimension: dimension)
    storage = LaneStorage(count: 2 * size + 8)
    places = (
      MetropolisPlace(memory: storage.vector.slice(0, size), dimension: dimension),
      MetropolisPlace(memory: storage.vector.slice(size, size), dimension: dimension)
    )
    words = UnsafeMutableRawPointer(storage.vector.base + 2 * size)
      .bindMemory(to: SIMD16<UInt64>.self, capacity: 8)
  }

  mutating func begin(firstPath: UInt64) {
    noise.begin(firstPath: firstPath)
    acceptance.begin(firstPath: firstPath)
  }

  mutating func advance(
    _ potential: P, _ state: CurveState, stepSize: Double, steps: Range<UInt64>, scratch: LaneVector
  ) {
    if steps.lowerBound == 0 {
      let start = places.even
      start.weights.copy(from: state.weights)
      potential.valueAndGradient(
        at: start.weights, value: &start.loss.pointee, into: start.gradient, scratch: scratch)
    }
    if stepSize != scales.stepSize { scales = Scales(stepSize: stepSize, learningRate: learningRate) }
    if steps.lowerBound & 7 == 0 { drawWords(steps.lowerBound >> 2) }
    var (old, new) = places
    if steps.lowerBound & 1 == 1 { swap(&old, &new) }
    for step in steps {
      advance(potential, from: old, to: new, step: step, scratch: scratch)
      swap(&old, &new)
    }
    state.weights.copy(from: old.weights)
  }

  @inline(always)
  private mutating func advance(
    _ potential: P, from old: MetropolisPlace, to new: MetropolisPlace, step: UInt64, scratch: LaneVector
  ) {
    let normals = noise.vector(step)
    propose(old, new, normals)
    potential.valueAndGradient(
      at: new.weights, value: &new.loss.pointee, into: new.gradient, scratch: scratch)
    let word = words[Int(step & 7)]
    // 0·L(W′) makes it NaN, which is not above anything, where L(W′) is infinite
    let logRatio = (inverseTemperature * (old.loss.pointee - new.loss.pointee))
      .adding(Lanes(repeating: scales.reversal), times: reversal(old, new, normals))
      .adding(new.loss.pointee, times: .zero)
    if LaneMask(logRatio .> aboveLogOfUniform(word)).isAll { return }
    new.keep(where: logRatio - logOfUniform(word), else: old)
  }

  @inline(always)
  private func propose(_ old: MetropolisPlace, _ new: MetropolisPlace, _ normals: LaneVector) {
    let drift = Lanes(repeating: -scales.stepSize)
    let diffusion = Lanes(repeating: scales.diffusion)
    for k in 0..<dimension {
      new.weights.base[k] = old.weights.base[k].adding(drift, times: old.gradient.base[k])
        .adding(diffusion, times: normals.base[k])
    }
  }

  /// −½a·(a − 2ξ)/√(dt/s) = h·(ξ − ½√(dt/s) h), h = ∇L(W) + ∇L(W′)
  @inline(always)
  private func reversal(_ old: MetropolisPlace, _ new: MetropolisPlace, _ normals: LaneVector) -> Lanes {
    let scale = Lanes(repeating: -0.5 * scales.reversal)
    var sum = Lanes.zero
    for k in 0..<dimension {
      let slope = old.gradient.base[k] + new.gradient.base[k]
      sum = sum.adding(slope, times: normals.base[k].adding(scale, times: slope))
    }
    return sum
  }

  /// From words number `index` on: four steps share what stands at one address.
  private mutating func drawWords(_ index: UInt64) {
    acceptance.wordsOfTwoSteps(into: UnsafeMutableBufferPointer(start: words, count: 8), step: index)
  }
}

/// Where sixteen paths stand, with loss and gradient there.
private struct MetropolisPlace {
  private let memory: LaneVector
  private let dimension: Int

  static func memory(dimension: Int) -> Int { 2 * dimension + 1 }

  init(memory: LaneVector, dimension: Int) {
    self.memory = memory
    self.dimension = dimension
  }

  @inline(always)
  var loss: UnsafeMutablePointer<Lanes> { memory.base }

  @inline(always)
  var weights: LaneVector { memory.slice(1, dimension) }

  @inline(always)
  var gradient: LaneVector { memory.slice(1 &+ dimension, dimension) }

  /// Paths whose margin is not positive go to another place.
  @inline(always)
  func keep(where margin: Lanes, else other: MetropolisPlace) {
    loss.pointee = other.loss.pointee.replacing(with: loss.pointee, where: margin .> 0)
    // comparisons next to what they decide are one instruction; a mask that was kept is a loop over lanes
    for k in 0..<weights.count {
      weights.base[k] = other.weights.base[k].replacing(with: weights.base[k], where: margin .> 0)
      gradient.base[k] = other.gradient.base[k].replacing(with: gradient.base[k], where: margin .> 0)
    }
  }
}
