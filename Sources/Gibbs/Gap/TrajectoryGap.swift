import Stochastic

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// λ_s from the decay of correlations along stationary trajectories.
///
/// Among combinations h of the four slowest modes that the draws show the one with the greatest correlation
/// ρ(τ) = Corr(h(W_0), h(W_τ)) is found on half of the trajectories (the variational approach to conformation
/// dynamics: Nüske, Keller, Pérez-Hernández, Mey and Noé, J. Chem. Theory Comput. 10 (2014) 1739) and followed
/// on the other half, then the halves change roles. λ(m) = log(ρ(mτ)/ρ(2mτ))/(mτ) falls to λ_s as m grows, and
/// its statistical error grows; λ(2) is reported. Two step sizes on the same Brownian paths are extrapolated to dt = 0 by
/// the weak order p of the scheme: correlations at two times have a bias of that order, the order of the invariant law
/// says nothing about them.
///
/// The error is the root of a sum of squares: the statistical error, from resampling the chains that the
/// trajectories start on; λ(1) − λ(2), which exceeds what is left of the bias once that halves with every doubling
/// of the lag; what λ(2) and λ(4) differ by beyond two standard deviations; and the term of order p + 1 in dt
/// (`DecayRates.remainder`).
struct TrajectoryGap<P: GibbsPotential> {
  let potential: P
  let samples: SampleSet
  /// s
  let learningRate: Double
  let basis: [TestFunction]
  /// A first idea of λ_s, from a Rayleigh quotient
  let scale: Double
  let settings: GapSettings

  struct Outcome: Sendable {
    let estimate: Estimate?
    let remark: String?
    /// dt of the finer trajectories, if any were followed
    var stepSize: Double?
    /// Of one trajectory at both step sizes
    var gradients: Double?
  }

  /// Frames are 0.2/scale apart; m = 1, 2, 4 compares lags up to 1.6/scale.
  private static var frames: Int { 32 }
  private static var lags: [Int] { [1, 2, 4, 8] }

  /// The coarse step times the largest curvature: what is left of the bias after extrapolation is then some 10⁻⁴ of λ_s or
  /// less, measured in notes/gibbs.md.
  private var coarseStep: Double { order >= 2 ? 0.5 : 0.1 }
  private var order: Double { settings.integrator.properties.weakOrder }

  /// Steps that resolve the largest curvature unless they are too many, and the gradients that both step sizes take.
  private var grid: (grid: StationaryTrajectories.Grid?, gradients: Double) {
    let pairs = max((0.2 / scale * largestCurvature() / coarseStep).rounded(.up), 1)
    let perStep = Double(settings.integrator.properties.gradientsPerStep)
    let gradients = 3 * pairs * Double(Self.frames) * perStep
    guard gradients <= Double(settings.maximumGradients) else { return (nil, gradients) }
    let perFrame = 2 * Int(pairs)
    let grid = StationaryTrajectories.Grid(
      stepSize: 0.2 / scale / Double(perFrame), stepsPerFrame: perFrame, frames: Self.frames)
    return (grid, gradients)
  }

  func run(_ control: RunControl?) throws -> Outcome {
    let (grid, gradients) = grid
    guard let grid else {
      return Outcome(
        estimate: nil,
        remark:
          "relaxation takes \(short(gradients)) gradients or more, above the \(settings.maximumGradients) allowed"
      )
    }
    guard let modes = slowModes() else {
      return Outcome(estimate: nil, remark: "the functions do not vary on the draws")
    }
    let trajectories = try StationaryTrajectories(
      potential, from: samples, learningRate: learningRate, modes: modes, grid: grid, settings: settings,
      control: control)
    if control?.isCancelled == true { return Outcome(estimate: nil, remark: "cancelled") }
    guard (trajectories.fine + trajectories.coarse).allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
      return Outcome(estimate: nil, remark: "a trajectory diverged at step size \(2 * grid.stepSize)")
    }
    let averages = functionMeans(modes.basis, samples, potential: potential, threads: settings.threads)
    let means = modes.combinations.map { mode in zip(mode, averages).reduce(0) { $0 + $1.0 * $1.1 } }
    var outcome = plateau(LagSums(trajectories, means: means, lags: Self.lags, chains: samples.chainCount))
    outcome.stepSize = grid.stepSize
    outcome.gradients = gradients
    return outcome
  }

  /// The four combinations of test functions with the least Rayleigh quotients on all draws.
  private func slowModes() -> SlowModes? {
    let quotients = RayleighBound(
      potential: potential, samples: samples, learningRate: learningRate, threads: settings.threads)
    guard let all = quotients.modes(of: basis, chains: Array(0..<samples.chainCount)) else { return nil }
    return SlowModes(basis: all.subset, combinations: Array(all.modes.prefix(4)))
  }

  /// The greatest curvature at draws, by power iteration on differences of gradients.
  private func largestCurvature() -> Double {
    let evaluator = Evaluator(potential)
    let d = potential.dimension
    let total = samples.chainCount * samples.drawCount
    let points = (0..<64).map { index -> [Double] in
      let draw = index * total / 64
      return Array(samples.point(chain: draw / samples.drawCount, draw: draw % samples.drawCount))
    }
    var largest = 0.0
    for point in points {
      let slope = evaluator.gradient(at: point)
      var direction = (0..<d).map { 1 + 0.1 * Double($0 % 7) }
      for _ in 0..<8 {
        let length = direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
        guard length > 0 else { break }
        let small = 1e-5 / length
        let ahead = evaluator.gradient(at: zip(point, direction).map { $0 + small * $1 })
        direction = zip(ahead, slope).map { ($0 - $1) / 1e-5 }
        largest = max(largest, direction.reduce(0) { $0 + $1 * $1 }.squareRoot())
      }
    }
    return max(largest, scale)
  }

  private func plateau(_ sums: LagSums?) -> Outcome {
    guard let sums, let rates = sums.rates(weights: nil, order: order) else {
      return Outcome(estimate: nil, remark: "no correlation is left to follow")
    }
    let replicates = (0..<200).compactMap {
      sums.rates(weights: sums.resampled($0, seed: settings.seed), order: order)?.extrapolated
    }
    guard replicates.count > 150 else {
      return Outcome(estimate: nil, remark: "correlations are lost in noise")
    }
    let found = rates.extrapolated
    let chains = Double(samples.chainCount)
    // resampling n chains gives (n − 1)/n of the variance
    let chance = deviation(replicates.map { $0[1] }) * (chains / max(chains - 1, 1)).squareRoot()
    let later = max(
      abs(found[1] - found[2]) - 2 * deviation(replicates.map { $0[1] - $0[2] }), 0)
    let parts = [chance, found[0] - found[1], later, rates.remainder(1)]
    let unit = scale / 0.2
    return Outcome(
      estimate: Estimate(
        value: found[1] * unit, standardError: parts.reduce(0) { $0 + $1 * $1 }.squareRoot() * unit),
      remark: "lags \(Double(Self.lags[1]) / unit) and \(Double(Self.lags[2]) / unit)")
  }

  private func deviation(_ values: [Double]) -> Double {
    var moments = Moments()
    for value in values { moments.add(value) }
    return moments.variance.squareRoot()
  }
}
