import Stochastic

/// Values of slow modes along trajectories of dW = −∇L dt + √s dB that start at draws of μ_s, once with steps dt and once
/// with 2dt over the same Brownian paths.
struct StationaryTrajectories: Sendable {
  /// fine[trajectory][frame · modes + i] with step dt
  let fine: Chains
  /// The same with step 2dt
  let coarse: Chains

  /// A time grid: `frames` + 1 frames, `stepsPerFrame` (even) steps dt apart.
  struct Grid: Sendable {
    let stepSize: Double
    let stepsPerFrame: Int
    let frames: Int
  }

  init<P: GibbsPotential>(
    _ potential: P, from samples: SampleSet, learningRate: Double, modes: SlowModes, grid: Grid,
    settings: GapSettings, control: RunControl?
  ) throws {
    let both = try inOrder(settings.trajectories / 16, threads: settings.threads) { block in
      Result {
        try TrajectoryBlock(potential, modes: modes, grid: grid)
          .run(from: samples, block: block, learningRate: learningRate, settings: settings, control)
      }
    }.map { try $0.get() }
    fine = both.flatMap(\.fine)
    coarse = both.flatMap(\.coarse)
  }
}

/// Combinations of test functions, slowest first.
struct SlowModes: Sendable {
  let basis: [TestFunction]
  let combinations: [[Double]]
}

/// Sixteen trajectories at two step sizes.
private struct TrajectoryBlock<P: GibbsPotential> {
  private let potential: P
  private let modes: [[Double]]
  private let grid: StationaryTrajectories.Grid
  private let functions: FunctionValues<P>

  init(_ potential: P, modes: SlowModes, grid: StationaryTrajectories.Grid) {
    self.potential = potential
    self.modes = modes.combinations
    self.grid = grid
    functions = FunctionValues(modes.basis, potential)
  }

  func run(
    from samples: SampleSet, block: Int, learningRate: Double, settings: GapSettings, _ control: RunControl?
  ) throws -> (fine: Chains, coarse: Chains) {
    let walk = try CoupledTrajectories(
      potential, integrator: settings.integrator, learningRate: learningRate, stepSize: grid.stepSize,
      seed: settings.seed)
    walk.begin(firstPath: Stage.trajectories << 40 | UInt64(16 * block))
    let total = samples.chainCount * samples.drawCount
    for lane in 0..<16 {
      let index = (16 * block + lane) * total / settings.trajectories
      let start = samples.point(chain: index / samples.drawCount, draw: index % samples.drawCount)
      for (k, value) in start.enumerated() { walk.fine[k][lane] = value }
    }
    walk.coarse.copy(from: walk.fine)
    var rows = (fine: Chains(repeating: [], count: 16), coarse: Chains(repeating: [], count: 16))
    for frame in 0...grid.frames where control?.isCancelled != true {
      functions.append(modes, at: walk.fine, to: &rows.fine)
      functions.append(modes, at: walk.coarse, to: &rows.coarse)
      guard frame < grid.frames else { break }
      for _ in 0..<(grid.stepsPerFrame / 2) { walk.advance() }
    }
    return rows
  }
}
