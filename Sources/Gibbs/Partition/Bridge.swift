#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// One law of a bridge: density ∝ exp(−α q − β L), q the reference's energy.
public struct BridgePoint: Sendable, Equatable {
  /// α
  public let referenceWeight: Double
  /// β; 2/s at the target
  public let inverseTemperature: Double
}

/// A path of laws from the target μ_s to a normal reference, in two legs.
///
/// Leg one, 0 ≤ x ≤ 1, heats: α = 0, β = 2/s_x with log s_x linear from s to s_hot. Leg two, 1 ≤ x ≤ 2, mixes
/// geometrically: α = x − 1, β = (2 − x)·2/s_hot. If s_hot = s the first leg is empty. When the reference is
/// N(0, s_hot/(2λ)), the second leg only fades the data term: its energy is q + (2 − x)·2U/s_hot.
public struct Bridge: Sendable, Equatable {
  public let reference: GaussianReference
  /// s
  public let learningRate: Double
  /// s_hot ≥ s
  public let hotLearningRate: Double

  public init(reference: GaussianReference, learningRate: Double, hotLearningRate: Double) {
    self.reference = reference
    self.learningRate = learningRate
    self.hotLearningRate = hotLearningRate
  }

  /// Where the target stands: 0, or 1 if there is nothing to heat.
  public var start: Double { hotLearningRate > learningRate ? 0 : 1 }

  /// Where the reference stands.
  public var end: Double { 2 }

  /// The law at 0 ≤ x ≤ 2.
  public func point(_ x: Double) -> BridgePoint {
    if x <= 1 {
      let s = learningRate * pow(hotLearningRate / learningRate, max(x, start))
      return BridgePoint(referenceWeight: 0, inverseTemperature: 2 / s)
    }
    return BridgePoint(referenceWeight: x - 1, inverseTemperature: (2 - x) * 2 / hotLearningRate)
  }
}
