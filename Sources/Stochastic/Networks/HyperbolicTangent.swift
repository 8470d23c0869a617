/// σ_β(z) = tanh(βz).
public struct HyperbolicTangent: Activation {
  public let inputScale: Double

  public init(beta: Double = 1) { inputScale = beta }

  /// (ln 2)/2
  @inlinable @inline(always)
  public static var argumentUnit: Double { 0x1.62e42fefa39efp-2 }

  @inlinable @inline(always)
  public static func evaluate(_ y: Lanes) -> (value: Lanes, derivative: Lanes) { tanhInBits(y) }

  /// φ″ = −2φφ′
  @inlinable @inline(always)
  public static func secondDerivative(_ y: Lanes, value: Lanes, derivative: Lanes) -> Lanes {
    -2 * value * derivative
  }
}
