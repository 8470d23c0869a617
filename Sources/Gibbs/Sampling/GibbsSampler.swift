import Stochastic

/// Draws from μ_s ∝ exp(−2L/s) by Metropolis-corrected Markov chains, tempered where that may be needed.
///
/// Results do not depend on the number of threads, bit by bit.
public struct GibbsSampler<P: GibbsPotential>: Sendable {
  public let potential: P
  /// s
  public let learningRate: Double
  /// Local minima known beforehand; may be empty if L has a regulariser
  public let minima: [[Double]]
  public let settings: SamplerSettings

  public init(
    _ potential: P, learningRate: Double, minima: [[Double]] = [],
    settings: SamplerSettings = SamplerSettings()
  ) {
    self.potential = potential
    self.learningRate = learningRate
    self.minima = minima
    self.settings = settings
  }

  /// Chooses the ladder, warms up and draws.
  /// - Throws: `SamplingError` for input that makes no sense, `CancellationError`.
  public func run(control: RunControl? = nil) throws -> SamplingResult {
    try settings.check()
    let hot = HotLaw(potential: potential, learningRate: learningRate, minima: minima, seed: settings.seed)
    let bridge = try hot.bridge()
    let (tempered, rule) = decide(bridge)
    let places =
      tempered
      ? try LadderDesign(potential: potential, bridge: bridge, seed: settings.seed, control: control).places()
      : [bridge.start]
    let plan = LadderPlan(
      seed: settings.seed, stage: Stage.production, reference: bridge.reference,
      laws: places.map(bridge.point), endsInReference: tempered, kernel: settings.kernel)
    let records = inOrder(settings.groups, threads: settings.threads) { sample(plan, group: $0, control) }
    if control?.isCancelled == true { throw CancellationError() }
    return assemble(records, plan: plan, bridge: bridge, rule: rule)
  }

  private func decide(_ bridge: Bridge) -> (tempered: Bool, rule: String) {
    switch settings.tempering {
    case .always: return (true, "parallel tempering, as asked for")
    case .never: return (false, "plain chains, as asked for")
    case .automatic: break
    }
    if minima.count == 1 { return (false, "plain chains: one minimum is known") }
    if bridge.start == 1 && potential.regularization > 0 {
      return (false, "plain chains: the regulariser's normal law is near the Gibbs law")
    }
    return (true, "parallel tempering: \(minima.isEmpty ? "no" : "\(minima.count)") minima are known")
  }

  private func sample(_ plan: LadderPlan, group: Int, _ control: RunControl?) -> GroupRecord {
    let starts = potential.regularization > 0 ? [] : minima
    let scale = plan.reference.variances.map { $0.squareRoot() }
    let ladder = LadderGroup(potential, plan: plan, group: group, starts: starts, scale: scale)
    ladder.warmUp(settings.warmUp, control: control)
    var record = GroupRecord(
      rungs: plan.laws.count, dimension: potential.dimension, draws: settings.draws)
    var iteration = 0
    ladder.run(settings.draws * settings.thinning, adapting: false, control) { ladder in
      iteration += 1
      if iteration % settings.thinning == 0 { record.add(ladder, draw: iteration / settings.thinning - 1) }
    }
    record.close(ladder)
    return record
  }

  private func assemble(
    _ records: [GroupRecord], plan: LadderPlan, bridge: Bridge, rule: String
  ) -> SamplingResult {
    let chains = 16 * records.count
    let rungs = plan.laws.indices
    let record = LadderRecord(
      laws: plan.laws, chainCount: chains, drawCount: settings.draws,
      losses: rungs.map { rung in records.flatMap { $0.losses[rung] } },
      energies: rungs.map { rung in records.flatMap { $0.energies[rung] } })
    let samples = SampleSet(
      dimension: potential.dimension, chainCount: chains, drawCount: settings.draws,
      weights: records.flatMap(\.weights), losses: record.losses[0])
    func mean(_ value: (GroupRecord) -> Double) -> Double {
      records.reduce(0) { $0 + value($1) } / Double(records.count)
    }
    return SamplingResult(
      samples: samples, learningRate: learningRate, kernel: settings.kernel, rule: rule, bridge: bridge,
      rungs: rungs.map { rung in
        let direct = plan.endsInReference && rung == plan.laws.count - 1
        return SamplingResult.Rung(
          law: plan.laws[rung], stepSize: direct ? nil : mean { $0.stepSizes[rung] },
          acceptance: direct ? nil : mean { $0.acceptance[rung] })
      },
      exchangeRates: rungs.dropLast().map { rung in mean { $0.exchanges[rung] } },
      roundTrips: records.reduce(0) { $0 + $1.roundTrips }, ladder: record,
      wells: WellOccupation(samples, potential: potential, minima: minima, learningRate: learningRate))
  }
}

/// What sixteen ladders leave behind.
private struct GroupRecord: Sendable {
  let dimension: Int
  let draws: Int
  var weights: [Double]
  var losses: [[Double]]
  var energies: [[Double]]
  var stepSizes: [Double] = []
  var acceptance: [Double] = []
  var exchanges: [Double] = []
  var roundTrips = 0

  init(rungs: Int, dimension: Int, draws: Int) {
    self.dimension = dimension
    self.draws = draws
    weights = Array(repeating: 0, count: 16 * draws * dimension)
    losses = Array(repeating: Array(repeating: 0, count: 16 * draws), count: rungs)
    energies = losses
  }

  mutating func add<P: Potential>(_ ladder: LadderGroup<P>, draw: Int) {
    for lane in 0..<16 {
      let place = lane * draws + draw
      for k in 0..<dimension { weights[place * dimension + k] = ladder.blocks[0].weights[k][lane] }
      for (rung, block) in ladder.blocks.enumerated() {
        losses[rung][place] = block.loss[lane]
        energies[rung][place] = block.energy[lane]
      }
    }
  }

  mutating func close<P: Potential>(_ ladder: LadderGroup<P>) {
    stepSizes = ladder.stepSizes
    acceptance = ladder.acceptance.map(\.mean)
    exchanges = ladder.exchanges.map(\.mean)
    roundTrips = ladder.roundTrips
  }
}
