import Foundation

@testable import Stochastic

extension LaneFunction {
  static let all = natural + inBits

  private static let natural = [
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

  /// Those of nets, whose arguments count in bits.
  private static let inBits = [
    LaneFunction(
      name: "sigmoid in bits", evaluate: { sigmoidInBits($0).value },
      reference: { referenceLogistic($0) }, points: .power, bound: 3.5, subnormalBound: 1.5),
    LaneFunction(
      name: "sigmoid' in bits", evaluate: { sigmoidInBits($0).derivative },
      reference: {
        let e = exp2(-Precise($0).magnitude)
        return e / ((1 + e) * (1 + e))
      }, points: .power, bound: 5.5, subnormalBound: 1.5),
    LaneFunction(
      name: "tanh in bits", evaluate: { tanhInBits($0).value },
      reference: { tanh(log(Precise(2)) / 2 * Precise($0)) }, points: .power, bound: 4.5, subnormalBound: 1.2),
    LaneFunction(
      name: "tanh' in bits", evaluate: { tanhInBits($0).derivative },
      reference: {
        let e = exp2(-Precise($0).magnitude)
        return 4 * e / ((1 + e) * (1 + e))
      }, points: .power, bound: 6, subnormalBound: 6),
    LaneFunction(
      name: "softplus in bits", evaluate: { softplusInBits($0).value },
      reference: {
        $0.isNaN ? .nan : log1p(exp2(-Precise($0).magnitude)) + max(Precise($0), 0) * log(Precise(2))
      }, points: .power, bound: 3, subnormalBound: 3),
    LaneFunction(
      name: "softplus' in bits", evaluate: { softplusInBits($0).derivative },
      reference: { referenceLogistic(-$0) }, points: .power, bound: 3.5, subnormalBound: 1.5),
    LaneFunction(
      name: "softplus' in bits, with its factor", evaluate: { softplusFactorInBits($0).derivative },
      reference: { referenceLogistic(-$0) }, points: .power, bound: 3.5, subnormalBound: 1.5),
    LaneFunction(
      name: "softplus's factor in bits", evaluate: { softplusFactorInBits($0).factor },
      reference: { 1 + exp2(Precise($0 > 54 ? 54 : $0)) }, points: .power, bound: 1.7, subnormalBound: 1),
    LaneFunction(
      name: "the inverse of softplus's factor in bits", evaluate: { softplusFactorInBits($0).inverse },
      reference: { 1 / (1 + exp2(Precise($0 > 54 ? 54 : $0))) }, points: .power, bound: 3,
      subnormalBound: 1),
  ]

  /// 1/(1 + 2^y)
  @Sendable private static func referenceLogistic(_ y: Double) -> Precise {
    let e = exp2(-Precise(y).magnitude)
    return (y > 0 ? e : 1) / (1 + e)
  }

  /// 1/(1 + e^-z), by e^z on the left for the sake of relative accuracy.
  @Sendable private static func referenceSigmoid(_ z: Double) -> Precise {
    let e = exp(-Precise(z).magnitude)
    return (z < 0 ? e : 1) / (1 + e)
  }
}
