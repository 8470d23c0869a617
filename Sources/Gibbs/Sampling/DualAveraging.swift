#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Drives a step size towards a target acceptance by dual averaging: Hoffman and Gelman, "The No-U-Turn
/// Sampler", JMLR 15 (2014), section 3.2.1, with their constants γ = 0.05, t₀ = 10, κ = 0.75.
struct DualAveraging: Sendable {
  let target: Double
  /// Least ε: steps of less than this share of a standard deviation get nowhere
  static var least: Double { 1e-9 }
  private let anchor: Double
  private var count = 0.0
  private var error = 0.0
  private var average = 0.0
  /// ε to use while adapting
  private(set) var stepSize: Double

  init(target: Double, stepSize: Double) {
    self.target = target
    self.stepSize = stepSize
    anchor = log(10 * max(stepSize, Self.least))
  }

  mutating func update(acceptance: Double) {
    count += 1
    let weight = 1 / (count + 10)
    error += weight * (target - acceptance - error)
    let free = anchor - count.squareRoot() / 0.05 * error
    let logarithm = max(min(free, anchor + 5), log(Self.least))
    let decay = pow(count, -0.75)
    average += decay * (logarithm - average)
    stepSize = exp(logarithm)
  }

  /// ε to freeze
  var averaged: Double { count > 0 ? exp(average) : stepSize }
}
