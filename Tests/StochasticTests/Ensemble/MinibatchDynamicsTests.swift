import Foundation
import Testing

@testable import Stochastic

/// Dynamics made of samples, path by path against recursions written down from their definitions.
@Suite struct MinibatchDynamicsTests {
  private static let start = [0.5, -1, 0.2, 1.5]

  private func run(
    _ dynamics: [Dynamics], on reference: ReferenceRisk = EnsembleFixture.reference,
    learningRate: Double = 0.3, times: [Double] = [0.9, 3.6], seed: UInt64 = 9
  ) throws -> EnsembleState {
    try Ensemble(
      potential: reference.risk(Sigmoid()), learningRate: learningRate, initial: .point(Self.start),
      times: times,
      curves: dynamics.enumerated().map { Curve("\($0.offset)", $0.element) }, paths: 16, seed: seed
    ).run()
  }

  private func settings(seed: UInt64) -> EnsembleSettings {
    EnsembleSettings(
      learningRate: 0.3, initial: .point(Self.start), times: [1], seed: seed, generator: .philox)
  }

  /// v⁺ = μv − s_k(g + κW), W⁺ = W + v⁺ with the batches of plain SGD.
  @Test(
    arguments: Sampling.allCases,
    [
      SGDVariant(momentum: 0.9), SGDVariant(weightDecay: 0.2),
      SGDVariant(decay: LearningRateDecay(exponent: 0.5, steps: 4)),
      SGDVariant(momentum: 0.5, weightDecay: 0.3, decay: LearningRateDecay(exponent: 2, steps: 1.5)),
    ]) func variants(sampling: Sampling, variant: SGDVariant) throws
  {
    let reference = EnsembleFixture.reference
    let state = try run([.sgd(batch: 2, sampling: sampling, variant: variant)])
    var sampler = try BatchSampler(settings(seed: 9), samples: 6, batch: 2, sampling: sampling)
    sampler.begin(firstPath: 0)
    var weights = Array(repeating: Self.start, count: 16)
    var velocity = Array(repeating: [0.0, 0, 0, 0], count: 16)
    for step in 0..<12 {
      let slots = sampler.draw(step: UInt64(step))
      let decay = variant.decay.map { pow(1 + Double(step) / $0.steps, -$0.exponent) } ?? 1
      for lane in 0..<16 {
        let gradient = reference.gradient(weights[lane], batch: slots.map { Int($0[lane]) })
        for k in 0..<4 {
          velocity[lane][k] =
            variant.momentum * velocity[lane][k]
            - 0.3 * decay * (gradient[k] + variant.weightDecay * weights[lane][k])
          weights[lane][k] += velocity[lane][k]
        }
        guard step == 2 || step == 11 else { continue }
        let loss = state.losses(curve: 0, time: step == 2 ? 0 : 1)[lane]
        #expect((loss - reference.value(weights[lane])).magnitude < 1e-12)
      }
    }
  }

  /// With every sample in the batch SGD with momentum is the heavy ball on L.
  @Test func fullBatchIsTheHeavyBall() throws {
    let state = try run([.sgd(batch: 6, sampling: .withoutReplacement, variant: SGDVariant(momentum: 0.8))])
    var (w, v) = (Self.start, [0.0, 0, 0, 0])
    for _ in 0..<12 {
      v = zip(v, EnsembleFixture.reference.gradient(w)).map { 0.8 * $0 - 0.3 * $1 }
      w = zip(w, v).map { $0 + $1 }
    }
    for loss in state.losses(curve: 0, time: 1) {
      #expect((loss - EnsembleFixture.reference.value(w)).magnitude < 1e-12)
    }
  }

  /// A variant without anything is SGD, and SVAG with l = 1 is SGD: bit for bit, also where a batch comes from a shuffle
  /// that goes on from the last one.
  @Test(
    arguments: [Sampling.withReplacement, .withoutReplacement], [(6, 1), (6, 2), (6, 3), (6, 6), (70, 30)])
  func plainSGDBitForBit(sampling: Sampling, shape: (Int, Int)) throws {
    let (samples, batch) = shape
    let state = try run(
      [
        .sgd(batch: batch, sampling: sampling), .svag(refinement: 1, batch: batch, sampling: sampling),
        .sgd(batch: batch, sampling: sampling, variant: SGDVariant()),
      ], on: ReferenceRisk(.sigmoid, beta: 1, width: 2, inputDimension: 2, samples: samples))
    for time in 0..<2 {
      #expect(state.losses(curve: 1, time: time) == state.losses(curve: 0, time: time))
      #expect(state.losses(curve: 2, time: time) == state.losses(curve: 0, time: time))
    }
  }

  /// Whatever follows SGD's batches does not change SGD.
  @Test func sgdIsLeftAlone() throws {
    let sgd = Dynamics.sgd(batch: 2, sampling: .withReplacement)
    let alone = try run([sgd])
    let together = try run([
      .covarianceSDE(batch: 2, sampling: .withReplacement, stepSize: 0.1), sgd,
      .svag(refinement: 4, batch: 2, sampling: .withReplacement),
    ])
    #expect(together.losses(curve: 1, time: 1) == alone.losses(curve: 0, time: 1))
  }

  /// W⁺ = W − (s/l)(α g₁ + β g₂) with α + β = 1 and α² + β² = l, the first batch of each l-th step being SGD's.
  @Test func svag() throws {
    let reference = EnsembleFixture.reference
    let l = 3
    let state = try run([.svag(refinement: l, batch: 2, sampling: .withReplacement)])
    var common = try BatchSampler(settings(seed: 9), samples: 6, batch: 2, sampling: .withReplacement)
    var own = try BatchSampler(
      settings(seed: 9), samples: 6, batch: 2, sampling: .withReplacement, purpose: .secondMinibatches)
    common.begin(firstPath: 0)
    own.begin(firstPath: 0)
    let (alpha, beta) = ((1 + 5.0.squareRoot()) / 2, (1 - 5.0.squareRoot()) / 2)
    var weights = Array(repeating: Self.start, count: 16)
    for step in 0..<(12 * l) {
      let first =
        step % l == 0 ? common.draw(step: UInt64(step / l)) : own.draw(step: UInt64(2 * step))
      let one = (0..<16).map { lane in first.map { Int($0[lane]) } }
      let second = own.draw(step: UInt64(2 * step + 1))
      for lane in 0..<16 {
        let g1 = reference.gradient(weights[lane], batch: one[lane])
        let g2 = reference.gradient(weights[lane], batch: second.map { Int($0[lane]) })
        for k in 0..<4 { weights[lane][k] -= 0.1 * (alpha * g1[k] + beta * g2[k]) }
      }
    }
    for lane in 0..<16 {
      let loss = state.losses(curve: 0, time: 1)[lane]
      #expect((loss - reference.value(weights[lane])).magnitude < 1e-12)
    }
  }

  /// E L of the heavy ball after four steps over all 6⁴ sequences of single samples, against 200,000 paths. Gate: 4.5
  /// standard errors, which are far below the distance from plain SGD.
  @Test func enumeration() throws {
    let reference = EnsembleFixture.reference
    let variant = SGDVariant(momentum: 0.6, weightDecay: 0.1)
    func mean(_ w: [Double], _ v: [Double], steps: Int, _ variant: SGDVariant) -> Double {
      if steps == 0 { return reference.value(w) }
      return (0..<6).reduce(0.0) { sum, i in
        let force = zip(reference.gradient(w, batch: [i]), w).map { $0 + variant.weightDecay * $1 }
        let velocity = zip(v, force).map { variant.momentum * $0 - 0.3 * $1 }
        return sum + mean(zip(w, velocity).map { $0 + $1 }, velocity, steps: steps - 1, variant) / 6
      }
    }
    let state = try Ensemble(
      potential: EnsembleFixture.risk(), learningRate: 0.3, initial: .point(Self.start), times: [1.2],
      curves: [Curve("x", .sgd(batch: 1, sampling: .withReplacement, variant: variant))], paths: 200_000,
      seed: 8
    ).run()
    let estimate = state.moments(curve: 0, time: 0).estimate
    let exact = mean(Self.start, [0, 0, 0, 0], steps: 4, variant)
    #expect(abs(estimate.value - exact) < 4.5 * estimate.standardError)
    #expect(abs(exact - mean(Self.start, [0, 0, 0, 0], steps: 4, .plain)) > 20 * estimate.standardError)
  }

  /// With every sample in the batch there is no noise: Euler's scheme for the gradient flow.
  @Test func fullBatchHasNoNoise() throws {
    let state = try run([.covarianceSDE(batch: 6, sampling: .withoutReplacement, stepSize: 0.1)])
    var w = Self.start
    for _ in 0..<36 { w = zip(w, EnsembleFixture.reference.gradient(w)).map { $0 - 0.1 * $1 } }
    for loss in state.losses(curve: 0, time: 1) {
      #expect((loss - EnsembleFixture.reference.value(w)).magnitude < 1e-12)
    }
  }

  static let bad: [Dynamics] = [
    .covarianceSDE(batch: 0, sampling: .withReplacement, stepSize: 0.1),
    .covarianceSDE(batch: 7, sampling: .withReplacement, stepSize: 0.1),
    .covarianceSDE(batch: 2, sampling: .reshuffle, stepSize: 0.1),
    .covarianceSDE(batch: 2, sampling: .withReplacement, stepSize: 0),
    .svag(refinement: 0, batch: 2, sampling: .withReplacement),
    .svag(refinement: -1, batch: 2, sampling: .withReplacement),
    .svag(refinement: .max, batch: 2, sampling: .withReplacement),
    .svag(refinement: 2, batch: 2, sampling: .reshuffle),
    .svag(refinement: 2, batch: 0, sampling: .withReplacement),
    .sgd(batch: 2, sampling: .reshuffle, variant: SGDVariant(momentum: 1)),
    .sgd(batch: 2, sampling: .reshuffle, variant: SGDVariant(momentum: -0.1)),
    .sgd(batch: 2, sampling: .reshuffle, variant: SGDVariant(momentum: .nan)),
    .sgd(batch: 2, sampling: .reshuffle, variant: SGDVariant(weightDecay: -1)),
    .sgd(
      batch: 2, sampling: .reshuffle, variant: SGDVariant(decay: LearningRateDecay(exponent: 0, steps: 1))),
    .sgd(
      batch: 2, sampling: .reshuffle, variant: SGDVariant(decay: LearningRateDecay(exponent: 1, steps: 0))),
  ]

  @Test(arguments: bad) func badNumbersAreRefused(dynamics: Dynamics) {
    #expect(throws: ProblemError.self) { try run([dynamics]) }
  }

  @Test func samplesAreNeeded() {
    for dynamics in [
      Dynamics.covarianceSDE(batch: 1, sampling: .withReplacement, stepSize: 0.1),
      .svag(refinement: 2, batch: 1, sampling: .withReplacement),
    ] {
      #expect(throws: ProblemError.self) {
        try Ensemble(
          potential: DoubleWell(), learningRate: 0.1, initial: .point([1]), times: [1],
          curves: [Curve("x", dynamics)], paths: 1, seed: 1)
      }
    }
  }
}
