/// What all curves of a run share.
struct EnsembleSettings: Sendable {
  let learningRate: Double
  let initial: InitialLaw
  let times: [Double]
  let seed: UInt64
  let generator: RandomGenerator

  func random(for purpose: Purpose) throws -> LaneRandom {
    try LaneRandom(generator, seed: seed, purpose: purpose)
  }
}
