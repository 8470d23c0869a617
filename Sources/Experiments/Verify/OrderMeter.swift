import Stochastic

/// Measures the rows of a bench.
struct OrderMeter: Sendable {
  let source: any PathSource
  let control: RunControl

  /// What a bench ends in.
  struct Findings: Sendable {
    var rows: [OrderRow]
    var agreements: [Agreement]
  }

  func measure(_ bench: OrderBench, seed: UInt64) throws -> Findings {
    switch bench.kind {
    case .strong, .flow: Findings(rows: try strong(bench, seed), agreements: [])
    case .weak: try weak(bench, seed)
    case .stationary: try stationary(bench, seed)
    case .learningRate, .covariance: Findings(rows: try algorithms(bench, seed), agreements: [])
    case .underdamped, .underdampedStationary: try underdamped(bench, seed)
    }
  }

  // MARK: strong

  /// ‖W_dt − W_ref‖² path by path. The gradient flow has its own reference, all others SRA1's finest path.
  private func strong(_ bench: OrderBench, _ seed: UInt64) throws -> [OrderRow] {
    let problem = bench.problem
    let (layout, run) = setup(bench, recordsWeights: true, seed: seed)
    var means = bench.tasks.map { CorrelatedMeans(dimension: $0.steps.count) }
    try forEachBatch(run, paths: bench.paths) { batch, paths in
      let noise = PostprocessingNoise(run, paths: paths, time: 0)
      for (place, task) in bench.tasks.enumerated() {
        means[place].add(
          task.steps.indices.map { step in
            squaredDistances(
              batch.values[layout.curve(place, step)], batch.values[0],
              noise: task.withoutPostprocessing ? noise : nil,
              scale: 0.5 * (problem.learningRate * task.steps[step]).squareRoot())
          })
      }
    }
    return zip(bench.tasks, means).map { task, means in
      OrderRow(task, of: bench, MeasuredErrors(steps: task.steps, means, squares: true))
    }
  }

  /// Of the weights of two curves at the only time; `scale` times the noise is taken off the first.
  private func squaredDistances(
    _ curve: [[[Double]]], _ reference: [[[Double]]], noise: PostprocessingNoise?, scale: Double
  ) -> [Double] {
    var squares = Array(repeating: 0.0, count: curve[0][0].count)
    for k in 1..<curve.count {
      for path in squares.indices {
        let offset = noise.map { scale * $0.normals[k - 1][path] } ?? 0
        let difference = curve[k][0][path] - offset - reference[k][0][path]
        squares[path] += difference * difference
      }
    }
    return squares
  }

  // MARK: weak

  /// L(W_dt) − L(W_ref) path by path, and whether all schemes go to one limit, which is the known one.
  private func weak(_ bench: OrderBench, _ seed: UInt64) throws -> Findings {
    let problem = bench.problem
    let (layout, run) = setup(bench, recordsWeights: false, seed: seed)
    var means = bench.tasks.map { CorrelatedMeans(dimension: $0.steps.count) }
    var reference = CorrelatedMeans(dimension: 1)
    try forEachBatch(run, paths: bench.paths) { batch, _ in
      let fine = batch.values[0][0][0]
      reference.add([fine])
      for (place, task) in bench.tasks.enumerated() {
        means[place].add(
          task.steps.indices.map { step in
            zip(batch.values[layout.curve(place, step)][0][0], fine).map { $0 - $1 }
          })
      }
    }
    let rows = self.rows(of: bench, means)
    var agreements = rows.compactMap(Agreement.oneLimit)
    if let exact = problem.meanLoss(bench.horizon) {
      agreements.append(
        Agreement(
          statement:
            "E L(W_\(bench.horizon.shortText)) on the \(problem.name), reference against closed form",
          expected: exact, found: reference.means[0], standardError: reference.covariance[0][0].squareRoot()))
    }
    return Findings(rows: rows, agreements: agreements)
  }

  // MARK: stationary

  /// The mean of ‖W‖² over the recording times of each path, less that of the reference on the same Brownian path.
  private func stationary(_ bench: OrderBench, _ seed: UInt64) throws -> Findings {
    let problem = bench.problem
    let (layout, run) = setup(bench, recordsWeights: true, seed: seed)
    var means = bench.tasks.map { CorrelatedMeans(dimension: $0.steps.count) }
    var reference = CorrelatedMeans(dimension: 1)
    try forEachBatch(run, paths: bench.paths) { batch, paths in
      let noise = bench.times.indices.map { PostprocessingNoise(run, paths: paths, time: $0) }
      let fine = meanSquaredNorms(batch.values[0], noise: [], scale: 0)
      reference.add([fine])
      for (place, task) in bench.tasks.enumerated() {
        means[place].add(
          task.steps.indices.map { step in
            let norms = meanSquaredNorms(
              batch.values[layout.curve(place, step)], noise: task.scheme.isPostprocessed ? noise : [],
              scale: 0.5 * (problem.learningRate * task.steps[step]).squareRoot())
            return zip(norms, fine).map { $0 - $1 }
          })
      }
    }
    let rows = self.rows(of: bench, means)
    var agreements = rows.flatMap { Agreement.quadraticBias($0, of: bench) }
    if let exact = try problem.stationarySquaredNorm() {
      agreements.append(
        Agreement(
          statement: "E |W|^2 under the Gibbs law of the \(problem.name), reference against quadrature",
          expected: exact.value, found: reference.means[0],
          standardError: reference.covariance[0][0].squareRoot(), allowance: exact.error))
    }
    return Findings(rows: rows, agreements: agreements)
  }

  /// The mean of ‖W‖² over the times, path by path. Where noise ξ was added, W = V + cξ, its mean over ξ takes its place,
  /// ‖V‖² + Dc², which has the same expectation and a smaller variance.
  private func meanSquaredNorms(
    _ curve: [[[Double]]], noise: [PostprocessingNoise], scale: Double
  ) -> [Double] {
    let times = curve[0].count
    var sums = Array(repeating: 0.0, count: curve[0][0].count)
    for k in 1..<curve.count {
      for time in 0..<times {
        for path in sums.indices {
          let w = curve[k][time][path] - (noise.isEmpty ? 0 : scale * noise[time].normals[k - 1][path])
          sums[path] += w * w
        }
      }
    }
    let added = noise.isEmpty ? 0 : Double(curve.count - 1) * scale * scale
    return sums.map { $0 / Double(times) + added }
  }

  // MARK: common

  /// The curves of a bench whose learning rate is the problem's.
  private func setup(_ bench: OrderBench, recordsWeights: Bool, seed: UInt64) -> (CurveLayout, PathRun) {
    let (problem, layout) = (bench.problem, CurveLayout(bench, reference: bench.referenceDynamics))
    return (
      layout,
      PathRun(
        potential: problem.potential, learningRate: problem.learningRate, initial: problem.initial,
        times: bench.times, curves: layout.curves, recordsWeights: recordsWeights, seed: seed)
    )
  }

  /// Rows from means of differences; a scheme without error is held against the first-order one of the same steps.
  private func rows(of bench: OrderBench, _ means: [CorrelatedMeans]) -> [OrderRow] {
    let data = zip(bench.tasks, means).map { MeasuredErrors(steps: $0.steps, $1, squares: false) }
    return zip(bench.tasks, data).map { task, own in
      let first = bench.tasks.firstIndex { $0.nominal == .order(1) && $0.steps == task.steps }
      return OrderRow(task, of: bench, own, scale: first.map { data[$0].errors } ?? [])
    }
  }

  func forEachBatch(
    _ run: PathRun, paths: Int, _ body: (PathValues, Range<Int>) -> Void
  ) throws {
    let numbers = run.curves.count * run.times.count * (run.recordsWeights ? 1 + run.potential.dimension : 1)
    let size = min(RetainedPaths.limit, 6_000_000 / numbers / 16 * 16)
    for first in stride(from: 0, to: paths, by: size) {
      if control.isCancelled { throw CancellationError() }
      let batch = first..<min(first + size, paths)
      body(try source.values(run, paths: batch, control: control), batch)
    }
  }
}
