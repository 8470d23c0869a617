/// Sixteen trajectories of dW = −∇L(W) dt + √s dB by one scheme with steps dt, and the same with steps 2dt over the same
/// Brownian paths, for an observer who looks at the weights between steps.
///
/// What is seen are the weights W themselves; Leimkuhler and Matthews' points are not postprocessed. Random numbers are
/// functions of (seed, path, step). Stepping allocates nothing. Not thread-safe: one a thread.
public final class CoupledTrajectories<P: Potential> {
  /// D lanes each, to be filled with the starts
  public let fine: LaneVector
  public let coarse: LaneVector
  private let potential: P
  private let integrator: Integrator
  private let stepSize: Double
  private let fineState: CurveState
  private let coarseState: CurveState
  private let schemeMemory: LaneVector
  private let scratch: LaneVector
  private var noise: StepNoise
  private var cells: CellSequence
  private var number: UInt64 = 0
  private let storage: LaneStorage
  /// For dt and 2dt
  private let factors: (fine: ExponentialFactors, coarse: ExponentialFactors)

  /// - Parameters:
  ///   - learningRate: s
  ///   - stepSize: dt
  public init(
    _ potential: P, integrator: Integrator, learningRate: Double, stepSize: Double, seed: UInt64
  ) throws {
    (self.potential, self.integrator, self.stepSize) = (potential, integrator, stepSize)
    let d = potential.dimension
    let withAreas = integrator.properties.usesArea
    // the cells of a path; where it starts and what is recorded are not asked of these settings
    cells = try CellSequence(
      EnsembleSettings(
        learningRate: learningRate, initial: .point([]), times: [], seed: seed, generator: .philox),
      dimension: d, withAreas: withAreas)
    let sizes = [
      2 * d, 2 * d, integrator.scheme.memory(dimension: d), potential.scratchCount,
      StepNoise.memory(dimension: d, withAreas: withAreas),
    ]
    let memory = LaneStorage(count: sizes.reduce(0, +))
    var place = 0
    let parts = sizes.map { size in
      defer { place += size }
      return memory.vector.slice(place, size)
    }
    storage = memory
    fineState = CurveState(curve: 0, memory: parts[0])
    coarseState = CurveState(curve: 1, memory: parts[1])
    (fine, coarse) = (fineState.weights, coarseState.weights)
    (schemeMemory, scratch) = (parts[2], parts[3])
    noise = StepNoise(memory: parts[4], dimension: d, learningRate: learningRate)
    factors = (
      ExponentialFactors(decay: potential.linearDecay, duration: stepSize),
      ExponentialFactors(decay: potential.linearDecay, duration: 2 * stepSize)
    )
  }

  /// Turns to the Brownian paths from `firstPath` on, at their beginning.
  public func begin(firstPath: UInt64) {
    cells.begin(firstPath: firstPath)
    noise.clear()
    number = 0
  }

  /// Two steps of dt, and one of 2dt over the noise of both.
  public func advance() {
    for _ in 0..<2 {
      let cell = cells.cell(number)
      number += 1
      var step = noise.whole(cell, duration: stepSize)
      step.factors = factors.fine
      integrator.advance(potential, fineState, over: step, memory: schemeMemory, scratch: scratch)
      noise.gather(cell, duration: stepSize)
    }
    var step = noise.gathered(2 * stepSize, isStandard: true)
    step.factors = factors.coarse
    integrator.advance(potential, coarseState, over: step, memory: schemeMemory, scratch: scratch)
  }
}
