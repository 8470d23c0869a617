/// σ_β(z) = tanh(βz).
public struct HyperbolicTangent: Activation {
  public let inputScale: Double

  public init(beta: Double = 1) { inputScale = beta }

  @inlinable @inline(always)
  public static func evaluate(_ z: Lanes) -> (value: Lanes, derivative: Lanes) { tanhWithDerivative(z) }

  /// φ″ = −2φφ′
  @inlinable @inline(always)
  public static func secondDerivative(_ z: Lanes, value: Lanes, derivative: Lanes) -> Lanes {
    -2 * value * derivative
  }
}
