import Foundation
import Stochastic
import Testing

/// The Metropolis-adjusted Langevin algorithm on L = (λ/2)‖w‖². Gate: 4.5 standard errors.
@Suite(.serialized) struct MetropolisQuadraticTests {
  static let (regularization, s) = (0.8, 0.5)
  static let paths = 100_000

  /// Started in the Gibbs law N(0, s/(2λ)) it stays there from the first step on, at steps up to nearly twice the
  /// stability limit 2/λ of Euler–Maruyama; without refusals the variance would be s/(λ(2 − λ dt)) in the end.
  @Test(arguments: [1, 5], [0.2, 1.0, 2.4, 4]) func theGibbsLawIsKept(dimension: Int, dt: Double) throws {
    let (lambda, s) = (Self.regularization, Self.s)
    let state = try simulate(
      Quadratic(dimension: dimension, regularization: lambda), learningRate: s,
      initial: .gaussian(
        mean: Array(repeating: 0, count: dimension), standardDeviation: (s / (2 * lambda)).squareRoot()),
      times: [1, 2, 10, 40].map { dt * $0 }, curves: [.mala(stepSize: dt)], paths: Self.paths,
      seed: 8200 + UInt64(dimension))
    let mean = Double(dimension) * s / 4
    for time in 0..<4 {
      expect(state.mean(curve: 0, time: time), near: mean, "mean at time \(time)")
      expect(
        state.deviation(curve: 0, time: time), near: mean * (2 / Double(dimension)).squareRoot(),
        "deviation at time \(time)")
    }
    let unadjusted = mean / (1 - lambda * dt / 2)
    if dt >= 1 {
      let last = state.mean(curve: 0, time: 3)
      #expect(abs(unadjusted - mean) >= 10 * last.standardError, "the test could not tell")
    }
  }

  /// Detailed balance in the stationary law: (L(W₀), L(W₁)) and (L(W₁), L(W₀)) have the same law, so
  /// E[L₀ L₁² − L₀² L₁] = 0 and E[L₀ L₁³ − L₀³ L₁] = 0.
  @Test(arguments: [0.5, 2]) func detailedBalance(dt: Double) throws {
    let (lambda, s) = (Self.regularization, Self.s)
    let state = try simulate(
      Quadratic(dimension: 1, regularization: lambda), learningRate: s,
      initial: .gaussian(mean: [0], standardDeviation: (s / (2 * lambda)).squareRoot()), times: [0, dt],
      curves: [.mala(stepSize: dt)], paths: Self.paths, seed: 8300)
    let (before, after) = (
      Array(state.retained.losses(curve: 0, time: 0)), Array(state.retained.losses(curve: 0, time: 1))
    )
    #expect(before.count >= 8000)
    for power in [2.0, 3] {
      let flows = zip(before, after).map { $0 * pow($1, power) - pow($0, power) * $1 }
      let mean = flows.reduce(0, +) / Double(flows.count)
      let variance = flows.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(flows.count - 1)
      expect(
        Estimate(value: mean, standardError: (variance / Double(flows.count)).squareRoot()), near: 0,
        "flow of power \(power)")
    }
  }

  /// As dt → 0 the path follows the SDE: E L of the Ornstein–Uhlenbeck process, the bias being of order λ dt.
  @Test func smallStepsFollowTheSDE() throws {
    let (lambda, s, dt, dimension) = (Self.regularization, Self.s, 0.002, 5)
    let times = [0.25, 1, 3]
    let state = try simulate(
      Quadratic(dimension: dimension, regularization: lambda), learningRate: s,
      initial: .point(Array(repeating: 1, count: dimension)), times: times, curves: [.mala(stepSize: dt)],
      paths: Self.paths, seed: 8400)
    for (place, time) in times.enumerated() {
      let last = Double(dimension) * s / 4
      let first = lambda / 2 * Double(dimension)
      let truth = last + Foundation.exp(-2 * lambda * time) * (first - last)
      expect(state.mean(curve: 0, time: place), near: truth, allowing: lambda * dt * first, "t = \(time)")
    }
  }
}
