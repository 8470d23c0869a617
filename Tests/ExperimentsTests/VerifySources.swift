import Stochastic

@testable import Experiments
@testable import Stochastic

/// The program's own paths, but those of one integrator come from a scheme of the test's: the shipped one, stepped by a
/// loop that shares nothing with the ensembles, or one that is broken on purpose.
struct ReplacedScheme<S: Scheme>: PathSource {
  let integrator: Integrator
  let isPostprocessed: Bool
  let ensembles = EnsembleSource(threads: 2)

  init(_ integrator: Integrator, by scheme: S.Type, postprocessing: Bool? = nil) {
    self.integrator = integrator
    isPostprocessed = postprocessing ?? (integrator == .leimkuhlerMatthews)
  }

  func values(_ run: PathRun, paths: Range<Int>, control: RunControl) throws -> PathValues {
    var result = try ensembles.values(run, paths: paths, control: control)
    for (place, curve) in run.curves.enumerated() {
      guard case .sde(let name, let step) = curve.dynamics, name == integrator, curve.name != "reference"
      else { continue }
      result.values[place] = replay(run.potential, run, step, paths)
    }
    return result
  }

  /// (function, time, path) of one curve. All steps divide the reference's, which the cells of the path are.
  private func replay<P: Potential>(
    _ potential: P, _ run: PathRun, _ step: Double, _ paths: Range<Int>
  ) -> [[[Double]]] {
    let cell = run.curves.compactMap(\.dynamics.stepSize).min() ?? step
    let functions = run.recordsWeights ? 1 + potential.dimension : 1
    var values = Array(
      repeating: Array(repeating: [Double](repeating: .nan, count: paths.count), count: run.times.count),
      count: functions)
    for block in stride(from: 0, to: paths.count, by: 16) {
      var stepper = Replay<P, S>(potential, run, cell: cell, firstPath: paths.lowerBound + block)
      for (time, end) in run.times.enumerated() {
        stepper.advance(to: end, stepSize: step)
        let point = stepper.record(time: time, stepSize: step, postprocessing: isPostprocessed)
        for lane in 0..<min(16, paths.count - block) {
          for (function, value) in point.enumerated() where function < functions {
            values[function][time][block + lane] = value[lane]
          }
        }
      }
    }
    return values
  }
}

/// Sixteen paths of one scheme on the Brownian path of a run whose cells are all of one length.
private struct Replay<P: Potential, S: Scheme> {
  let potential: P
  let run: PathRun
  let cell: Double
  let firstPath: UInt64
  let storage: LaneStorage
  let state: CurveState
  let memory, scratch, increment, integral, area, normals: LaneVector
  var cellsDone = 0

  init(_ potential: P, _ run: PathRun, cell: Double, firstPath: Int) {
    (self.potential, self.run, self.cell, self.firstPath) = (potential, run, cell, UInt64(firstPath))
    let d = potential.dimension
    let own = S.memory(dimension: d)
    storage = LaneStorage(count: 6 * d + own + potential.scratchCount)
    let all = storage.vector
    state = CurveState(curve: 0, memory: all.slice(0, 2 * d))
    increment = all.slice(2 * d, d)
    integral = all.slice(3 * d, d)
    area = all.slice(4 * d, d)
    normals = all.slice(5 * d, d)
    memory = all.slice(6 * d, own)
    scratch = all.slice(6 * d + own, potential.scratchCount)
    switch run.initial {
    case .point(let weights): for k in 0..<d { state.weights[k] = Lanes(repeating: weights[k]) }
    case .gaussian(let mean, let deviation):
      draw(.initialWeights, step: 0)
      for k in 0..<d { state.weights[k] = mean[k] + deviation * normals[k] }
    }
  }

  private func draw(_ purpose: Purpose, step: Int) {
    StreamKey(seed: run.seed, purpose: purpose).fillNormals(
      normals, firstPath: firstPath, step: UInt64(step))
  }

  mutating func advance(to end: Double, stepSize: Double) {
    let perStep = Int((stepSize / cell).rounded())
    while (Double(cellsDone) + 0.5) * cell < end {
      increment.fill(.zero)
      integral.fill(.zero)
      for _ in 0..<perStep { gather() }
      for k in 0..<area.count { area[k] = integral[k] / stepSize - 0.5 * increment[k] }
      var step = BrownianStep(
        duration: stepSize, increment: increment, incrementScale: run.learningRate.squareRoot(), area: area,
        areaScale: run.learningRate.squareRoot())
      step.factors = ExponentialFactors(decay: potential.linearDecay, duration: stepSize)
      S.advance(potential, state, over: step, memory: memory, scratch: scratch)
    }
  }

  /// ∫B grows by h B + h (ΔB/2 + H) over a cell.
  private mutating func gather() {
    let root = cell.squareRoot()
    draw(.brownianIncrements, step: cellsDone)
    for k in 0..<increment.count {
      integral[k] += cell * increment[k] + 0.5 * cell * root * normals[k]
      increment[k] += root * normals[k]
    }
    draw(.brownianAreas, step: cellsDone)
    for k in 0..<increment.count { integral[k] += cell * root / 12.0.squareRoot() * normals[k] }
    cellsDone += 1
  }

  /// The loss and the weights, postprocessed if the scheme is.
  func record(time: Int, stepSize: Double, postprocessing: Bool) -> [Lanes] {
    let d = potential.dimension
    var point = state.weights
    if postprocessing {
      draw(.postprocessing, step: time)
      LeimkuhlerMatthews.postprocess(state, into: normals, noise: run.learningRate, stepSize: stepSize)
      point = normals
    }
    return [potential.value(at: point, scratch: scratch)] + (0..<d).map { point[$0] }
  }
}
