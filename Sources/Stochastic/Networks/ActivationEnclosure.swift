/// Intervals that contain φ and its first three derivatives everywhere on an interval, rounding included.
public struct ActivationImage: Sendable, Equatable {
  /// φ
  public let value: ClosedRange<Double>
  /// φ′
  public let derivative: ClosedRange<Double>
  /// φ″
  public let secondDerivative: ClosedRange<Double>
  /// φ‴
  public let thirdDerivative: ClosedRange<Double>

  @inlinable @inline(always)
  public init(
    value: ClosedRange<Double>, derivative: ClosedRange<Double>, secondDerivative: ClosedRange<Double>,
    thirdDerivative: ClosedRange<Double>
  ) {
    self.value = value
    self.derivative = derivative
    self.secondDerivative = secondDerivative
    self.thirdDerivative = thirdDerivative
  }

  /// The image that is true of every function.
  public static let unknown = ActivationImage(
    value: wholeLine, derivative: wholeLine, secondDerivative: wholeLine, thirdDerivative: wholeLine)

  private static var wholeLine: ClosedRange<Double> { -.infinity ... .infinity }
}

extension Activation {
  /// Nothing is proved about an activation that does not say otherwise.
  public static func image(of z: ClosedRange<Double>) -> ActivationImage { .unknown }

  public static var isRectifier: Bool { false }
}

extension Sigmoid {
  public static func image(of z: ClosedRange<Double>) -> ActivationImage {
    let (left, right) = (LogisticPoint(z.lowerBound), LogisticPoint(z.upperBound))
    return ActivationImage(
      value: LogisticPoint.value(left, right), derivative: LogisticPoint.first(left, right, z),
      secondDerivative: LogisticPoint.second(left, right, z),
      thirdDerivative: LogisticPoint.third(left, right, z))
  }
}

extension HyperbolicTangent {
  /// tanh z = 2S(2z) − 1 with the logistic S, so that the k-th derivative is 2^(k+1) S⁽ᵏ⁾(2z).
  public static func image(of z: ClosedRange<Double>) -> ActivationImage {
    let doubled = (2 * z.lowerBound)...(2 * z.upperBound)
    let left = LogisticPoint(doubled.lowerBound)
    let right = LogisticPoint(doubled.upperBound)
    return ActivationImage(
      value: max(widened(left.tangent).lowerBound, -1)...min(widened(right.tangent).upperBound, 1),
      derivative: LogisticPoint.first(left, right, doubled).scaled(4),
      secondDerivative: LogisticPoint.second(left, right, doubled).scaled(8),
      thirdDerivative: LogisticPoint.third(left, right, doubled).scaled(16))
  }
}

extension Softplus {
  public static var isRectifier: Bool { true }

  /// φ′ is the logistic function; φ itself is unbounded above.
  public static func image(of z: ClosedRange<Double>) -> ActivationImage {
    let (left, right) = (LogisticPoint(z.lowerBound), LogisticPoint(z.upperBound))
    let lower = widened(left.integral(z.lowerBound)).lowerBound
    let upper = z.upperBound == .infinity ? .infinity : widened(right.integral(z.upperBound)).upperBound
    return ActivationImage(
      value: max(min(lower, .greatestFiniteMagnitude), 0)...upper,
      derivative: LogisticPoint.value(left, right),
      secondDerivative: LogisticPoint.first(left, right, z),
      thirdDerivative: LogisticPoint.second(left, right, z))
  }
}

extension ClosedRange<Double> {
  /// By a power of two.
  @inline(__always)
  fileprivate func scaled(_ factor: Double) -> ClosedRange { (lowerBound * factor)...(upperBound * factor) }
}
