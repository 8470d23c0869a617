import Stochastic

extension OrderMeter {
  /// L(W_dt) less the closed form of E L, at the only time or on average over the recording times of a path.
  ///
  /// Underdamped curves of different steps share no path: every step has a run of its own.
  func underdamped(_ bench: OrderBench, _ seed: UInt64) throws -> Findings {
    let key = StreamKey(seed: seed, purpose: .replicates)
    var findings = Findings(rows: [], agreements: [])
    for (place, task) in bench.tasks.enumerated() {
      let errors = try task.steps.enumerated().map { number, step in
        try meanLossError(
          bench, task.scheme.dynamics(step), seed: key.derivedSeed(UInt64(place << 8 + number)))
      }
      let row = OrderRow(
        task, of: bench, MeasuredErrors(steps: task.steps, errors),
        scale: task.steps.map { bench.problem.obaboBias(step: $0) ?? .nan })
      findings.rows.append(row)
      findings.agreements +=
        bench.kind == .underdamped
        ? [Agreement.oneLimit(row)].compactMap { $0 } : Agreement.obaboBias(row, of: bench)
    }
    return findings
  }

  private func meanLossError(_ bench: OrderBench, _ dynamics: Dynamics, seed: UInt64) throws -> Estimate {
    let problem = bench.problem
    let run = PathRun(
      potential: problem.potential, learningRate: problem.learningRate, initial: problem.initial,
      times: bench.times, curves: [Curve("underdamped", dynamics)], recordsWeights: false, seed: seed)
    let truth = bench.underdampedTruth(dynamics) ?? .nan
    var means = CorrelatedMeans(dimension: 1)
    try forEachBatch(run, paths: bench.paths) { batch, _ in
      let losses = batch.values[0][0]
      means.add([
        losses[0].indices.map { path in
          losses.reduce(0) { $0 + $1[path] } / Double(losses.count) - truth
        }
      ])
    }
    return means.estimate
  }
}

extension OrderBench {
  /// E L at the horizon; in the end W has the Gibbs law of the SDE.
  fileprivate func underdampedTruth(_ dynamics: Dynamics) -> Double? {
    guard case .underdamped(_, let friction, _) = dynamics else { return nil }
    return kind == .underdampedStationary
      ? problem.meanLoss(.infinity) : problem.underdampedLoss(friction, horizon)
  }
}

extension VerifyProblem {
  /// OBABO's stationary E L on L = (k/2)‖w‖², less the Gibbs mean: (Ds/4)(1/(1 − k dt²/4) − 1).
  fileprivate func obaboBias(step: Double) -> Double? {
    guard let quadratic = potential as? Quadratic, let exact = meanLoss(.infinity) else { return nil }
    return exact * (1 / (1 - quadratic.regularization * step * step / 4) - 1)
  }
}

extension Agreement {
  /// The bias that OBABO must have on a quadratic, step by step.
  fileprivate static func obaboBias(_ row: OrderRow, of bench: OrderBench) -> [Agreement] {
    guard row.scheme == UnderdampedIntegrator.obabo.rawValue else { return [] }
    return row.data.steps.enumerated().compactMap { place, step in
      bench.problem.obaboBias(step: step).map {
        Agreement(
          statement: "\(row.scheme) on the quadratic, dt = \(step.shortText): its bias of E L", expected: $0,
          found: row.data.errors[place], standardError: row.data.standardErrors[place])
      }
    }
  }
}
