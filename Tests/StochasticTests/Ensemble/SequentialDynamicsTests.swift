import Foundation
import Testing

@testable import Stochastic

/// Gradient flow and SGD path by path, against closed forms and recursions.
@Suite struct SequentialDynamicsTests {
  /// On a quadratic the flow is w exp(-lambda t), hence the loss decays like exp(-2 lambda t): to 1e-9.
  @Test func gradientFlow() throws {
    let times = [0, 0.3, 1, 1.7, 3]
    let state = try Ensemble(
      potential: Quadratic(dimension: 3, regularization: 0.7), learningRate: 0.1,
      initial: .gaussian(mean: [1, 2, 3], standardDeviation: 0.5), times: times,
      curves: [Curve("flow", .gradientFlow(stepSize: 0.01))], paths: 20, seed: 4
    ).run()
    for path in 0..<20 {
      let start = state.losses(curve: 0, time: 0)[path]
      for (place, time) in times.enumerated() {
        let ratio = state.losses(curve: 0, time: place)[path] / start
        #expect((ratio / Foundation.exp(-1.4 * time) - 1).magnitude < 1e-9)
      }
    }
  }

  /// Order 4: halving the step divides the error by sixteen.
  @Test func gradientFlowOrder() throws {
    let errors = try [0.4, 0.2, 0.1].map { step in
      let state = try Ensemble(
        potential: Quadratic(dimension: 1, regularization: 1), learningRate: 0.1, initial: .point([1]),
        times: [2], curves: [Curve("flow", .gradientFlow(stepSize: step))], paths: 1, seed: 1
      ).run()
      return (2 * state.losses(curve: 0, time: 0)[0]).squareRoot() - Foundation.exp(-2)
    }
    for (coarse, fine) in zip(errors, errors.dropFirst()) {
      let order = Foundation.log2(coarse / fine)
      // the next term of the error is of relative size dt: the order approaches 4 from above
      #expect(order > 4 && order < 4.4, "order \(order)")
    }
  }

  /// w - s (mean gradient over the batch + decay), with the batches of the path's own stream.
  @Test(arguments: Sampling.allCases, [1, 2, 3, 6]) func sgd(sampling: Sampling, batch: Int) throws {
    let reference = EnsembleFixture.reference
    let (steps, seed, learningRate) = (12, 9 as UInt64, 0.3)
    let start = [0.5, -1, 0.2, 1.5]
    let state = try Ensemble(
      potential: EnsembleFixture.risk(), learningRate: learningRate, initial: .point(start),
      times: [0.9, 3.6], curves: [Curve("sgd", .sgd(batch: batch, sampling: sampling))], paths: 16, seed: seed
    ).run()
    let settings = EnsembleSettings(
      learningRate: learningRate, initial: .point(start), times: [1], seed: seed, generator: .philox)
    var sampler = try BatchSampler(settings, samples: 6, batch: batch, sampling: sampling)
    sampler.begin(firstPath: 0)
    var weights = Array(repeating: start, count: 16)
    for step in 0..<steps {
      let slots = sampler.draw(step: UInt64(step))
      for lane in 0..<16 {
        let gradient = reference.gradient(weights[lane], batch: slots.map { Int($0[lane]) })
        weights[lane] = zip(weights[lane], gradient).map { $0 - learningRate * $1 }
      }
      for lane in 0..<16 where step == 2 || step == steps - 1 {
        let loss = state.losses(curve: 0, time: step == 2 ? 0 : 1)[lane]
        #expect((loss - reference.value(weights[lane])).magnitude < 1e-12)
      }
    }
  }

  /// With all samples in every batch, sampling without replacement is gradient descent: all paths the same.
  @Test func fullBatchIsGradientDescent() throws {
    let state = try Ensemble(
      potential: EnsembleFixture.risk(), learningRate: 0.1, initial: .point([0.5, -1, 0.2, 1.5]), times: [5],
      curves: [
        Curve("a", .sgd(batch: 6, sampling: .withoutReplacement)),
        Curve("b", .sgd(batch: 6, sampling: .reshuffle)),
      ], paths: 16, seed: 3
    ).run()
    var w = [0.5, -1, 0.2, 1.5]
    for _ in 0..<50 { w = zip(w, EnsembleFixture.reference.gradient(w)).map { $0 - 0.1 * $1 } }
    for curve in 0..<2 {
      for loss in state.losses(curve: curve, time: 0) {
        #expect((loss - EnsembleFixture.reference.value(w)).magnitude < 1e-12)
      }
    }
  }

  @Test func refusals() throws {
    func refused(
      learningRate: Double = 0.1, initial: InitialLaw = .point([0, 0, 0, 0]), times: [Double] = [1],
      dynamics: Dynamics = .noisyGradientDescent, paths: Int = 1
    ) throws -> Bool {
      do {
        _ = try Ensemble(
          potential: EnsembleFixture.risk(), learningRate: learningRate, initial: initial, times: times,
          curves: [Curve("x", dynamics)], paths: paths, seed: 1)
        return false
      } catch is ProblemError { return true }
    }
    #expect(try !refused())
    for rate in [0, -1, .infinity, .nan] { #expect(try refused(learningRate: rate)) }
    for times in [[], [-1], [1, 1], [2, 1], [.infinity], [.nan]] { #expect(try refused(times: times)) }
    #expect(try refused(initial: .point([0])))
    #expect(try refused(paths: 0))
    for step in [0, -0.1, .infinity, .nan] {
      #expect(try refused(dynamics: .sde(stepSize: step)))
      #expect(try refused(dynamics: .gradientFlow(stepSize: step)))
    }
    for batch in [-1, 0, 7] { #expect(try refused(dynamics: .sgd(batch: batch, sampling: .reshuffle))) }
    #expect(throws: ProblemError.self) {
      try Ensemble(
        potential: DoubleWell(), learningRate: 0.1, initial: .point([0]), times: [1],
        curves: [Curve("x", .sgd(batch: 1, sampling: .reshuffle))], paths: 1, seed: 1)
    }
  }
}
