import Stochastic

/// Draws from μ_s with all that is known about how they were made.
public struct SamplingResult: Sendable {
  public let samples: SampleSet
  public let learningRate: Double
  public let kernel: MarkovKernel
  /// Why the chains were tempered or not, in words
  public let rule: String
  /// The bridge that the ladder stands on, also when it has one rung
  public let bridge: Bridge
  /// Rungs from the target up
  public let rungs: [Rung]
  /// Exchange rates of rungs k and k + 1; empty without tempering
  public let exchangeRates: [Double]
  /// Walkers that came from the reference to the target, over all chains
  public let roundTrips: Int
  /// L and q of every rung and draw, for free energies
  public let ladder: LadderRecord
  /// Which known minimum every chain visited how often; nil if fewer than two are known
  public let wells: WellOccupation?

  /// One law of the ladder.
  public struct Rung: Sendable {
    public let law: BridgePoint
    /// Mean over groups, in units of the scale; nil for a reference, which is drawn from directly
    public let stepSize: Double?
    /// Mean acceptance probability after warm-up
    public let acceptance: Double?
  }

  /// Why the draws must not be trusted as draws of the whole law; nil if nothing speaks against it.
  ///
  /// Few walkers from the reference are suspicious only where chains, all of which started apart, disagree.
  public var unresolved: String? {
    if let loss = samples.losses.first(where: { !$0.isFinite }) { return "L is \(loss) at a draw" }
    if let reason = wells?.unresolved { return reason }
    guard rungs.count > 1, roundTrips < samples.chainCount else { return nil }
    let rHat = ChainDiagnosis(samples.evaluate { $1 }).statistics?.rHat ?? .infinity
    guard rHat > 1.01 else { return nil }
    return
      "\(roundTrips) walkers came from the reference law to the target in \(samples.chainCount) ladders, "
      + "and the chains disagree: R-hat of L is \(rHat)"
  }
}

/// L and the reference's energy q on all rungs of all chains.
public struct LadderRecord: Sendable {
  public let laws: [BridgePoint]
  public let chainCount: Int
  public let drawCount: Int
  /// losses[rung][chain · drawCount + draw]
  public let losses: [[Double]]
  /// energies[rung][chain · drawCount + draw]
  public let energies: [[Double]]
}
