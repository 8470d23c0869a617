/// σ_β(z) = log(1 + e^(βz))/β, a smooth rectifier: ReLU as β → ∞.
public struct Softplus: Activation {
  public let inputScale: Double
  public var outputScale: Double { 1 / inputScale }

  public init(beta: Double = 1) { inputScale = beta }

  /// ln 2
  @inlinable @inline(always)
  public static var argumentUnit: Double { 0x1.62e42fefa39efp-1 }

  @inlinable @inline(always)
  public static var isSoftplus: Bool { true }

  @inlinable @inline(always)
  public static func evaluate(_ y: Lanes) -> (value: Lanes, derivative: Lanes) { softplusInBits(y) }

  /// φ″ = φ′(1 − φ′), φ′ being the sigmoid
  @inlinable @inline(always)
  public static func secondDerivative(_ y: Lanes, value: Lanes, derivative: Lanes) -> Lanes {
    sigmoidInBits(-y).derivative
  }
}
