import Foundation
import Gibbs
import Stochastic
import Testing

@Suite struct DistanceTheoryTests {
  /// ∫ ρ²/μ for N(m, v I) against N(0, t I), coordinate by coordinate:
  /// t/√(v(2t − v)) · exp(m²/(2t − v)).
  @Test(arguments: [1, 2, 3], [(0.5, 0.3), (0.0, 0.37796), (0.01, 0.378), (3.0, 0.1), (0.2, 0.52)])
  func quadratic(dimension: Int, start: (mean: Double, deviation: Double)) throws {
    let (regularization, learningRate) = (0.7, 0.2)
    let t = learningRate / (2 * regularization)
    let v = start.deviation * start.deviation
    let mean = (0..<dimension).map { start.mean * ($0 == 0 ? 1 : -0.3) }
    let square = mean.reduce(0) { $0 + $1 * $1 }
    let exponent =
      -Double(dimension) / 2 * log1p(-(t - v) * (t - v) / (t * t)) + square / (2 * t - v)
    let truth = expm1(exponent).squareRoot()
    let quadrature = try GibbsQuadrature(
      WrappedPotential.quadratic(dimension: dimension, regularization: regularization),
      learningRate: learningRate, minima: [[Double](repeating: 0, count: dimension)])
    let mine = try quadrature.distance(fromGaussian: mean, standardDeviation: start.deviation)
    guard case .finite(let value, let logarithm) = mine else {
      Issue.record("\(mine)")
      return
    }
    #expect((value.value - truth).magnitude <= value.error + 1e-14)
    #expect(value.error <= [1e-6, 1e-5, 1e-4][dimension - 1] * truth + 1e-6)
    #expect((logarithm.value - log(truth)).magnitude <= logarithm.error + 1e-14 / truth)
    let closed = InitialDistance.ofGaussian(
      mean: mean, standardDeviation: start.deviation, quadratic: regularization,
      learningRate: learningRate)
    guard case .finite(let exact, _) = closed else {
      Issue.record("\(closed)")
      return
    }
    #expect((exact.value - truth).magnitude <= 1e-12 * truth)
  }

  /// Five weights by the closed form, against the table of answers.
  @Test(arguments: [(0.2, 2.051004022237455), (1.0, 6.596903664380353)])
  func fiveWeights(learningRate: Double, truth: Double) throws {
    let start = try #require(GibbsReference.find("P6_D5", learningRate: learningRate).starts.first)
    let closed = try InitialDistance.ofGaussian(
      mean: #require(start.mean), standardDeviation: #require(start.standardDeviation), quadratic: 0.7,
      learningRate: learningRate)
    guard case .finite(let value, _) = closed else {
      Issue.record("\(closed)")
      return
    }
    #expect((value.value - truth).magnitude < 1e-10 * truth)
  }

  /// A distance that no double holds.
  @Test func overflow() throws {
    let quadrature = try GibbsQuadrature(
      WrappedPotential.quadratic(dimension: 1, regularization: 0.7), learningRate: 1e-3, minima: [[0]])
    let mine = try quadrature.distance(fromGaussian: [2], standardDeviation: 0.01)
    guard case .finite(let value, let logarithm) = mine else {
      Issue.record("\(mine)")
      return
    }
    let (t, v) = (1e-3 / 1.4, 1e-4)
    let truth = -0.25 * log(v * (2 * t - v) / (t * t)) + 2 / (2 * t - v)
    #expect(value.value == .infinity)
    #expect((logarithm.value - truth).magnitude <= logarithm.error + 1e-12 * truth)
    #expect(logarithm.error < 1e-8)
  }

  @Test func theEdgeBelongsToInfinity() {
    let potential = WrappedPotential.quadratic(dimension: 2, regularization: 0.5)
    // s/λ = 1
    func tail(_ deviation: Double) -> GaussianTail {
      GaussianTail(of: potential, learningRate: 0.5, standardDeviation: deviation)
    }
    #expect(isInfinite(tail(1)))
    #expect(isInfinite(tail(1.2)))
    #expect(isFinite(tail(0.999999)))
  }

  @Test func theDoubleWellAllowsNoGaussian() {
    for deviation in [1e-3, 0.1, 10] {
      #expect(
        isInfinite(
          GaussianTail(of: WrappedPotential.doubleWell, learningRate: 0.1, standardDeviation: deviation)))
    }
  }

  /// One softplus unit, one sample: L grows like (λ/2 + (a x)²/2) r² to the right, (λ/2) r² to the left.
  @Test func softplusGrowthDecides() throws {
    let potential = WrappedPotential.net(
      activation: "softplus", beta: 1, outer: [1.5], inputs: [[2]], labels: [1], regularization: 0.2)
    let growth = 0.1 + 4.5
    func tail(_ factor: Double) -> GaussianTail {
      GaussianTail(
        of: potential, learningRate: 0.3,
        standardDeviation: (factor * 0.3 / (2 * growth)).squareRoot())
    }
    #expect(isFinite(tail(0.99)))
    #expect(isInfinite(tail(1.01)))
    if case .undecided = tail(1) {} else { Issue.record("the edge was decided: \(tail(1))") }
    // where the variance is allowed, quadrature gives a number; closed form of the far tail is no help, so
    // two deviations on either side bracket it
    let minima = LocalMinima.find(potential, radius: 3)
    let quadrature = try GibbsQuadrature(potential, learningRate: 0.3, minima: minima)
    let values = try [0.5, 0.9, 0.99].map { factor -> Double in
      let deviation = (factor * 0.3 / (2 * growth)).squareRoot()
      let mine = try quadrature.distance(fromGaussian: [1], standardDeviation: deviation)
      guard case .finite(let value, _) = mine else { return .nan }
      #expect(value.error < 1e-6 * value.value)
      return value.value
    }
    #expect(values[1] < values[2])
  }

  @Test func aWrongMeanIsRefused() throws {
    let quadrature = try GibbsQuadrature(
      WrappedPotential.quadratic(dimension: 1, regularization: 1), learningRate: 1, minima: [[0]])
    #expect(throws: GibbsIntegrationError.self) {
      try quadrature.distance(fromGaussian: [0, 0], standardDeviation: 0.1)
    }
    #expect(throws: GibbsIntegrationError.self) {
      try quadrature.distance(fromGaussian: [0], standardDeviation: 0)
    }
  }

  private func isFinite(_ tail: GaussianTail) -> Bool {
    if case .finite = tail { true } else { false }
  }

  private func isInfinite(_ tail: GaussianTail) -> Bool {
    if case .infinite = tail { true } else { false }
  }
}
