/// σ_β(z) = log(1 + e^(βz))/β, a smooth rectifier: ReLU as β → ∞.
public struct Softplus: Activation {
  public let inputScale: Double
  public var outputScale: Double { 1 / inputScale }

  public init(beta: Double = 1) { inputScale = beta }

  @inlinable @inline(always)
  public static func evaluate(_ z: Lanes) -> (value: Lanes, derivative: Lanes) { softplusWithDerivative(z) }

  /// φ″ = φ′(1 − φ′), φ′ being the sigmoid
  @inlinable @inline(always)
  public static func secondDerivative(_ z: Lanes, value: Lanes, derivative: Lanes) -> Lanes {
    sigmoidWithDerivative(z).derivative
  }
}
