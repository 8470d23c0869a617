import Foundation
import Stochastic
import Testing

@testable import Gibbs

/// On L = (λ/2)w² a scheme is W⁺ = aW + noise of variance b. Trajectories from the Gibbs law then have variances
/// v_(n+1) = a²v_n + b and correlations that are known at every lag: for the finer and the coarser trajectories alike, and
/// for what their extrapolation leaves. Gate: 4.5 standard errors.
@Suite struct GapSchemeTests {
  private static let curvature = 0.8
  private static let learningRate = 0.5
  private static let stepSize = 0.25
  private static let frames = 32
  private static let lags = [1, 2, 4, 8]

  /// a and b with x = λ dt; Leimkuhler and Matthews' without postprocessing
  private func recursion(_ integrator: Integrator, _ h: Double) -> (a: Double, b: Double)? {
    let (x, variance) = (Self.curvature * h, Self.learningRate * h)
    switch integrator {
    case .eulerMaruyama: return (1 - x, variance)
    case .leimkuhlerMatthews: return (1 - x, variance * (1 - x / 2) * (1 - x / 2))
    case .heun: return (1 - x + x * x / 2, variance * (1 - x / 2) * (1 - x / 2))
    case .sra1: return (1 - x + x * x / 2, variance * (1 - x + x * x / 3))
    case .exponentialEuler: return (exp(-x), variance * (1 - exp(-2 * x)) / (2 * x))
    case .tamedEuler: return nil
    }
  }

  /// λ(2) per frame, of `steps` steps
  private func rate(_ step: (a: Double, b: Double), steps: Int) -> Double {
    var variances = [Self.learningRate / (2 * Self.curvature)]
    for _ in 0..<(Self.frames * steps) { variances.append(step.a * step.a * variances.last! + step.b) }
    func logarithm(_ lag: Int) -> Double {
      var (product, square) = (0.0, 0.0)
      for frame in 0...(Self.frames - lag) {
        let (now, later) = (variances[frame * steps], variances[(frame + lag) * steps])
        product += pow(step.a, Double(lag * steps)) * now
        square += 0.5 * (now + later)
      }
      return log(product / square)
    }
    return (logarithm(2) - logarithm(4)) / 2
  }

  private func draws(_ chains: Int, _ count: Int) -> SampleSet {
    let storage = LaneStorage(count: chains * count / 16)
    StreamKey(seed: 77, purpose: .initialWeights).fillNormals(storage.vector, firstPath: 0, step: 0)
    let deviation = (Self.learningRate / (2 * Self.curvature)).squareRoot()
    let weights = (0..<(chains * count)).map { deviation * storage.vector[$0 / 16][$0 % 16] }
    return SampleSet(
      dimension: 1, chainCount: chains, drawCount: count, weights: weights,
      losses: weights.map { 0.5 * Self.curvature * $0 * $0 })
  }

  @Test(arguments: Integrator.allCases.filter { $0 != .tamedEuler })
  func correlationsOfALinearScheme(integrator: Integrator) throws {
    let (chains, count) = (64, 256)
    let grid = StationaryTrajectories.Grid(stepSize: Self.stepSize, stepsPerFrame: 2, frames: Self.frames)
    let settings = GapSettings(seed: 5, trajectories: chains * count, integrator: integrator)
    let trajectories = try StationaryTrajectories(
      Quadratic(dimension: 1, regularization: Self.curvature), from: draws(chains, count),
      learningRate: Self.learningRate, modes: SlowModes(basis: [.coordinate(0)], combinations: [[1]]),
      grid: grid, settings: settings, control: nil)
    let sums = try #require(LagSums(trajectories, means: [0], lags: Self.lags, chains: chains))
    let order = integrator.properties.weakOrder
    let found = try #require(sums.rates(weights: nil, order: order))
    let replicates = (0..<200).compactMap {
      sums.rates(weights: sums.resampled($0, seed: 5), order: order)
    }
    #expect(replicates.count == 200)
    let fine = try rate(#require(recursion(integrator, Self.stepSize)), steps: 2)
    let coarse = try rate(#require(recursion(integrator, 2 * Self.stepSize)), steps: 1)
    let truth = DecayRates(fine: [fine], coarse: [coarse], order: order)
    for (name, value, rate) in [
      ("dt", \DecayRates.fine, fine), ("2 dt", \DecayRates.coarse, coarse),
      ("extrapolated", \DecayRates.extrapolated, truth.extrapolated[0]),
    ] {
      var moments = Moments()
      for replicate in replicates { moments.add(replicate[keyPath: value][1]) }
      let estimate = Estimate(
        value: found[keyPath: value][1], standardError: moments.variance.squareRoot())
      #expect(estimate.standardError < 0.02 * rate)
      try expect(estimate, near: rate, "\(integrator.rawValue), \(name)")
    }
    // order 1 leaves a second-order term, order 2 a third-order one, and what is stated covers either
    let exact = Self.curvature * 2 * Self.stepSize
    let left = abs(truth.extrapolated[0] - exact)
    #expect(left <= truth.remainder(0) + 1e-14, "\(left) of \(exact)")
    #expect(left < (order >= 2 ? 0.004 : 0.05) * exact)
  }
}
