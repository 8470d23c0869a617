import Stochastic

extension OrderMeter {
  /// L(algorithm) − L(SDE) at each s, each from paths of its own.
  func algorithms(_ bench: OrderBench, _ seed: UInt64) throws -> [OrderRow] {
    let rates = bench.tasks[0].steps
    var gaps = bench.tasks.map { _ in [Estimate]() }
    for (place, rate) in rates.enumerated() {
      let seed = StreamKey(seed: seed, purpose: .replicates).derivedSeed(UInt64(place))
      for (task, gap) in try self.gaps(bench, learningRate: rate, seed: seed).enumerated() {
        gaps[task].append(gap)
      }
    }
    return zip(bench.tasks, gaps).map { OrderRow($0, of: bench, MeasuredErrors(steps: $0.steps, $1)) }
  }

  /// One for each task, at one s: means of differences path by path.
  private func gaps(_ bench: OrderBench, learningRate: Double, seed: UInt64) throws -> [Estimate] {
    let problem = bench.problem
    let references = bench.references(learningRate: learningRate)
    let curves =
      references.enumerated().map { Curve("reference \($0)", $1.dynamics) }
      + bench.tasks.map { Curve($0.name, $0.scheme.dynamics(learningRate)) }
    let run = PathRun(
      potential: problem.potential, learningRate: learningRate, initial: problem.initial, times: bench.times,
      curves: curves, recordsWeights: false, seed: seed)
    var means = bench.tasks.map { _ in CorrelatedMeans(dimension: 1) }
    // as many paths as steps allow: the gap shrinks with s, and so must its error
    try forEachBatch(run, paths: bench.paths) { batch, _ in
      for task in bench.tasks.indices {
        var gap = batch.values[references.count + task][0][0]
        for (curve, reference) in references.enumerated() {
          for (path, loss) in batch.values[curve][0][0].enumerated() { gap[path] -= reference.weight * loss }
        }
        means[task].add([gap])
      }
    }
    return means.map(\.estimate)
  }
}
