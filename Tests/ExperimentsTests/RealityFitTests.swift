import Foundation
import Gibbs
import Stochastic
import Testing

@testable import Experiments

/// Fits and windows on data of which everything is known.
@Suite struct RealityFitTests {
  private let times = (0..<12).map { 0.25 * Double($0) }

  private func diagonal(_ variance: Double) -> [Double] {
    times.indices.flatMap { i in times.indices.map { $0 == i ? variance : 0 } }
  }

  @Test func exactExponentialsAreFound() throws {
    let one = try DecayFit(
      times: times, values: times.map { 2 * exp(-0.8 * $0) }, covariance: diagonal(1e-6), guess: 0.5)
    #expect(abs(one.rate.value - 0.8) < 1e-6)
    #expect(abs(one.amplitude - 2) < 1e-6 && one.chiSquared < 1e-6)
    let two = try DecayFit(
      times: times, values: times.map { 2 * exp(-0.8 * $0) - 3 * exp(-1.7 * $0) },
      covariance: diagonal(1e-6), guess: 1, faster: [mode(1.7, amplitude: -3)])
    #expect(abs(two.rate.value - 0.8) < 1e-6)
    #expect(times.allSatisfy { abs(two.value(at: $0) - (2 * exp(-0.8 * $0) - 3 * exp(-1.7 * $0))) < 1e-6 })
  }

  /// Over 400 data sets with known noise the fitted rate scatters as its standard error says, and chi squared is one.
  @Test func theStandardErrorIsTheScatter() throws {
    var (scores, chiSquared) = (Moments(), Moments())
    let key = StreamKey(seed: 11, purpose: .bootstrap)
    let storage = LaneStorage(count: times.count)
    for block in 0..<25 {
      key.fillNormals(storage.vector, firstPath: UInt64(16 * block), step: 0)
      for lane in 0..<16 {
        let values = times.indices.map { exp(-0.8 * times[$0]) + 0.01 * storage.vector[$0][lane] }
        let fit = try DecayFit(
          times: times, values: values, covariance: diagonal(1e-4), guess: 0.8)
        scores.add((fit.rate.value - 0.8) / fit.rate.standardError)
        chiSquared.add(fit.chiSquared)
      }
    }
    #expect(abs(scores.mean) < 4 / 20)
    // the variance of 400 normal numbers: 1 ± 4 sqrt(2/399)
    #expect(abs(scores.variance - 1) < 0.29)
    // chi squared of 10 degrees of freedom: 10 ± 4 sqrt(20/400)
    #expect(abs(chiSquared.mean - 10) < 0.9)
  }

  private func mode(_ rate: Double, correlation: Double = 0.5, amplitude: Double?) -> VisibleMode {
    VisibleMode(eigenvalue: Exact(value: rate, error: 0), correlation: correlation, amplitude: amplitude)
  }

  @Test func theWindowBeginsWhereFasterModesAreGoneAndEndsInNoise() {
    let deviations = times.map { Estimate(value: exp(-2 * $0), standardError: 1e-2) }
    let modes = [mode(2, amplitude: 1), mode(40, amplitude: nil)]
    let window = DecayWindow(
      times: times, deviations: deviations, expansion: ModeExpansion(modes: modes, remainder: 0))
    // exp(-40 t) below 0.005 from t = 0.25 on; exp(-2 t) above 0.03 up to t = 1.75
    #expect(window.chosen.map { times[$0] } == [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75])
    #expect(window.faster.isEmpty)
  }

  @Test func whatIsLeftOfTheModesDecaysLikeTheLastOfThem() {
    let deviations = times.map { Estimate(value: exp(-2 * $0), standardError: 1e-2) }
    let modes = [mode(2, amplitude: 1), mode(5, amplitude: 0.2)]
    let window = DecayWindow(
      times: times, deviations: deviations, expansion: ModeExpansion(modes: modes, remainder: 0.1))
    // 0.1 exp(-5 t) below 0.005 from t = 0.6 on
    #expect(window.chosen.first.map { times[$0] } == 0.75)
    #expect(window.faster.count == 1)
  }

  /// What is missing, and what would help: in words that fit the number.
  @Test func tooFewTimesAreExplained() {
    func shortage(_ size: Double, remainder: Double) -> String {
      DecayWindow(
        times: times, deviations: times.map { Estimate(value: size * exp(-2 * $0), standardError: 1e-2) },
        expansion: ModeExpansion(modes: [mode(2, amplitude: size)], remainder: remainder)
      ).shortage(paths: 64)
    }
    #expect(shortage(0.02, remainder: 0).hasPrefix("at no recorded time from t = 0 on"))
    #expect(shortage(0.04, remainder: 0).hasPrefix("at only 1 recorded time from"))
    #expect(shortage(0.06, remainder: 0).hasPrefix("at only 2 recorded times from"))
    #expect(shortage(0.06, remainder: 0).hasSuffix("use more than 64 paths"))
    #expect(shortage(1, remainder: 1e9).contains("longer horizon"))
  }

  @Test func aModeThatTheLossDoesNotSeeIsPassedOver() {
    let deviations = times.map { Estimate(value: exp(-2 * $0), standardError: 1e-2) }
    let modes = [
      mode(1, correlation: 1e-9, amplitude: 1e-9), mode(2, amplitude: 1), mode(40, amplitude: 0.1),
    ]
    let window = DecayWindow(
      times: times, deviations: deviations, expansion: ModeExpansion(modes: modes, remainder: nil))
    #expect(window.slowest?.eigenvalue.value == 2)
  }
}
