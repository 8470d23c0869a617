import Stochastic

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Chooses how hot a ladder has to become, and the normal law it ends in.
///
/// With a regulariser: the least s_hot in s, 2s, 4s, … for which N(0, s_hot/(2λ) I) and μ_{s_hot} are near each
/// other, Var(2U/s_hot) ≤ max(1, D/8) under the former; at most 2(U(0) − inf U), where the way over w = 0 costs
/// no well more than a thermal energy. Without one: twice the height L climbs on the way between the minima
/// passed in, and a normal law with the mean and 1.5 times the variances of a short pilot run there.
struct HotLaw<P: GibbsPotential> {
  let potential: P
  let learningRate: Double
  let minima: [[Double]]
  let seed: UInt64

  func bridge() throws(SamplingError) -> Bridge {
    guard learningRate > 0, learningRate.isFinite else {
      throw SamplingError("learning rate \(learningRate); expected a positive number")
    }
    for minimum in minima where minimum.count != potential.dimension {
      throw SamplingError("a minimum with \(minimum.count) numbers; expected \(potential.dimension)")
    }
    let bridge = potential.regularization > 0 ? regularized() : try fitted()
    let numbers = [bridge.hotLearningRate] + bridge.reference.mean + bridge.reference.variances
    guard let wrong = numbers.first(where: { !$0.isFinite }) else { return bridge }
    throw SamplingError(
      "a pilot run at learning rate \(bridge.hotLearningRate) ended at \(wrong); expected finite numbers")
  }

  private func regularized() -> Bridge {
    let evaluator = Evaluator(potential)
    let origin = evaluator.value(at: Array(repeating: 0, count: potential.dimension))
    let cap = max(learningRate, 2 * (origin - potential.remainderInfimum))
    var hot = learningRate
    while hot < cap, variance(hot) > max(1, Double(potential.dimension) / 8) { hot = min(2 * hot, cap) }
    return Bridge(
      reference: GaussianReference(
        dimension: potential.dimension, learningRate: hot, regularization: potential.regularization),
      learningRate: learningRate, hotLearningRate: hot)
  }

  /// The variance of 2U/s over 256 draws from N(0, s/(2λ) I).
  private func variance(_ s: Double) -> Double {
    let reference = GaussianReference(
      dimension: potential.dimension, learningRate: s, regularization: potential.regularization)
    let block = WalkerBlock(potential, reference: reference)
    let key = StreamKey(seed: seed, purpose: .referenceDraws)
    var moments = Moments()
    for group in 0..<16 {
      block.redraw(key, firstPath: 1 << 47 + UInt64(16 * group), step: 0)
      let excess = (2 / s) * block.loss - block.energy
      for lane in 0..<16 { moments.add(excess[lane]) }
    }
    return moments.variance
  }

  private func fitted() throws(SamplingError) -> Bridge {
    guard !minima.isEmpty else {
      throw SamplingError("without regularization the sampler needs at least one minimum to start from")
    }
    let hot = max(learningRate, 2 * climb())
    let unit = Array(repeating: 1.0, count: potential.dimension)
    let plan = LadderPlan(
      seed: seed, stage: Stage.fit, reference: GaussianReference(mean: minima[0], variances: unit),
      laws: [BridgePoint(referenceWeight: 0, inverseTemperature: 2 / hot)], endsInReference: false,
      kernel: .hamiltonian)
    let group = LadderGroup(potential, plan: plan, group: 0, starts: minima, scale: unit)
    group.warmUp(150, control: nil)
    var spread = CoordinateSpread(dimension: potential.dimension)
    group.run(300, adapting: false, nil) { spread.add($0.blocks[0].weights) }
    let variances = spread.scale(or: unit).map { 1.5 * $0 * $0 }
    return Bridge(
      reference: GaussianReference(mean: spread.means, variances: variances), learningRate: learningRate,
      hotLearningRate: hot)
  }

  /// The most that L climbs above the lower end on a straight way between two minima.
  private func climb() -> Double {
    let evaluator = Evaluator(potential)
    var most = 0.0
    for (index, first) in minima.enumerated() {
      for second in minima.dropFirst(index + 1).prefix(32) {
        let lower = min(evaluator.value(at: first), evaluator.value(at: second))
        for step in 1..<32 {
          let t = Double(step) / 32
          let point = zip(first, second).map { (1 - t) * $0 + t * $1 }
          most = max(most, evaluator.value(at: point) - lower)
        }
      }
    }
    return most
  }
}

/// Streams of one seed are told apart by what they are used for.
enum Stage {
  static let production: UInt64 = 0
  static let fit: UInt64 = 1
  static let annealingPilot: UInt64 = 2
  static let annealing: UInt64 = 3
  static let trajectories: UInt64 = 4
  static let ladderPilot: UInt64 = 8
}

/// What is wrong with the input of a sampler, and what was expected.
public struct SamplingError: Error, Equatable, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }
}

/// (Σw)²/(n Σw²) for w = e^logarithm, between 1/n and 1; 0 if no weight is finite and positive.
func effectiveFraction(logarithms: [Double]) -> Double {
  guard let largest = logarithms.max(), largest.isFinite else { return 0 }
  var (sum, squares) = (0.0, 0.0)
  for logarithm in logarithms {
    let weight = exp(logarithm - largest)
    sum += weight
    squares += weight * weight
  }
  return sum * sum / (squares * Double(logarithms.count))
}
