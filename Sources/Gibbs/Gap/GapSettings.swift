import Stochastic

/// How much work goes into the gap.
public struct GapSettings: Sendable, Equatable {
  public var seed: UInt64
  /// Stationary trajectories; a multiple of 32, half of them to fit on
  public var trajectories: Int
  /// Steps of a trajectory at the most; slower relaxation is not estimated
  public var maximumSteps: Int
  public var threads: Int

  public init(
    seed: UInt64 = 1, trajectories: Int = 2048, maximumSteps: Int = 200_000,
    threads: Int = ProcessorCount.available
  ) {
    self.seed = seed
    self.trajectories = trajectories
    self.maximumSteps = maximumSteps
    self.threads = threads
  }

  func check() throws(SamplingError) {
    guard trajectories >= 64, trajectories % 32 == 0, maximumSteps >= 1, threads >= 1 else {
      throw SamplingError(
        "\(trajectories) trajectories, \(maximumSteps) steps, \(threads) threads; expected a multiple of 32 "
          + "of at least 64, and at least 1 of the others")
    }
  }
}
