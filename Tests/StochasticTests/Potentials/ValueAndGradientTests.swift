import TestSupport
import Testing

@testable import Stochastic

/// Value and gradient in one go against the two by themselves: the gradient bit for bit, the value to four ulp, for
/// softplus, whose units are then not added up one by one, to eight.
/// The two by themselves are held against definitions in `RiskTests` and `SimplePotentialTests`.
@Suite struct ValueAndGradientTests {
  /// Says nothing of its own about both at once.
  private struct Plain: Potential {
    let well = DoubleWell()
    var dimension: Int { 1 }
    func value(at w: LaneVector, scratch: LaneVector) -> Lanes { well.value(at: w, scratch: scratch) }
    func gradient(at w: LaneVector, into gradient: LaneVector, scratch: LaneVector) {
      well.gradient(at: w, into: gradient, scratch: scratch)
    }
  }

  private func expectAgreement(
    _ both: (values: [Double], gradients: [[Double]]), _ values: [Double], _ gradients: [[Double]],
    ulps: Double = 4
  ) {
    #expect(both.gradients.map { $0.map(\.bitPattern) } == gradients.map { $0.map(\.bitPattern) })
    for (value, alone) in zip(both.values, values) {
      #expect((value - alone).magnitude <= ulps * alone.ulp, "\(value) and \(alone)")
    }
  }

  private func expectAgreement<P: Potential>(of potential: P, at weights: [[Double]]) {
    let bench = PotentialBench(potential: potential)
    expectAgreement(bench.valueAndGradient(weights), bench.value(weights), bench.gradient(weights))
  }

  @Test(arguments: RiskShape.all, ReferenceActivation.allCases)
  func risk(shape: RiskShape, activation: ReferenceActivation) throws {
    for (beta, limit) in [(1.0, 1.0), (2.5, 0.7), (0.3, 3.0), (2, 1e8)] {
      let reference = shape.risk(activation, beta: beta)
      let (bench, w) = (try reference.underTest(), reference.weights(limit: limit, seed: 9))
      expectAgreement(
        bench.valueAndGradient(w), bench.value(w), bench.gradient(w),
        ulps: activation == .softplus ? 8 : 4)
    }
  }

  @Test(arguments: [1e-3, 1, 1e5]) func closedForms(limit: Double) throws {
    var random = SplitMix64(seed: 9)
    func weights(_ dimension: Int) -> [[Double]] {
      (0..<16).map { _ in (0..<dimension).map { _ in random.uniform(-limit, limit) } }
    }
    for dimension in [1, 5, 33] {
      let quadratic = try Quadratic(dimension: dimension, regularization: 0.13)
      expectAgreement(of: quadratic, at: weights(dimension))
    }
    expectAgreement(of: DoubleWell(), at: weights(1))
    expectAgreement(of: Plain(), at: weights(1))
  }
}
