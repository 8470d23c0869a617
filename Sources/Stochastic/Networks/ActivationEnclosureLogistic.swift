#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

// Enclosures of the logistic function S(z) = 1/(1 + e^(−z)) and its derivatives. Every formula below takes at most
// seven roundings of relative size 2⁻⁵³ and one or two library calls; with library errors of at most four units in
// the last place (the GNU library documents one or two for exp, expm1 and log1p) no relative error exceeds 5·10⁻¹⁵,
// by which results are widened. 10⁻³⁰⁰ covers underflow.

@inline(__always)
func widened(_ x: Double, by magnitude: Double) -> ClosedRange<Double> {
  let slack = 5e-15 * magnitude + 1e-300
  return (x - slack)...(x + slack)
}

@inline(__always)
func widened(_ x: Double) -> ClosedRange<Double> { widened(x, by: x.magnitude) }

/// S and its derivatives at one point, to a relative error of 5·10⁻¹⁵ of themselves (S‴: of S′).
struct LogisticPoint {
  let value: Double
  /// S′ = e/(1 + e)² with e = exp(−|z|)
  let first: Double
  /// tanh(z/2) = 2S − 1
  let tangent: Double
  private let decay: Double

  @inline(__always)
  init(_ z: Double) {
    decay = exp(-z.magnitude)
    let complement = z.magnitude < 0.5 ? -expm1(-z.magnitude) : 1 - decay
    let sum = 1 + decay
    tangent = (z < 0 ? -complement : complement) / sum
    value = (z < 0 ? decay : 1) / sum
    first = decay / (sum * sum)
  }

  /// S″ = −S′ tanh(z/2)
  @inline(__always) var second: Double { -first * tangent }
  /// S‴ = S′(1 − 6S′)
  @inline(__always) var third: Double { first * (1 - 6 * first) }
  /// ∫ S = log(1 + e^z)
  @inline(__always) func integral(_ z: Double) -> Double { max(z, 0) + log1p(decay) }
}

extension LogisticPoint {
  /// S increases.
  @inline(__always)
  static func value(_ left: LogisticPoint, _ right: LogisticPoint) -> ClosedRange<Double> {
    max(widened(left.value).lowerBound, 0)...min(widened(right.value).upperBound, 1)
  }

  /// S′ is even, rises to 1/4 at 0 and falls again.
  @inline(__always)
  static func first(
    _ left: LogisticPoint, _ right: LogisticPoint, _ z: ClosedRange<Double>
  ) -> ClosedRange<Double> {
    let hull = hull(left.first, right.first, z, peaks: 0, 0.25)
    return max(hull.lowerBound, 0)...min(hull.upperBound, 0.25)
  }

  /// S″ is odd, with its maximum at −log(2 + √3) and its minimum at log(2 + √3): S = (3 ∓ √3)/6 there.
  @inline(__always)
  static func second(
    _ left: LogisticPoint, _ right: LogisticPoint, _ z: ClosedRange<Double>
  ) -> ClosedRange<Double> {
    let once = hull(left.second, right.second, z, peaks: -inflection, 1 / (6 * 3.0.squareRoot()))
    return hull(once, z, peaks: inflection, -1 / (6 * 3.0.squareRoot()))
  }

  /// S‴ is even, −1/8 at 0 and 1/24 where S′ = 1/12, its other critical points.
  @inline(__always)
  static func third(
    _ left: LogisticPoint, _ right: LogisticPoint, _ z: ClosedRange<Double>
  ) -> ClosedRange<Double> {
    let slack = max(left.first, right.first)
    var result = widened(left.third, by: slack)
    let other = widened(right.third, by: slack)
    result = min(result.lowerBound, other.lowerBound)...max(result.upperBound, other.upperBound)
    result = hull(result, z, peaks: 0, -0.125)
    result = hull(result, z, peaks: -outerPeak, 1.0 / 24)
    return hull(result, z, peaks: outerPeak, 1.0 / 24)
  }

  /// log(2 + √3)
  private static let inflection = log(2 + 3.0.squareRoot())
  /// log((3 + √6)/(3 − √6))
  private static let outerPeak = log((3 + 6.0.squareRoot()) / (3 - 6.0.squareRoot()))

  @inline(__always)
  private static func hull(
    _ a: Double, _ b: Double, _ z: ClosedRange<Double>, peaks place: Double, _ height: Double
  ) -> ClosedRange<Double> {
    let (first, second) = (widened(a), widened(b))
    let ends = min(first.lowerBound, second.lowerBound)...max(first.upperBound, second.upperBound)
    return hull(ends, z, peaks: place, height)
  }

  /// Includes the critical value `height` if the critical point may lie in z.
  @inline(__always)
  private static func hull(
    _ ends: ClosedRange<Double>, _ z: ClosedRange<Double>, peaks place: Double, _ height: Double
  ) -> ClosedRange<Double> {
    guard z.lowerBound <= place + 1e-12, z.upperBound >= place - 1e-12 else { return ends }
    let peak = widened(height)
    return min(ends.lowerBound, peak.lowerBound)...max(ends.upperBound, peak.upperBound)
  }
}
