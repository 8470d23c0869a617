import Stochastic

/// Values of slow modes along Euler–Maruyama trajectories W⁺ = W − dt ∇L + √(s dt) ξ that start at draws of μ_s,
/// once with dt and once with 2dt over the same Brownian paths.
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
  ) {
    let both = inOrder(settings.trajectories / 16, threads: settings.threads) { block in
      let walker = TrajectoryBlock(potential, modes: modes, learningRate: learningRate, grid: grid)
      return walker.run(from: samples, block: block, of: settings.trajectories, seed: settings.seed, control)
    }
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
private final class TrajectoryBlock<P: GibbsPotential> {
  private let potential: P
  private let modes: [[Double]]
  private let learningRate: Double
  private let grid: StationaryTrajectories.Grid
  private let fine: FunctionValues<P>
  private let coarse: FunctionValues<P>
  private let normals: [LaneStorage]

  init(
    _ potential: P, modes: SlowModes, learningRate: Double, grid: StationaryTrajectories.Grid
  ) {
    self.potential = potential
    self.modes = modes.combinations
    self.learningRate = learningRate
    self.grid = grid
    fine = FunctionValues(modes.basis, potential)
    coarse = FunctionValues(modes.basis, potential)
    normals = (0..<2).map { _ in LaneStorage(count: potential.dimension) }
  }

  func run(
    from samples: SampleSet, block: Int, of trajectories: Int, seed: UInt64, _ control: RunControl?
  ) -> (fine: Chains, coarse: Chains) {
    let total = samples.chainCount * samples.drawCount
    let starts = (0..<16).map { lane in
      let index = (16 * block + lane) * total / trajectories
      return samples.point(chain: index / samples.drawCount, draw: index % samples.drawCount)
    }
    fine.place(starts)
    coarse.place(starts)
    var rows = (fine: Chains(repeating: [], count: 16), coarse: Chains(repeating: [], count: 16))
    let key = StreamKey(seed: seed, purpose: .momenta)
    let path = Stage.trajectories << 40 | UInt64(16 * block)
    var step: UInt64 = 0
    for frame in 0...grid.frames where control?.isCancelled != true {
      fine.append(modes, to: &rows.fine)
      coarse.append(modes, to: &rows.coarse)
      guard frame < grid.frames else { break }
      for _ in 0..<(grid.stepsPerFrame / 2) {
        advance(key, path: path, step: step)
        step += 2
      }
    }
    return rows
  }

  /// Two fine steps and a coarse one, whose increment is the sum of the two.
  private func advance(_ key: StreamKey, path: UInt64, step: UInt64) {
    let (first, second) = (normals[0].vector, normals[1].vector)
    let noise = (learningRate * grid.stepSize).squareRoot()
    key.fillNormals(first, firstPath: path, step: step)
    key.fillNormals(second, firstPath: path, step: step + 1)
    fine.drift(-grid.stepSize, noise: noise, first)
    fine.drift(-grid.stepSize, noise: noise, second)
    for k in 0..<first.count { first[k] += second[k] }
    coarse.drift(-2 * grid.stepSize, noise: noise, first)
  }
}
