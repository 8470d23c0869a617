import Stochastic

/// How long and how a Gibbs law is sampled.
public struct SamplerSettings: Sendable, Equatable {
  /// When chains are helped by hotter ones.
  public enum Tempering: String, Sendable, CaseIterable {
    /// Tempered, unless exactly one minimum is known or N(0, s/(2λ) I) is near the law as it is
    case automatic
    case always, never
  }

  public var seed: UInt64
  /// Sixteen chains each
  public var groups: Int
  /// Iterations in which step sizes and scales adapt; not kept
  public var warmUp: Int
  /// Draws kept of every chain
  public var draws: Int
  /// Iterations a draw
  public var thinning: Int
  public var kernel: MarkovKernel
  public var tempering: Tempering
  public var threads: Int

  public init(
    seed: UInt64 = 1, groups: Int = 2, warmUp: Int = 300, draws: Int = 1000, thinning: Int = 1,
    kernel: MarkovKernel = .hamiltonian, tempering: Tempering = .automatic,
    threads: Int = ProcessorCount.available
  ) {
    self.seed = seed
    self.groups = groups
    self.warmUp = warmUp
    self.draws = draws
    self.thinning = thinning
    self.kernel = kernel
    self.tempering = tempering
    self.threads = threads
  }

  func check() throws(SamplingError) {
    let counts = [groups, draws, thinning, threads]
    guard counts.allSatisfy({ $0 >= 1 }), warmUp >= 30 else {
      throw SamplingError(
        "groups, draws, thinning, threads \(counts), warm-up \(warmUp); expected at least 1 each, 30 for the last"
      )
    }
  }
}
