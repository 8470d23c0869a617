import GSL
import Testing

@testable import Stochastic

/// The max-t band against Gaussian vectors whose maximum is known in closed form.
@Suite struct SimultaneousBandTests {
  /// Times × paths of N(0, 1), times with correlation 0 or 1.
  private func series(times: Int, paths: Int, seed: UInt64, identical: Bool = false) -> [[Double]] {
    let storage = LaneStorage(count: paths)
    return (0..<times).map { time in
      StreamKey(seed: seed, purpose: .teacher).fillNormals(
        storage.vector, paths: SIMD16(repeating: identical ? 0 : UInt64(time)), step: 0, dimension: paths)
      return (0..<paths).map { storage.vector[$0][0] }
    }
  }

  /// P(max of M independent |Z| ≤ c) = level. The quantile of 4096 draws has a standard error of
  /// √(level(1 − level)/4096)/density; the correlations of 2048 paths add as much again. Gate: 5 of these.
  @Test(arguments: [1, 2, 5, 20, 100]) func independentTimes(times: Int) throws {
    let level = 0.95
    let band = SimultaneousBand(
      series: series(times: times, paths: 2048, seed: 7), level: level, seed: UInt64(times))
    let law = try Gaussian(mean: 0, standardDeviation: 1)
    let one = Double.exponential(Double.logarithm(level) / Double(times))
    let exact = try law.quantile((1 + one) / 2)
    let density = try Double(times) * 2 * law.density(exact) * level / one
    let error = 2 * (level * (1 - level) / Double(SimultaneousBand.draws)).squareRoot() / density
    #expect(abs(band.criticalValue - exact) < 5 * error)
    #expect(band.pathCount == 2048)
  }

  /// A hundred times that are one and the same need no more than one: Bonferroni would ask for 3.48.
  @Test func identicalTimes() throws {
    let band = SimultaneousBand(
      series: series(times: 100, paths: 2048, seed: 3, identical: true), level: 0.95, seed: 1)
    let error = (0.95 * 0.05 / Double(SimultaneousBand.draws)).squareRoot() / (2 * 0.0584)
    #expect(abs(band.criticalValue - 1.95996) < 5 * error)
  }

  /// Of 400 bands around means of 200 paths at ten independent times, 95 % cover the truth at all of them: a
  /// binomial count with standard deviation 4.4, gate 4 of these and one more percent for the small sample.
  @Test func coverage() {
    var covered = 0
    for trial in 0..<400 as Range<UInt64> {
      let series = series(times: 10, paths: 200, seed: 1000 + trial)
      let band = SimultaneousBand(series: series, level: 0.95, seed: trial)
      let holds = series.allSatisfy { values in
        var moments = Moments()
        for value in values { moments.add(value) }
        return moments.mean.magnitude <= band.criticalValue * moments.estimate.standardError
      }
      covered += holds ? 1 : 0
    }
    #expect(abs(Double(covered) - 380) < 4 * 4.4 + 4)
  }

  @Test func timesAtWhichNothingVariesAreLeftOut() {
    var series = series(times: 3, paths: 512, seed: 5)
    let alone = SimultaneousBand(series: series, level: 0.95, seed: 2)
    series.append(Array(repeating: 4, count: 512))
    #expect(SimultaneousBand(series: series, level: 0.95, seed: 2).criticalValue == alone.criticalValue)
    #expect(
      SimultaneousBand(series: [Array(repeating: 1, count: 9)], level: 0.95, seed: 2).criticalValue == 0)
  }

  @Test func incompletePathsAreLeftOut() {
    var series = series(times: 4, paths: 600, seed: 6)
    series[2][17] = .nan
    #expect(SimultaneousBand(series: series, level: 0.95, seed: 2).pathCount == 599)
  }
}

extension Double {
  fileprivate static func exponential(_ x: Double) -> Double { Stochastic.exp(Lanes(repeating: x))[0] }
  fileprivate static func logarithm(_ x: Double) -> Double { Stochastic.log(Lanes(repeating: x))[0] }
}
