import Stochastic

@testable import Experiments
@testable import Stochastic

/// The program's own paths, but of other dynamics than were asked for.
struct RewrittenDynamics: PathSource {
  var isRefinable = true
  var rewrite: @Sendable (Dynamics) -> Dynamics = { $0 }

  func values(_ run: PathRun, paths: Range<Int>, control: RunControl) throws -> PathValues {
    var other = PathRun(
      potential: run.potential, learningRate: run.learningRate, initial: run.initial, times: run.times,
      curves: run.curves.map { Curve($0.name, rewrite($0.dynamics)) }, recordsWeights: run.recordsWeights,
      seed: run.seed)
    other.refinable = run.refinable && isRefinable
    return try EnsembleSource(threads: 2).values(other, paths: paths, control: control)
  }
}

/// The program's own paths, but those of the covariance SDE come from a stepper of the test's: Euler and Maruyama's scheme
/// for Itô's reading, or with the noise averaged over both ends of the step, which is Stratonovich's.
struct ReplacedCovariance: PathSource {
  let averaged: Bool

  func values(_ run: PathRun, paths: Range<Int>, control: RunControl) throws -> PathValues {
    var result = try EnsembleSource(threads: 2).values(run, paths: paths, control: control)
    guard let potential = run.potential as? any FiniteSum else { return result }
    for (place, curve) in run.curves.enumerated() {
      guard case .covarianceSDE(let batch, _, _) = curve.dynamics else { continue }
      result.values[place] = [try losses(potential, run, curve, batch: batch, paths)]
    }
    return result
  }

  /// (time, path), batches with replacement
  private func losses<P: FiniteSum>(
    _ potential: P, _ run: PathRun, _ curve: Curve, batch: Int, _ paths: Range<Int>
  ) throws -> [[Double]] {
    let settings = EnsembleSettings(
      learningRate: run.learningRate, initial: run.initial, times: run.times, seed: run.seed,
      generator: .philox)
    let simulator = try SequentialSimulator(
      settings, potential: potential, curve: 0,
      schedule: curve.schedule(learningRate: run.learningRate, times: run.times),
      stepper: ReadingStepper<P>(settings, potential: potential, batch: batch, averaged: averaged))
    let storage = LaneStorage(count: run.times.count + 1)
    let record = BlockRecord(
      losses: storage.vector.slice(0, run.times.count), divergedAt: storage.vector.slice(run.times.count, 1),
      timeCount: run.times.count)
    var losses = Array(repeating: [Double](), count: run.times.count)
    for block in stride(from: 0, to: paths.count, by: 16) {
      _ = simulator.simulate(
        firstPath: UInt64(paths.lowerBound + block), into: record, control: RunControl())
      for time in losses.indices {
        for lane in 0..<min(16, paths.count - block) { losses[time].append(record.losses[time][lane]) }
      }
    }
    return losses
  }
}

/// W⁺ = W − h∇L(W) − √(s/(bn)) Σ (Δβᵢ − Δβ̄) gᵢ, the gᵢ at W or averaged over W and the W⁺ which that gives.
private struct ReadingStepper<P: FiniteSum>: Stepper {
  private var motions: SampleMotions
  private let noise: Double
  private let averaged: Bool
  private let storage: LaneStorage
  private let omega, start, first: LaneVector

  init(_ settings: EnsembleSettings, potential: P, batch: Int, averaged: Bool) throws {
    let (n, d) = (potential.sampleCount, potential.dimension)
    motions = try SampleMotions(settings, samples: n, batch: batch, sampling: .withReplacement)
    noise = (settings.learningRate / Double(batch * n)).squareRoot()
    self.averaged = averaged
    storage = LaneStorage(count: n + 2 * d)
    omega = storage.vector.slice(0, n)
    start = storage.vector.slice(n, d)
    first = storage.vector.slice(n + d, d)
  }

  mutating func begin(firstPath: UInt64) { motions.begin(firstPath: firstPath) }

  mutating func advance(
    _ potential: P, _ state: CurveState, stepSize: Double, step: UInt64, scratch: LaneVector
  ) {
    motions.advance(over: stepSize, into: omega)
    var mean = Lanes.zero
    for i in 0..<omega.count { mean += omega[i] / Double(omega.count) }
    for i in 0..<omega.count { omega[i] = noise * (mean - omega[i]) }
    potential.gradient(at: state.weights, into: state.gradient, scratch: scratch)
    for k in 0..<start.count { start[k] = state.weights[k] - stepSize * state.gradient[k] }
    potential.weightedGradient(at: state.weights, weights: omega, into: first, scratch: scratch)
    for k in 0..<start.count { state.weights[k] = start[k] + first[k] }
    guard averaged else { return }
    potential.weightedGradient(at: state.weights, weights: omega, into: state.gradient, scratch: scratch)
    for k in 0..<start.count { state.weights[k] = start[k] + 0.5 * (first[k] + state.gradient[k]) }
  }
}
