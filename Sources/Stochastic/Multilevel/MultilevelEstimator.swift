/// E L(W_t) of an SDE to a given accuracy by multilevel Monte Carlo: bias and chance together.
///
/// The expectation at the finest step size is a telescoping sum over step sizes dt_l = dt₀ 2^(−l),
///
///     E P_L = E P_0 + Σ_{l=1}^{L} E(P_l − P_{l−1}),
///
/// each term estimated from paths of its own, the two of a difference on one Brownian path. Differences vary little
/// (V_l ~ dt_l^2 for schemes of strong order 1 with additive noise, dt_l^3 for SRA1), so that nearly all paths are as coarse
/// as is stable, and the cost to an accuracy ε is O(ε⁻²) gradients instead of O(ε^(−2−1/α)). dt₀, the paths of every level
/// and the number of levels are chosen by what the paths show: see `MultilevelRun`, `CoarsestLevel`, `Allocation`,
/// `BiasBound`. What ε means: see `AccuracyBudget`.
///
///     let answer = try MultilevelEstimator(
///       potential: DoubleWell(), learningRate: 0.2, initial: .point([1]), times: [1, 2, 4], epsilon: 1e-3, seed: 1
///     ).run()
///     print(answer.estimate(time: 2), answer.halfWidth(time: 2))
///
/// The answer is a function of the seed: it does not depend on threads.
/// References: Giles, Operations Research 56 (2008) 607–617; Giles, Acta Numerica 24 (2015) 259–328.
public struct MultilevelEstimator<P: Potential>: Sendable {
  public let times: [Double]
  public let scheme: LevelScheme
  public let budget: AccuracyBudget
  private let levels: EnsembleLevels<P>

  /// - Parameters:
  ///   - learningRate: s
  ///   - recording: other functions of the weights, to be within ε too
  ///   - scheme: what is stepped, and how
  ///   - epsilon: half-width of the interval that holds the truth, at all times and for all functions at once
  ///   - confidence: that it does
  /// - Throws: `ProblemError` for numbers out of range.
  public init(
    potential: P, learningRate: Double, initial: InitialLaw, times: [Double], recording: [any Potential] = [],
    scheme: LevelScheme = .sde(), epsilon: Double, confidence: Double = 0.99, seed: UInt64,
    generator: RandomGenerator = .philox, threads: Int? = nil
  ) throws {
    self.times = times
    self.scheme = scheme
    budget = try AccuracyBudget(
      epsilon: epsilon, confidence: confidence, count: (1 + recording.count) * times.count)
    let gaps = zip(times, [0] + times).map { $0 - $1 }
    let widest = gaps.max().flatMap { $0 > 0 ? $0 : nil } ?? 1
    levels = EnsembleLevels(
      potential: potential, learningRate: learningRate, initial: initial, times: times, recording: recording,
      scheme: scheme, coarsestStep: widest, seed: seed, generator: generator, threads: threads)
    // what is wrong with the numbers is wrong with an ensemble of them
    _ = try Ensemble(
      potential: potential, learningRate: learningRate, initial: initial, times: times,
      curves: [Curve("level", scheme.dynamics(stepSize: widest))], recording: recording, paths: 1, seed: seed,
      generator: generator, threads: 1)
  }

  /// Samples until the accuracy is reached.
  ///
  /// - Parameters:
  ///   - journal: of an interrupted run, to go on from; it holds what there is whenever this one is interrupted
  ///   - progress: is told what is being sampled
  ///   - checkpoint: called every now and then, when the journal's numbers may be taken
  /// - Throws: `CancellationError` if `control` was cancelled; `ProblemError` if no step size is stable, or ε asks for more
  ///   paths than there are.
  public func run(
    control: RunControl = RunControl(), journal: MultilevelJournal = MultilevelJournal(),
    progress: @escaping (String) -> Void = { _ in }, checkpoint: @escaping @Sendable () -> Void = {}
  ) throws -> MultilevelResult {
    var levels = levels
    (levels.journal, levels.checkpoint) = (journal, checkpoint)
    var run = MultilevelRun(levels, budget: budget, control: control, progress: progress)
    try run.run()
    return MultilevelResult(run, times: times, scheme: scheme)
  }
}
