import CAllocationCounter
import Stochastic

/// One kind of work at one size, as a line of the benchmark.
struct Workload {
  let name: String
  /// Multiply-adds of a step of one path, forward and backward.
  let multiplyAdds: Double
  /// Whether steps are counted by the run itself, and are not as many as were asked for.
  var isAdaptive = false
  /// Simulates this many paths over this many steps.
  let run: (_ paths: Int, _ steps: Int) throws -> EnsembleState

  /// What was measured.
  struct Measurement {
    let seconds: Double
    let pathSteps: Double
    let allocations: UInt64
  }

  /// The best of `rounds` runs of about `seconds` each.
  func measure(rounds: Int, seconds: Double) throws -> Measurement {
    let (paths, steps) = try size(for: seconds)
    let runs = try (0..<rounds).map { _ in try measure(paths: paths, steps: steps) }
    return runs.min { $0.seconds < $1.seconds } ?? runs[0]
  }

  func measure(paths: Int, steps: Int) throws -> Measurement {
    let before = allocation_count()
    let start = ContinuousClock.now
    let state = try run(paths, steps)
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let stepsPerPath = isAdaptive ? state.stepsPerPath(curve: 0) : Double(steps)
    return Measurement(
      seconds: seconds, pathSteps: Double(paths) * stepsPerPath, allocations: allocation_count() - before)
  }

  /// Paths and steps for a run of about `seconds`: a hundred steps, then more paths.
  private func size(for seconds: Double) throws -> (paths: Int, steps: Int) {
    var (paths, steps) = (64, 100)
    while true {
      let trial = try measure(paths: paths, steps: steps)
      if trial.seconds > seconds / 8 {
        return (max(64, Int(Double(paths) * seconds / trial.seconds) / 64 * 64), steps)
      }
      if paths >= 4096 { steps = min(steps * 4, 1000) }
      paths *= 4
    }
  }
}

extension Workload {
  /// The net whose data come from formulas that are easy to repeat in any language.
  static func risk<A: Activation>(_ activation: A, _ p: Int, _ d: Int, _ n: Int) throws -> RegularizedRisk<A>
  {
    try RegularizedRisk(
      activation: activation,
      outer: (0..<p).map { ($0 % 2 == 0 ? 1 : -1) / Double(p).squareRoot() },
      inputs: (0..<n).map { i in (0..<d).map { k in sine(1 + 0.7 * Double(i) + 1.3 * Double(k)) } },
      labels: (0..<n).map { sine(Double.pi / 2 + 0.9 * Double($0)) }, regularization: 0.13)
  }

  /// W₀ of every path.
  static func start(_ dimension: Int) -> InitialLaw {
    .point((0..<dimension).map { 0.5 * sine(Double.pi / 2 + 0.3 * Double($0)) })
  }

  /// An ensemble that makes exactly `steps` steps, each of the dynamics' own size.
  static func ensemble<P: Potential>(
    _ potential: P, _ dynamics: Dynamics, paths: Int, steps: Int, seed: UInt64 = 1, refinable: Bool = false
  ) throws -> Ensemble<P> {
    let s = 0.1
    return try Ensemble(
      potential: potential, learningRate: s, initial: start(potential.dimension),
      times: [Double(steps) * (dynamics.stepSize ?? s)], curves: [Curve("benchmark", dynamics)],
      paths: paths, seed: seed, refinable: refinable)
  }

  init(
    _ name: String, _ potential: some Potential, _ dynamics: Dynamics, multiplyAdds: Int,
    refinable: Bool = false
  ) {
    self.name = name
    self.multiplyAdds = Double(multiplyAdds)
    isAdaptive = dynamics.isAdaptive
    run = { paths, steps in
      try Self.ensemble(potential, dynamics, paths: paths, steps: steps, refinable: refinable).run()
    }
  }
}
