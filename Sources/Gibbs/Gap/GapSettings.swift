import Stochastic

/// How much work goes into the gap.
public struct GapSettings: Sendable, Equatable {
  public var seed: UInt64
  /// Stationary trajectories; a multiple of 32, half of them to fit on
  public var trajectories: Int
  /// What the trajectories are stepped by; one of weak order 2 bears steps five times as long as one of order 1
  public var integrator: Integrator
  /// Gradients along a trajectory at the most, those of its two step sizes together; slower relaxation is not estimated
  public var maximumGradients: Int
  public var threads: Int

  public init(
    seed: UInt64 = 1, trajectories: Int = 2048, integrator: Integrator = .heun,
    maximumGradients: Int = 300_000, threads: Int = ProcessorCount.available
  ) {
    self.seed = seed
    self.trajectories = trajectories
    self.integrator = integrator
    self.maximumGradients = maximumGradients
    self.threads = threads
  }

  func check() throws(SamplingError) {
    guard trajectories >= 64, trajectories % 32 == 0, maximumGradients >= 1, threads >= 1 else {
      throw SamplingError(
        "\(trajectories) trajectories, \(maximumGradients) gradients, \(threads) threads; expected a multiple of 32 "
          + "of at least 64, and at least 1 of the others")
    }
  }
}
