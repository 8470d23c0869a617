/// Many paths of several dynamics on one potential, over all cores.
///
/// Paths are simulated in blocks of sixteen, one a SIMD lane, and folded into the statistics in block order:
/// the answer does not depend, bit for bit, on the number of threads, on who computed which block, or on
/// interruption and resumption. Memory does not grow with the number of steps, nor with the number of paths
/// beyond the first few thousand, which are kept for quantiles.
///
///     let ensemble = try Ensemble(
///       potential: DoubleWell(), learningRate: 0.2, initial: .point([1]), times: [1, 2, 4],
///       curves: [Curve("sde", .sde(stepSize: 0.005))], paths: 100_000, seed: 1)
///     let state = try ensemble.run()
///     print(state.estimate(curve: 0, time: 2))
public struct Ensemble<P: Potential>: Sendable {
  public let potential: P
  public let curves: [Curve]
  public let times: [Double]
  public let paths: Range<UInt64>
  public let threads: Int
  var settings: EnsembleSettings

  /// - Parameters:
  ///   - learningRate: s, SGD's step and the SDE's noise level
  ///   - times: when losses are recorded, ascending, not negative
  ///   - recording: other functions of the weights to record at the same times, such as the loss on a test set; they
  ///     change nothing about the paths
  ///   - refinable: whether the Brownian path is a function of the seed alone, the same in every run whatever its
  ///     schemes and step sizes: slower, needs philox, and makes every dt the learning rate divided by a power of two.
  ///     Adaptive curves always have it
  ///   - firstPath: paths are numbered; a run over 0 ..< 2m is one over 0 ..< m and one over m ..< 2m
  ///   - threads: how many to use; all cores unless stated
  /// - Throws: `ProblemError` for numbers out of range or a curve that needs samples on a potential that is not a `FiniteSum`.
  public init(
    potential: P, learningRate: Double, initial: InitialLaw, times: [Double], curves: [Curve],
    recording: [any Potential] = [], paths: Int, seed: UInt64, generator: RandomGenerator = .philox,
    refinable: Bool = false, firstPath: UInt64 = 0, threads: Int? = nil
  ) throws {
    self.potential = potential
    self.curves = curves
    self.times = times
    self.paths = firstPath..<(firstPath + UInt64(max(paths, 0)))
    self.threads = max(threads ?? ProcessorCount.available, 1)
    settings = EnsembleSettings(
      learningRate: learningRate, initial: initial, times: times, recorded: recording, seed: seed,
      generator: generator)
    settings.endPath = self.paths.upperBound
    try checkNumbers()
    try checkRefinements()
    if refinable || curves.contains(where: \.dynamics.isAdaptive) {
      guard generator == .philox else {
        throw ProblemError("generator \(generator.name); a refinable Brownian path needs philox")
      }
      settings.grid = try BrownianGrid(times: times, learningRate: learningRate)
    }
    _ = try makeSimulators()
  }

  /// Runs from the beginning, or from where `resuming` left off, until done or cancelled.
  ///
  /// A cancelled run returns an unfinished state, from which `resuming` continues to the same bits.
  /// - Throws: `ProblemError` for a state of another ensemble; `FlowError` where a solver fails.
  public func run(
    resuming: EnsembleState? = nil, control: RunControl = RunControl(),
    checkpoint: ((EnsembleState) -> Void)? = nil
  ) throws -> EnsembleState {
    if let state = resuming {
      guard state.curveCount == curves.count, state.timeCount == times.count, state.pathCount == paths.count,
        state.recordedCount == settings.recorded.count
      else { throw ProblemError("the state to resume from is of another ensemble") }
    }
    let workers = try (0..<threads).map { _ in try makeSimulators() }
    let state =
      resuming
      ?? EnsembleState(
        curves: curves, times: times, paths: paths.count, recorded: settings.recorded.count)
    let stepsPerBlock = workers[0].reduce(0.0) { $0 + Double($1.stepCount) }
    control.start(
      total: stepsPerBlock * Double(state.blockCount), before: stepsPerBlock * Double(state.foldedBlocks))
    let loop = EnsembleLoop(
      workers: workers, state: state, firstPath: paths.lowerBound, control: control, checkpoint: checkpoint)
    loop.run()
    if let failure = control.failure { throw failure }
    return state
  }

  private func checkRefinements() throws(ProblemError) {
    for curve in curves where curve.refinement != 0 {
      guard (0...40).contains(curve.refinement), let step = curve.dynamics.stepSize,
        (times.last ?? 0) / step < 1e15 / Double(1 << curve.refinement)
      else {
        throw ProblemError(
          "curve \(curve.name): refinement \(curve.refinement); expected a continuous dynamics, 0 to 40, and fewer "
            + "than 1e15 steps")
      }
    }
  }

  private func checkNumbers() throws(ProblemError) {
    guard settings.learningRate > 0, settings.learningRate.isFinite else {
      throw ProblemError("learningRate \(settings.learningRate); expected a positive number")
    }
    guard settings.initial.dimension == potential.dimension else {
      throw ProblemError(
        "the initial law has \(settings.initial.dimension) weights; the potential has \(potential.dimension)")
    }
    for (place, other) in settings.recorded.enumerated() where other.dimension != potential.dimension {
      throw ProblemError(
        "recorded potential \(place) has \(other.dimension) weights; expected \(potential.dimension)")
    }
    guard let first = times.first, first >= 0, times.allSatisfy(\.isFinite),
      zip(times, times.dropFirst()).allSatisfy({ $0 < $1 })
    else { throw ProblemError("times \(times); expected at least one, ascending from 0 on") }
    guard !paths.isEmpty, !curves.isEmpty else {
      throw ProblemError("expected at least one path and one curve")
    }
    guard settings.initial.isFinite else {
      throw ProblemError("the initial law has means or a standard deviation that are not finite and >= 0")
    }
    for step in curves.map({ $0.dynamics.nominalStep(learningRate: settings.learningRate) }) {
      guard step > 0, step.isFinite, (times.last ?? 0) / step < 1e15 else {
        throw ProblemError("step size \(step); expected a positive number, and fewer than 1e15 steps")
      }
    }
    for case .adaptiveSDE(let tolerance) in curves.map(\.dynamics)
    where !(tolerance > 0 && tolerance.isFinite) {
      throw ProblemError("tolerance \(tolerance); expected a positive number")
    }
  }

  /// What one thread needs: all Brownian curves together, every other curve by itself.
  private func makeSimulators() throws -> [any BlockSimulator] {
    var brownian: [BrownianCurve] = []
    var simulators: [any BlockSimulator] = []
    for (index, curve) in curves.enumerated() {
      let schedule = curve.schedule(
        learningRate: settings.learningRate, times: times, grid: settings.grid)
      switch curve.dynamics {
      case .sde(let integrator, let stepSize):
        brownian.append(
          BrownianCurve(
            index: index, integrator: integrator, schedule: schedule,
            stepSize: stepSize / Double(1 << curve.refinement)))
      case .noisyGradientDescent:
        brownian.append(
          BrownianCurve(
            index: index, integrator: .eulerMaruyama, schedule: schedule, stepSize: settings.learningRate))
      case .adaptiveSDE(let tolerance):
        simulators.append(
          try AdaptiveSimulator(settings, potential: potential, curve: index, tolerance: tolerance))
      case .sgd, .covarianceSDE, .svag:
        simulators.append(try minibatchSimulator(index, schedule))
      case .gradientFlow, .adaptiveGradientFlow, .underdamped, .mala:
        simulators.append(try curve.dynamics.simulator(settings, potential, curve: index, schedule))
      }
    }
    if !brownian.isEmpty {
      simulators.append(try BrownianSimulator(settings, potential: potential, curves: brownian))
    }
    return simulators
  }
}
