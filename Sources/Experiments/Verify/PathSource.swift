import Stochastic

/// What is to be simulated for a measurement.
struct PathRun: Sendable {
  let potential: any Potential
  let learningRate: Double
  let initial: InitialLaw
  let times: [Double]
  let curves: [Curve]
  /// Whether the weights are wanted beside the loss
  let recordsWeights: Bool
  let seed: UInt64
  /// Whether the Brownian path is a function of the seed alone, the same in every run
  var refinable = false
}

/// The paths of a run, one by one.
struct PathValues: Sendable {
  /// (curve, function, time, path): function 0 is the loss, 1 + k is w_k
  var values: [[[[Double]]]]
}

/// Where paths come from: the ensembles of this program, or in tests a scheme that is broken on purpose.
protocol PathSource: Sendable {
  /// At most `RetainedPaths.limit` paths.
  func values(_ run: PathRun, paths: Range<Int>, control: RunControl) throws -> PathValues
}

/// The ensembles that every other command uses.
struct EnsembleSource: PathSource {
  let threads: Int

  func values(_ run: PathRun, paths: Range<Int>, control: RunControl) throws -> PathValues {
    let state = try state(run.potential, run, paths, control)
    let functions = run.recordsWeights ? 1 + run.potential.dimension : 1
    return PathValues(
      values: run.curves.indices.map { curve in
        (0..<functions).map { function in
          run.times.indices.map { time in
            function == 0
              ? state.retained.losses(curve: curve, time: time)
              : state.retained.losses(recorded: function - 1, curve: curve, time: time)
          }
        }
      })
  }

  private func state<P: Potential>(
    _ potential: P, _ run: PathRun, _ paths: Range<Int>, _ control: RunControl
  ) throws -> EnsembleState {
    let d = potential.dimension
    let coordinates = run.recordsWeights ? (0..<d).map { Coordinate(dimension: d, index: $0) } : []
    let ensemble = try Ensemble(
      potential: potential, learningRate: run.learningRate, initial: run.initial, times: run.times,
      curves: run.curves, recording: coordinates, paths: paths.count, seed: run.seed,
      refinable: run.refinable, firstPath: UInt64(paths.lowerBound), threads: threads)
    let state = try ensemble.run(control: control.part())
    if control.isCancelled { throw CancellationError() }
    return state
  }
}
