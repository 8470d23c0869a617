/// σ_β(z) = 1/(1 + e^(−βz)).
public struct Sigmoid: Activation {
  public let inputScale: Double

  public init(beta: Double = 1) { inputScale = beta }

  @inlinable @inline(always)
  public static func evaluate(_ z: Lanes) -> (value: Lanes, derivative: Lanes) { sigmoidWithDerivative(z) }

  /// φ″ = φ′(1 − 2φ)
  @inlinable @inline(always)
  public static func secondDerivative(_ z: Lanes, value: Lanes, derivative: Lanes) -> Lanes {
    derivative * (1 - 2 * value)
  }
}
