/// What all curves of a run share.
struct EnsembleSettings: Sendable {
  let learningRate: Double
  let initial: InitialLaw
  let times: [Double]
  /// What is recorded beside the loss that is descended
  var recorded: [any Potential] = []
  let seed: UInt64
  let generator: RandomGenerator
  /// The root intervals of a Brownian path that can be refined; nil for the faster path of a single run
  var grid: BrownianGrid?
  /// One past the last path; lanes from there on are padding
  var endPath: UInt64 = .max

  func random(for purpose: Purpose) throws -> LaneRandom {
    try LaneRandom(generator, seed: seed, purpose: purpose)
  }

  /// Lanes of scratch that suffice to step on a potential and to record.
  func scratchCount(_ potential: some Potential) -> Int {
    recorded.reduce(potential.scratchCount) { max($0, $1.scratchCount) }
  }
}
