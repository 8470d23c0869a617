import Stochastic

/// How much work goes into log Z_s.
public struct PartitionSettings: Sendable, Equatable {
  public var seed: UInt64
  /// Independent runs of sequential Monte Carlo
  public var replicates: Int
  /// Particles of each; rounded down to a multiple of sixteen
  public var particles: Int
  /// Hamiltonian moves after each resampling
  public var moves: Int
  public var threads: Int

  public init(
    seed: UInt64 = 1, replicates: Int = 32, particles: Int = 256, moves: Int = 3,
    threads: Int = ProcessorCount.available
  ) {
    self.seed = seed
    self.replicates = replicates
    self.particles = particles
    self.moves = moves
    self.threads = threads
  }

  func check() throws(SamplingError) {
    guard replicates >= 8, particles >= 16, moves >= 1, threads >= 1 else {
      throw SamplingError(
        "\(replicates) replicates, \(particles) particles, \(moves) moves, \(threads) threads; "
          + "expected at least 8, 16, 1 and 1")
    }
  }
}

/// log Z_s by two methods that share no random number.
public struct PartitionReport: Sendable {
  /// By sequential Monte Carlo from the reference law: Z itself is unbiased
  public let annealed: Estimate
  /// By Bennett's acceptance ratio along a tempered ladder
  public let bridged: Estimate
  /// Difference in standard errors
  public let zScore: Double
  /// Temperatures of the annealed runs
  public let temperatures: Int
  /// What speaks against the numbers; nil if nothing does
  public let warning: String?

  /// The value to report.
  public var logPartitionFunction: Estimate { annealed }

  init(_ annealed: AnnealedPartition, _ bridged: Estimate, unresolved: String?) {
    self.annealed = annealed.estimate
    self.bridged = bridged
    temperatures = annealed.temperatures
    let difference = annealed.estimate.value - bridged.value
    let errors = [annealed.estimate.standardError, bridged.standardError]
    // where both methods are exact, rounding is all that is left
    let rounding = 1e-12 * max(abs(bridged.value), 1)
    zScore = difference / (errors.reduce(rounding * rounding) { $0 + $1 * $1 }).squareRoot()
    let mean = annealed.logarithms.reduce(0, +) / Double(annealed.logarithms.count)
    let spread = annealed.logarithms.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let deviation = (spread / Double(annealed.logarithms.count - 1)).squareRoot()
    if !(abs(zScore) < 4) {
      warning = "the two methods differ by \(difference), \(abs(zScore)) standard errors"
    } else if !(deviation < 1) {
      warning = "log Z of single annealed runs scatters by \(deviation): the standard error cannot be trusted"
    } else {
      warning = unresolved
    }
  }
}

/// Estimates log Z_s = log ∫ e^(−2L/s).
public struct PartitionEstimator<P: GibbsPotential>: Sendable {
  public let potential: P
  /// s
  public let learningRate: Double
  /// Known local minima; needed if L has no regulariser
  public let minima: [[Double]]
  public let settings: PartitionSettings

  public init(
    _ potential: P, learningRate: Double, minima: [[Double]] = [],
    settings: PartitionSettings = PartitionSettings()
  ) {
    self.potential = potential
    self.learningRate = learningRate
    self.minima = minima
    self.settings = settings
  }

  /// - Parameter sampling: a run of the same law; used for the second method if it was tempered, otherwise one
  /// is made
  /// - Throws: `SamplingError`, `CancellationError`
  public func run(sampling: SamplingResult? = nil, control: RunControl? = nil) throws -> PartitionReport {
    try settings.check()
    let tempered = try tempered(sampling, control)
    let annealed = try AnnealedPartition(
      potential, bridge: tempered.bridge, settings: settings, control: control)
    if control?.isCancelled == true { throw CancellationError() }
    let bridged = LadderPartition(tempered.ladder, reference: tempered.bridge.reference)
    return PartitionReport(annealed, bridged.estimate, unresolved: tempered.unresolved)
  }

  private func tempered(_ sampling: SamplingResult?, _ control: RunControl?) throws -> SamplingResult {
    if let sampling, sampling.rungs.count > 1, sampling.learningRate == learningRate { return sampling }
    let sampler = SamplerSettings(
      seed: settings.seed, draws: 500, tempering: .always, threads: settings.threads)
    return try GibbsSampler(potential, learningRate: learningRate, minima: minima, settings: sampler)
      .run(control: control)
  }
}
