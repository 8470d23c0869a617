/// Count, mean, variance and extremes of a stream of numbers, updated one by one and mergeable.
///
/// Welford's recursion and the pairwise rule of Chan, Golub and LeVeque ("Algorithms for computing the sample
/// variance", 1983): sums of squared deviations are never differences of large numbers.
public struct Moments: Sendable, Equatable {
  public private(set) var count: Double = 0
  public private(set) var mean: Double = 0
  /// Σ (x − mean)²
  public private(set) var squaredDeviation: Double = 0
  public private(set) var minimum: Double = .infinity
  public private(set) var maximum: Double = -.infinity

  public init() {}

  init(count: Double, mean: Double, squaredDeviation: Double, minimum: Double, maximum: Double) {
    self.count = count
    self.mean = mean
    self.squaredDeviation = squaredDeviation
    self.minimum = minimum
    self.maximum = maximum
  }

  public mutating func add(_ x: Double) {
    merge(Moments(count: 1, mean: x, squaredDeviation: 0, minimum: x, maximum: x))
  }

  public mutating func merge(_ other: Moments) {
    guard other.count > 0 else { return }
    let total = count + other.count
    let difference = other.mean - mean
    mean += difference * (other.count / total)
    squaredDeviation += other.squaredDeviation + difference * difference * (count * other.count / total)
    count = total
    minimum = min(minimum, other.minimum)
    maximum = max(maximum, other.maximum)
  }

  /// Sample variance, NaN for fewer than two numbers.
  public var variance: Double { count > 1 ? squaredDeviation / (count - 1) : .nan }

  /// Mean and standard error √(variance/count); NaN where there is nothing to estimate from.
  public var estimate: Estimate {
    Estimate(value: count > 0 ? mean : .nan, standardError: (variance / count).squareRoot())
  }
}

/// Sixteen streams at once, one a lane. NaN is skipped: it marks a path that is not there any more.
struct LaneMoments {
  var count = Lanes.zero
  var mean = Lanes.zero
  var squaredDeviation = Lanes.zero
  var minimum = Lanes(repeating: .infinity)
  var maximum = Lanes(repeating: -.infinity)

  mutating func add(_ x: Lanes) {
    let present = x .== x
    count.replace(with: count + 1, where: present)
    let difference = x - mean
    let updated = mean + difference / count
    squaredDeviation.replace(with: squaredDeviation.adding(difference, times: x - updated), where: present)
    mean.replace(with: updated, where: present)
    minimum.replace(with: x, where: x .< minimum)
    maximum.replace(with: x, where: x .> maximum)
  }

  /// All lanes merged, in lane order.
  var merged: Moments {
    var total = Moments()
    for lane in 0..<16 {
      total.merge(
        Moments(
          count: count[lane], mean: mean[lane], squaredDeviation: squaredDeviation[lane],
          minimum: minimum[lane], maximum: maximum[lane]))
    }
    return total
  }
}
