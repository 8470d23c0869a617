/// A confidence band that covers a whole curve at once: value(t) ± c·standardError(t) for all t together.
///
/// c is the level-quantile of max_t |Z(t)|, Z the Gaussian vector of standardised means, by the multiplier
/// bootstrap: Z* = m^(−1/2) Σ ξᵢ (dᵢ − d̄)/sd with ξᵢ ~ N(0, 1), over m of the paths, whose dependence between
/// times is thereby accounted for.
/// Reference: Chernozhukov, Chetverikov and Kato, Annals of Statistics 41 (2013), theorem 3.1.
public struct SimultaneousBand: Sendable {
  /// c
  public let criticalValue: Double
  public let level: Double
  /// m, the paths the dependence was estimated from.
  public let pathCount: Int
  /// At how many times anything varied among them; c knows of these only.
  public let varyingTimes: Int

  /// Draws of max |Z*|; at level 0.95 the quantile's own standard error is then about 0.01.
  public static let draws = 4096
  /// Paths used at the most.
  public static let pathLimit = 2048

  /// - Parameter series: one list of observations per time, path by path; paths with a NaN anywhere are left out,
  ///   and so are times at which nothing varies.
  public init(series: [[Double]], level: Double, seed: UInt64) {
    self.level = level
    let count = series.first?.count ?? 0
    let complete = (0..<count).filter { path in series.allSatisfy { !$0[path].isNaN } }.prefix(Self.pathLimit)
    pathCount = complete.count
    let standardised = series.compactMap { Self.standardise($0, complete) }
    varyingTimes = standardised.count
    guard !standardised.isEmpty else {
      criticalValue = 0
      return
    }
    let maxima = Self.maxima(standardised, seed: seed).sorted()
    criticalValue = maxima[min(Int(level * Double(maxima.count)), maxima.count - 1)]
  }

  /// (dᵢ − d̄)/(sd √m), or nil if nothing varies.
  private static func standardise(_ values: [Double], _ paths: ArraySlice<Int>) -> [Double]? {
    var moments = Moments()
    for path in paths { moments.add(values[path]) }
    let scale = (moments.squaredDeviation).squareRoot()
    guard scale > 0 else { return nil }
    return paths.map { (values[$0] - moments.mean) / scale }
  }

  /// max_t |Z*(t)|, sixteen draws at a time: a draw is a lane, a path's multiplier a step of its stream.
  private static func maxima(_ series: [[Double]], seed: UInt64) -> [Double] {
    let key = StreamKey(seed: seed, purpose: .bootstrap)
    let storage = LaneStorage(count: series[0].count)
    let multipliers = storage.vector
    defer { withExtendedLifetime(storage) {} }
    var result: [Double] = []
    for first in stride(from: 0, to: draws, by: 16) {
      var paths = SIMD16<UInt64>.zero
      for lane in 0..<16 { paths[lane] = UInt64(first + lane) }
      key.fillNormals(multipliers, paths: paths, step: 0, dimension: multipliers.count)
      var largest = Lanes.zero
      for values in series {
        var sum = Lanes.zero
        for (place, value) in values.enumerated() {
          sum = sum.adding(multipliers[place], times: Lanes(repeating: value))
        }
        let magnitude = sum.magnitude
        largest.replace(with: magnitude, where: magnitude .> largest)
      }
      result += (0..<16).map { largest[$0] }
    }
    return result
  }
}
