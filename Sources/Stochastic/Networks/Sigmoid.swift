/// σ_β(z) = 1/(1 + e^(−βz)).
public struct Sigmoid: Activation {
  public let inputScale: Double

  public init(beta: Double = 1) { inputScale = beta }

  /// −ln 2
  @inlinable @inline(always)
  public static var argumentUnit: Double { -0x1.62e42fefa39efp-1 }

  @inlinable @inline(always)
  public static func evaluate(_ y: Lanes) -> (value: Lanes, derivative: Lanes) { sigmoidInBits(y) }

  /// φ″ = φ′(1 − 2φ)
  @inlinable @inline(always)
  public static func secondDerivative(_ y: Lanes, value: Lanes, derivative: Lanes) -> Lanes {
    derivative * (1 - 2 * value)
  }
}
