import Stochastic

/// log Z_s by sequential Monte Carlo from the reference to the target (Del Moral, Doucet and Jasra, JRSS B 68 (2006)
/// 411; with one move a temperature and no resampling it is Neal's annealed importance sampling).
///
/// Every independent replicate gives an unbiased Ẑ = N Π_t mean(e^(φ_{t−1} − φ_t)), N the reference's normalisation;
/// with the reference N(0, s/(2λ) I) that is (πs/λ)^{D/2} E[e^(−2U/s)].
struct AnnealedPartition: Sendable {
  /// log of the mean of Ẑ over the replicates
  let estimate: Estimate
  /// log Ẑ of every replicate
  let logarithms: [Double]
  let temperatures: Int

  init(estimate: Estimate, logarithms: [Double], temperatures: Int) {
    self.estimate = estimate
    self.logarithms = logarithms
    self.temperatures = temperatures
  }

  init<P: Potential>(
    _ potential: P, bridge: Bridge, settings: PartitionSettings, control: RunControl?
  ) throws(SamplingError) {
    let blocks = max(settings.particles / 16, 1)
    let plan = try AnnealingPlan(
      potential, bridge: bridge, blocks: 2 * blocks, seed: settings.seed, control: control)
    logarithms = inOrder(settings.replicates, threads: settings.threads) { replicate in
      Self.replicate(
        replicate, potential, plan: plan, bridge: bridge, blocks: blocks, settings: settings, control: control
      )
    }
    temperatures = plan.stops.count
    let mean = logarithmOfMean(logarithms)
    estimate = Estimate(
      value: mean.value + bridge.reference.logNormalization, standardError: mean.standardError)
  }

  private static func replicate<P: Potential>(
    _ replicate: Int, _ potential: P, plan: AnnealingPlan, bridge: Bridge, blocks: Int,
    settings: PartitionSettings, control: RunControl?
  ) -> Double {
    let particles = ParticleSystem(
      potential, bridge: bridge, blocks: blocks, seed: settings.seed, stage: Stage.annealing,
      replicate: replicate)
    var law = bridge.point(bridge.end)
    var sum = 0.0
    for (index, stop) in plan.stops.enumerated() where control?.isCancelled != true {
      let weights = particles.logarithms(from: law, to: stop.law)
      sum += logarithmOfMean(weights).value
      law = stop.law
      guard index < plan.stops.count - 1 else { break }
      particles.resample(weights)
      for _ in 0..<settings.moves {
        _ = particles.move(law, stepSize: stop.stepSize, scale: stop.scale)
      }
    }
    return sum
  }
}
