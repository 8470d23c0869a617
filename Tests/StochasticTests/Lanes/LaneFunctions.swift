import Foundation

@testable import Stochastic

extension LaneFunction {
  static let all = [
    LaneFunction(
      name: "exp", evaluate: { Stochastic.exp($0) }, reference: { exp(Precise($0)) }, points: .exponential,
      bound: 1.2, subnormalBound: 1.2),
    LaneFunction(
      name: "log", evaluate: { Stochastic.log($0) }, reference: { log(Precise($0)) }, points: .logarithm,
      bound: 1.2, subnormalBound: 1.2),
    LaneFunction(
      name: "sigmoid", evaluate: { sigmoidWithDerivative($0).value }, reference: referenceSigmoid,
      points: .exponential, bound: 3.5, subnormalBound: 1.2),
    LaneFunction(
      name: "sigmoid'", evaluate: { sigmoidWithDerivative($0).derivative },
      reference: {
        let e = exp(-Precise($0).magnitude)
        return e / ((1 + e) * (1 + e))
      }, points: .exponential, bound: 5.5, subnormalBound: 1.2),
    LaneFunction(
      name: "tanh", evaluate: { tanhWithDerivative($0).value }, reference: { tanh(Precise($0)) },
      points: .exponential, bound: 4.5, subnormalBound: 1.2),
    LaneFunction(
      name: "tanh'", evaluate: { tanhWithDerivative($0).derivative },
      reference: {
        let e = exp(-2 * Precise($0).magnitude)
        return 4 * e / ((1 + e) * (1 + e))
      }, points: .exponential, bound: 6, subnormalBound: 4.1),
    LaneFunction(
      name: "softplus", evaluate: { softplusWithDerivative($0).value },
      reference: { $0.isNaN ? .nan : log1p(exp(-Precise($0).magnitude)) + max(Precise($0), 0) },
      points: .exponential, bound: 3, subnormalBound: 3),
    LaneFunction(
      name: "softplus'", evaluate: { softplusWithDerivative($0).derivative }, reference: referenceSigmoid,
      points: .exponential, bound: 3.5, subnormalBound: 1.2),
  ]

  /// 1/(1 + e^-z), by e^z on the left for the sake of relative accuracy.
  @Sendable private static func referenceSigmoid(_ z: Double) -> Precise {
    let e = exp(-Precise(z).magnitude)
    return (z < 0 ? e : 1) / (1 + e)
  }
}
