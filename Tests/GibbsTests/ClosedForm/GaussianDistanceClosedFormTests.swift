import Gibbs
import Stochastic
import Testing

@Suite struct GaussianDistanceClosedFormTests {
  /// λ = 1/2, s = 1, so that μ_s = N(0, I). Distances and their logarithms by mpmath with forty digits: narrow, shifted,
  /// almost too wide, almost the same, and few weights.
  @Test(arguments: [
    (50, 0, 0.03125, 7.3879829195526206704e33, 77.98516281922020824),
    (50, 4, 1, 7.3210757428908109254, 1.9907572765870567197),
    (50, 0, 1.4140625, 2.2636465199713746149e38, 88.315210551143798311),
    (50, 0, 1.0009765625, 0.0097706358756519652281, -4.6283737305364491829),
    (5, 2, 0.5, 4.8752463230177357968, 1.5841706309718341936),
  ])
  func table(
    dimension: Int, squaredMean: Double, deviation: Double, distance: Double, logarithm: Double
  ) throws {
    var mean = [Double](repeating: 0, count: dimension)
    mean[0] = squaredMean.squareRoot()
    let outcome = InitialDistance.ofGaussian(
      mean: mean, standardDeviation: deviation, quadratic: 0.5, learningRate: 1)
    guard case .finite(let value, let log) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect((value.value - distance).magnitude <= value.error)
    #expect((log.value - logarithm).magnitude <= log.error)
    #expect(value.error <= 1e-9 * distance)
  }

  @Test func equalLawsAndTooWideOnes() {
    let mean = [0.0, 0, 0, 0]
    let same = InitialDistance.ofGaussian(
      mean: mean, standardDeviation: 1, quadratic: 0.5, learningRate: 1)
    guard case .finite(let value, _) = same else {
      Issue.record("\(same)")
      return
    }
    #expect(value.value == 0 && value.error < 1e-14)
    // 2t = 2 is the first variance with an infinite distance
    let wide = InitialDistance.ofGaussian(
      mean: mean, standardDeviation: 1.4143, quadratic: 0.5, learningRate: 1)
    guard case .infinite = wide else {
      Issue.record("\(wide)")
      return
    }
  }
}
