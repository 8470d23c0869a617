@testable import Stochastic

/// A small risk with every dynamics on it.
enum EnsembleFixture {
  static let reference = ReferenceRisk(.sigmoid, beta: 1, width: 2, inputDimension: 2, samples: 6)

  static func risk() throws -> RegularizedRisk<Sigmoid> { try reference.risk(Sigmoid()) }

  static let curves = [
    Curve("sde", .sde(stepSize: 0.03)), Curve("ngd", .noisyGradientDescent),
    Curve("with", .sgd(batch: 2, sampling: .withReplacement)),
    Curve("without", .sgd(batch: 3, sampling: .withoutReplacement)),
    Curve("reshuffle", .sgd(batch: 2, sampling: .reshuffle)), Curve("flow", .gradientFlow(stepSize: 0.05)),
    Curve("sra1", .sde(integrator: .sra1, stepSize: 0.04)),
    Curve("lm", .sde(integrator: .leimkuhlerMatthews, stepSize: 0.04)),
    Curve("gsl-flow", .adaptiveGradientFlow(tolerance: 1e-6)),
    Curve("baoab", .underdamped(integrator: .baoab, friction: 1, stepSize: 0.1)),
    Curve("obabo", .underdamped(integrator: .obabo, friction: 2, stepSize: 0.1)),
    Curve("aboba", .underdamped(integrator: .aboba, friction: 1, stepSize: 0.07)),
    Curve("mala", .mala(stepSize: 0.2)),
    Curve("covariance", .covarianceSDE(batch: 2, sampling: .withReplacement, stepSize: 0.03)),
    Curve("svag", .svag(refinement: 3, batch: 2, sampling: .withoutReplacement)),
    Curve(
      "ball",
      .sgd(
        batch: 2, sampling: .reshuffle,
        variant: SGDVariant(
          momentum: 0.5, weightDecay: 0.1, decay: LearningRateDecay(exponent: 0.5, steps: 3)))),
  ]
  static let times = [0, 0.25, 1]

  static func ensemble(
    paths: Int, seed: UInt64 = 1, firstPath: UInt64 = 0, threads: Int = 1,
    generator: RandomGenerator = .philox,
    curves: [Curve] = curves
  ) throws -> Ensemble<RegularizedRisk<Sigmoid>> {
    try Ensemble(
      potential: risk(), learningRate: 0.1,
      initial: .gaussian(mean: [0.1, -0.2, 0.3, 0], standardDeviation: 0.5), times: times, curves: curves,
      paths: paths, seed: seed, generator: generator, firstPath: firstPath, threads: threads)
  }
}

/// What a run found out, to the bit and without its timings.
struct RunResult: Equatable {
  let moments: [Moments]
  let differences: [Moments]
  let divergences: [EnsembleState.Divergence]
  /// Bits, so that NaN equals itself.
  let retained: [UInt64]

  init(_ state: EnsembleState) {
    moments = (0..<state.curveCount).flatMap { curve in
      (0..<state.timeCount).map { state.moments(curve: curve, time: $0) }
    }
    differences = state.pairs.indices.flatMap { pair in
      (0..<state.timeCount).map { state.moments(pair: pair, time: $0) }
    }
    divergences = state.divergences
    retained = state.retained.losses.map(\.bitPattern)
  }
}

extension EnsembleState {
  /// The kept losses of every curve and time, path by path.
  var pathLosses: [[Double]] {
    (0..<curveCount).flatMap { curve in (0..<timeCount).map { losses(curve: curve, time: $0) } }
  }

  /// The kept losses of a curve at a time, path by path.
  func losses(curve: Int, time: Int) -> [Double] {
    Array(retained.losses(curve: curve, time: time))
  }
}
