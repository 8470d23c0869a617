import Stochastic

/// Temperatures and moves of a sequential Monte Carlo run, chosen by a pilot and then fixed: with a fixed plan the
/// estimate of Z is unbiased.
struct AnnealingPlan: Sendable {
  struct Stop: Sendable {
    let law: BridgePoint
    let stepSize: Double
    let scale: [Double]
  }

  /// From the first law after the reference to the target
  let stops: [Stop]
  /// Effective share of the particles that every reweighting leaves
  static let effectiveShare = 0.7
  /// Temperatures at the most; a potential that needs more is not finite where the particles go
  static let mostStops = 2000

  /// Lets a pilot of `blocks` × 16 particles go down the bridge, as far each time as leaves the effective share.
  init<P: Potential>(
    _ potential: P, bridge: Bridge, blocks: Int, seed: UInt64, control: RunControl?
  ) throws(SamplingError) {
    let particles = ParticleSystem(
      potential, bridge: bridge, blocks: blocks, seed: seed, stage: Stage.annealingPilot, replicate: 0)
    var stops: [Stop] = []
    var place = bridge.end
    var stepSize = 0.5
    while place > bridge.start, control?.isCancelled != true {
      guard stops.count < Self.mostStops else {
        throw SamplingError(
          "annealing to learning rate \(bridge.learningRate) takes more than \(Self.mostStops) temperatures")
      }
      let next = Self.next(place, particles)
      let law = bridge.point(next)
      particles.resample(particles.logarithms(from: bridge.point(place), to: law))
      var spread = CoordinateSpread(dimension: potential.dimension)
      for block in particles.blocks { spread.add(block.weights) }
      let scale = spread.scale(or: bridge.reference.variances.map { $0.squareRoot() })
      var averaging = DualAveraging(target: 0.8, stepSize: stepSize)
      for _ in 0..<12 {
        averaging.update(
          acceptance: particles.move(law, stepSize: averaging.stepSize, scale: scale))
      }
      stepSize = averaging.averaged
      stops.append(Stop(law: law, stepSize: stepSize, scale: scale))
      place = next
    }
    self.stops = stops
  }

  /// The farthest place towards the target at which the share is left, by bisection; never no progress at all.
  private static func next<P: Potential>(_ place: Double, _ particles: ParticleSystem<P>) -> Double {
    let bridge = particles.bridge
    let from = bridge.point(place)
    func share(_ x: Double) -> Double {
      effectiveFraction(logarithms: particles.logarithms(from: from, to: bridge.point(x)))
    }
    // the legs are joined by a stop of their own
    let limit = place > 1 ? max(bridge.start, 1) : bridge.start
    if share(limit) >= effectiveShare { return limit }
    var (near, far) = (place, limit)
    for _ in 0..<30 {
      let middle = 0.5 * (near + far)
      if share(middle) >= effectiveShare { near = middle } else { far = middle }
    }
    return near < place ? near : far
  }
}
