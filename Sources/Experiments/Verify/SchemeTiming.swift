import Stochastic

/// Thread time of one path-step of a scheme by itself, on this machine.
struct SchemeTiming {
  let threads: Int
  let control: RunControl

  /// Long enough to time, short enough not to be noticed.
  private static let (paths, steps, rounds) = (4096, 32, 3)

  /// The best of three short runs, in seconds.
  func secondsPerPathStep<P: Potential>(
    _ potential: P, _ scheme: VerifiedScheme, initial: InitialLaw
  ) throws -> Double {
    let step = 1.0 / 64
    let ensemble = try Ensemble(
      potential: potential, learningRate: step, initial: initial, times: [Double(Self.steps) * step],
      curves: [Curve(scheme.name, scheme.dynamics(step))], paths: Self.paths, seed: 1, threads: threads)
    var best = Double.infinity
    for _ in 0..<Self.rounds {
      best = min(best, try ensemble.run(control: control.part()).secondsPerPathStep(curve: 0))
      if control.isCancelled { throw CancellationError() }
    }
    return best
  }

  /// The row with what each of its errors cost.
  func priced(_ row: OrderRow, _ task: OrderTask, of bench: OrderBench) throws -> OrderRow {
    let each = try secondsPerPathStep(bench.problem.potential, task.scheme, initial: bench.problem.initial)
    let steps = task.steps.map {
      Double(
        task.scheme.dynamics($0).stepCount(
          learningRate: bench.kind.isInLearningRate ? $0 : bench.problem.learningRate, times: bench.times))
    }
    var row = row
    row.gradients = steps.map { $0 * Double(task.scheme.gradientsPerStep) }
    row.seconds = steps.map { $0 * each }
    return row
  }
}
