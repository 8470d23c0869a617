import CAllocationCounter
import GSL
import Testing

@testable import Stochastic

/// Steps allocate nothing. Counted by the thread: a run on one thread stays on it, and other tests do not disturb.
@Suite(.enabled(if: allocation_counter_works())) struct AllocationTests {
  private static let dynamics: [Dynamics] =
    [
      .noisyGradientDescent, .sgd(batch: 3, sampling: .withReplacement),
      .sgd(batch: 3, sampling: .withoutReplacement), .sgd(batch: 3, sampling: .reshuffle),
      .gradientFlow(stepSize: 0.1), .mala(stepSize: 0.1), .adaptiveSDE(tolerance: 0.01),
      .covarianceSDE(batch: 3, sampling: .withReplacement, stepSize: 0.04),
      .covarianceSDE(batch: 3, sampling: .withoutReplacement, stepSize: 0.1),
      .svag(refinement: 2, batch: 3, sampling: .withReplacement),
      .sgd(
        batch: 3, sampling: .reshuffle,
        variant: SGDVariant(momentum: 0.9, weightDecay: 0.1, decay: LearningRateDecay(exponent: 1, steps: 9))),
    ] + Integrator.allCases.map { .sde(integrator: $0, stepSize: 0.1) }
    + UnderdampedIntegrator.allCases.map { .underdamped(integrator: $0, friction: 1, stepSize: 0.1) }

  /// Allocations of a run of one block with so many steps of size 0.1.
  private func allocations(steps: Int, dynamics: [Dynamics], shape: RiskShape) throws -> UInt64 {
    let reference = shape.risk(.sigmoid, beta: 1)
    let ensemble = try Ensemble(
      potential: reference.risk(Sigmoid()), learningRate: 0.1,
      initial: .gaussian(mean: Array(repeating: 0, count: reference.dimension), standardDeviation: 1),
      times: [0.1 * Double(steps)], curves: dynamics.map { Curve("x", $0) }, paths: 16, seed: 1, threads: 1)
    let before = allocation_count_of_this_thread()
    let state = try ensemble.run()
    let after = allocation_count_of_this_thread()
    #expect(state.isFinished)
    return after - before
  }

  /// Ten times as many steps, not one allocation more.
  @Test(
    arguments: dynamics.map { [$0] } + [dynamics],
    [RiskShape(3, 2, 5), RiskShape(7, 3, 17), RiskShape(12, 20, 33)])
  func stepsAllocateNothing(dynamics: [Dynamics], shape: RiskShape) throws {
    _ = try allocations(steps: 1, dynamics: dynamics, shape: shape)  // what is made once at first use
    let short = try allocations(steps: 5, dynamics: dynamics, shape: shape)
    let long = try allocations(steps: 50, dynamics: dynamics, shape: shape)
    #expect(short > 0)
    #expect(long == short)
  }

  /// An adaptive solver is called once a recording time; the steps it makes meanwhile allocate nothing.
  @Test(arguments: [ODESolver.Method.rk8pd, .rkf45]) func adaptiveStepsAllocateNothing(
    method: ODESolver.Method
  ) throws {
    let (dynamics, shape) = (
      [Dynamics.adaptiveGradientFlow(method: method, tolerance: 1e-6)], RiskShape(3, 2, 5)
    )
    _ = try allocations(steps: 1, dynamics: dynamics, shape: shape)
    #expect(
      try allocations(steps: 5, dynamics: dynamics, shape: shape)
        == allocations(steps: 50, dynamics: dynamics, shape: shape))
  }

  /// Nor do values, random numbers of GSL generators and Hessians.
  @Test func evaluationsAllocateNothing() throws {
    let risk = try RiskShape(7, 3, 17).risk(.softplus, beta: 1).risk(Softplus())
    let d = risk.dimension
    let storage = LaneStorage(count: 2 * d + d * d + risk.scratchCount)
    let memory = storage.vector
    let w = memory.slice(0, d)
    let scratch = memory.slice(2 * d + d * d, risk.scratchCount)
    var random = try LaneRandom(.gsl(.philox), seed: 1, purpose: .initialWeights)
    let before = allocation_count_of_this_thread()
    random.begin(firstPath: 3)
    random.normals(into: w, step: 0, dimension: d)
    risk.gradient(at: w, into: memory.slice(d, d), scratch: scratch)
    risk.hessian(at: w, into: memory.slice(2 * d, d * d), scratch: scratch)
    var both = Lanes.zero
    risk.valueAndGradient(at: w, value: &both, into: memory.slice(d, d), scratch: scratch)
    let value = both + risk.value(at: w, scratch: scratch) + risk.laplacian(at: w, scratch: scratch)
    #expect(allocation_count_of_this_thread() == before)
    #expect(value[0].isFinite)
    withExtendedLifetime(storage) {}
  }

  /// The counter counts: an array, aligned lanes, and both counts at once.
  @Test func countingWorks() {
    let (total, own) = (allocation_count(), allocation_count_of_this_thread())
    let storage = LaneStorage(count: 100)
    let counted = allocation_count_of_this_thread() - own
    #expect(counted >= 1)
    #expect(allocation_count() - total >= counted)
    #expect(storage.vector.count == 100)
  }
}
