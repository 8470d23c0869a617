/// Levels of one dynamics, simulated by ensembles of one curve, or of two on one Brownian path.
///
/// At level 0 there are the fewest equal steps of at most `coarsestStep` between each two recording times; every level
/// halves them. Each level draws from a seed of its own, and P_l alone from another than the pair (P_l, P_{l−1}): all
/// terms of the telescoping sum are independent.
struct EnsembleLevels<P: Potential>: LevelSource {
  let potential: P
  let learningRate: Double
  let initial: InitialLaw
  let times: [Double]
  let recording: [any Potential]
  let scheme: LevelScheme
  let coarsestStep: Double
  let seed: UInt64
  let generator: RandomGenerator
  let threads: Int?
  /// Where batches are noted, and read from if they are there
  var journal = MultilevelJournal()
  /// Told now and then that the journal may be saved
  var checkpoint: @Sendable () -> Void = {}

  var targetCount: Int { (1 + recording.count) * times.count }
  var weakOrder: Double { scheme.weakOrder }
  var varianceOrder: Double { 2 * scheme.strongOrder }

  func stepSize(_ level: Int) -> Double {
    curve(level).schedule(learningRate: learningRate, times: times).segments
      .filter { $0.count > 0 }.map(\.stepSize).max() ?? coarsestStep / Double(1 << level)
  }

  func cost(_ level: Int, isPair: Bool) -> Double {
    let levels = isPair ? [level, level - 1] : [level]
    let steps = levels.map { curve($0).schedule(learningRate: learningRate, times: times).stepCount }
    return Double(max(scheme.gradientsPerStep * steps.reduce(0, +), 1))
  }

  private func curve(_ level: Int) -> Curve {
    Curve("level \(level)", scheme.dynamics(stepSize: coarsestStep), refinement: level)
  }

  func sample(_ level: Int, isPair: Bool, paths: Range<UInt64>, control: RunControl) throws -> LevelBatch {
    let entry = MultilevelJournal.Entry(level: level, isPair: isPair, paths: paths)
    if let known = try journal.batch(entry) { return known }
    let seeds = StreamKey(seed: seed, purpose: .levels)
    let ensemble = try Ensemble(
      potential: potential, learningRate: learningRate, initial: initial, times: times,
      curves: isPair ? [curve(level), curve(level - 1)] : [curve(level)], recording: recording,
      paths: paths.count, seed: seeds.derivedSeed(2 * UInt64(level) + (isPair ? 1 : 0)), generator: generator,
      firstPath: paths.lowerBound, threads: threads)
    let start = ContinuousClock.now
    let state = try ensemble.run(resuming: unfinished(ensemble), control: control.part()) {
      journal.note($0)
      checkpoint()
    }
    guard state.isFinished else {
      journal.note(state)
      throw CancellationError()
    }
    let batch = batch(state, isPair: isPair, seconds: (ContinuousClock.now - start) / .seconds(1))
    journal.append(entry, batch)
    return batch
  }

  /// Where the journal says that this ensemble was interrupted.
  private func unfinished(_ ensemble: Ensemble<P>) throws -> EnsembleState? {
    guard let numbers = journal.takeUnfinished() else { return nil }
    guard
      let state = EnsembleState.restored(
        from: numbers, curves: ensemble.curves, times: times, paths: ensemble.paths.count,
        recorded: recording.count)
    else { throw ProblemError("the journal to resume from is of another run") }
    return state
  }

  private func batch(_ state: EnsembleState, isPair: Bool, seconds: Double) -> LevelBatch {
    let targets = (-1..<recording.count).flatMap { place in times.indices.map { (place, $0) } }
    func all(_ curve: Int) -> [Moments] {
      targets.map { place, time in
        place < 0
          ? state.moments(curve: curve, time: time) : state.moments(recorded: place, curve: curve, time: time)
      }
    }
    func kept(_ curve: Int, _ place: Int, _ time: Int) -> [Double] {
      place < 0
        ? state.retained.losses(curve: curve, time: time)
        : state.retained.losses(recorded: place, curve: curve, time: time)
    }
    var batch = LevelBatch(
      fine: all(0), fourth: [], divergedFine: state.divergences[0].count, seconds: seconds)
    batch.retained = state.retained
    guard isPair else {
      batch.fourth = targets.map { FourthMoment(of: kept(0, $0, $1)) }
      return batch
    }
    batch.coarse = all(1)
    batch.divergedCoarse = state.divergences[1].count
    batch.difference = targets.map { place, time in
      place < 0 ? state.moments(pair: 0, time: time) : state.moments(recorded: place, pair: 0, time: time)
    }
    batch.fourth = targets.map { place, time in
      FourthMoment(of: zip(kept(0, place, time), kept(1, place, time)).map { $0 - $1 })
    }
    return batch
  }
}
