import Stochastic

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What all chains of a run have in common.
struct LadderPlan: Sendable {
  let seed: UInt64
  /// Tells runs with the same seed apart: pilots and production
  let stage: UInt64
  let reference: GaussianReference
  /// From the target (first) to the hottest law
  let laws: [BridgePoint]
  /// Whether the last law is the reference itself, redrawn afresh every iteration
  let endsInReference: Bool
  let kernel: MarkovKernel
}

/// The Metropolis-corrected proposal of a sampler.
public enum MarkovKernel: String, Sendable, CaseIterable {
  /// Metropolis-adjusted Langevin: one leapfrog step, driven to acceptance 0.574
  case langevin
  /// Hamiltonian Monte Carlo: jittered trajectories of up to half a period, driven to acceptance 0.8
  case hamiltonian

  var targetAcceptance: Double { self == .langevin ? 0.574 : 0.8 }
}

/// Sixteen ladders of walkers, one walker a rung: lane l of all blocks is ladder l.
///
/// Every iteration moves every rung and then exchanges neighbours, pairs (0,1), (2,3), … and (1,2), (3,4), … in
/// turn (Okabe, Kawata, Okamoto and Mikami 2001; Syed, Bouchard-Côté, Deligiannidis and Doucet, JRSS B 84 (2022)).
/// All random numbers are addressed by (seed, stage, rung, chain, iteration).
final class LadderGroup<P: Potential> {
  let plan: LadderPlan
  private(set) var blocks: [WalkerBlock<P>]
  private var moves: [HamiltonianMove]
  private var averaging: [DualAveraging]
  private(set) var acceptance: [Moments]
  /// Of the exchange of rungs k and k + 1
  private(set) var exchanges: [Moments]
  /// 1 where the walker was at the hot end since it was last at the cold one, per rung
  private var cameFromHot: [Lanes]
  /// Walkers that reached the cold end from the hot one
  private(set) var roundTrips = 0
  private let firstChain: UInt64
  private let momenta: StreamKey
  private let choices: StreamKey
  private let uniforms = LaneStorage(count: 4)
  private var iteration: UInt64 = 0

  /// - Parameter starts: where the walkers of the rungs before the reference start, chain by chain in turn;
  ///   empty for draws from the reference.
  init(_ potential: P, plan: LadderPlan, group: Int, starts: [[Double]], scale: [Double]) {
    self.plan = plan
    firstChain = UInt64(16 * group)
    momenta = StreamKey(seed: plan.seed, purpose: .momenta)
    choices = StreamKey(seed: plan.seed, purpose: .acceptance)
    blocks = plan.laws.map { _ in WalkerBlock(potential, reference: plan.reference) }
    moves = plan.laws.map { _ in HamiltonianMove(stepSize: 0.5, steps: 1, scale: scale) }
    averaging = plan.laws.map { _ in DualAveraging(target: plan.kernel.targetAcceptance, stepSize: 0.5) }
    acceptance = plan.laws.map { _ in Moments() }
    exchanges = plan.laws.dropFirst().map { _ in Moments() }
    cameFromHot = plan.laws.map { _ in .zero }
    for (rung, block) in blocks.enumerated() { place(block, rung: rung, starts: starts) }
  }

  private func place(_ block: WalkerBlock<P>, rung: Int, starts: [[Double]]) {
    if starts.isEmpty || (plan.endsInReference && rung == plan.laws.count - 1) {
      let key = StreamKey(seed: plan.seed, purpose: .referenceDraws)
      return block.redraw(key, firstPath: path(rung), step: 0)
    }
    for lane in 0..<16 {
      let start = starts[(Int(firstChain) + lane) % starts.count]
      for k in start.indices { block.weights[k][lane] = start[k] }
    }
    block.refresh()
  }

  private func path(_ rung: Int) -> UInt64 { plan.stage << 40 | UInt64(rung) << 24 | firstChain }

  /// One iteration of all ladders; step sizes follow the acceptance while `adapting`.
  func iterate(adapting: Bool) {
    iteration += 1
    for rung in blocks.indices { move(rung, adapting: adapting) }
    for rung in stride(from: Int(iteration & 1), to: blocks.count - 1, by: 2) { exchange(rung) }
    guard blocks.count > 1 else { return }
    cameFromHot[blocks.count - 1] = Lanes(repeating: 1)
    roundTrips += Int(cameFromHot[0].sum())
    cameFromHot[0] = .zero
  }

  private func move(_ rung: Int, adapting: Bool) {
    if plan.endsInReference && rung == blocks.count - 1 {
      let key = StreamKey(seed: plan.seed, purpose: .referenceDraws)
      return blocks[rung].redraw(key, firstPath: path(rung), step: iteration)
    }
    choices.fillUniforms(uniforms.vector, firstPath: path(rung), step: iteration)
    var proposal = moves[rung]
    if adapting { proposal.stepSize = averaging[rung].stepSize }
    proposal.steps = trajectory(proposal.stepSize, uniform: uniforms.vector[1][0], adapting: adapting)
    let probability = blocks[rung].move(
      plan.laws[rung], proposal, momenta, firstPath: path(rung), step: iteration, uniform: uniforms.vector[0])
    let mean = probability.sum() / 16
    acceptance[rung].add(mean)
    if adapting { averaging[rung].update(acceptance: mean) }
  }

  /// Uniform in 1 … π/ε (half a period of a coordinate with standard deviation 1 in units of the scale).
  private func trajectory(_ stepSize: Double, uniform: Double, adapting: Bool) -> Int {
    guard plan.kernel == .hamiltonian else { return 1 }
    let longest = min((Double.pi / stepSize).rounded(.up), adapting ? 16 : 64)
    return 1 + Int(uniform * longest)
  }

  /// Exchanges rungs k and k + 1 with probability min(1, e^(φ_k(a) + φ_{k+1}(b) − φ_k(b) − φ_{k+1}(a))).
  private func exchange(_ rung: Int) {
    let (cold, hot) = (blocks[rung], blocks[rung + 1])
    let (here, there) = (plan.laws[rung], plan.laws[rung + 1])
    let logarithm =
      cold.energy(of: here) + hot.energy(of: there) - hot.energy(of: here) - cold.energy(of: there)
    // the difference of two infinite energies is no number: no exchange
    let ratio = exp(logarithm.replacing(with: 0, where: logarithm .> 0))
    let probability = Lanes.zero.replacing(with: ratio, where: logarithm .== logarithm)
    choices.fillUniforms(uniforms.vector, firstPath: path(rung), step: iteration)
    let chosen = uniforms.vector[2] .< probability
    cold.exchange(with: hot, where: chosen)
    let flags = cameFromHot[rung]
    cameFromHot[rung].replace(with: cameFromHot[rung + 1], where: chosen)
    cameFromHot[rung + 1].replace(with: flags, where: chosen)
    exchanges[rung].add(probability.sum() / 16)
  }
}

extension LadderGroup {
  /// Forgets the acceptance counts, and the adaptation of step sizes but not their values.
  func restartAdaptation(scales: [[Double]]? = nil) {
    for rung in moves.indices {
      if let scales { moves[rung].scale = scales[rung] }
      let stepSize = scales == nil ? averaging[rung].averaged : 0.5
      averaging[rung] = DualAveraging(target: plan.kernel.targetAcceptance, stepSize: stepSize)
    }
    forgetCounts()
  }

  /// Fixes the step sizes at their averages; from here on the chains are Markov chains.
  func freeze() {
    for rung in moves.indices { moves[rung].stepSize = averaging[rung].averaged }
    forgetCounts()
  }

  private func forgetCounts() {
    acceptance = plan.laws.map { _ in Moments() }
    exchanges = plan.laws.dropFirst().map { _ in Moments() }
    roundTrips = 0
  }

  var stepSizes: [Double] { moves.map(\.stepSize) }
}
