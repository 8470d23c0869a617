import Gibbs
import Stochastic

/// A potential of whatever type, with the facts about it that its type proves or others, but without enclosures.
struct WrappedPotential: GibbsPotential {
  let base: any TwiceDifferentiable
  let regularization: Double
  let remainderInfimum: Double
  let remainderSupremum: Double

  var dimension: Int { base.dimension }
  var scratchCount: Int { base.scratchCount }

  func sublevelRadius(_ level: Double) -> Double {
    (base as? any GibbsPotential)?.sublevelRadius(level) ?? (2 * max(level, 0) / regularization).squareRoot()
  }

  func value(at w: LaneVector, scratch: LaneVector) -> Lanes { base.value(at: w, scratch: scratch) }

  func gradient(at w: LaneVector, into gradient: LaneVector, scratch: LaneVector) {
    base.gradient(at: w, into: gradient, scratch: scratch)
  }

  func laplacian(at w: LaneVector, scratch: LaneVector) -> Lanes { base.laplacian(at: w, scratch: scratch) }

  func hessian(at w: LaneVector, into hessian: LaneVector, scratch: LaneVector) {
    base.hessian(at: w, into: hessian, scratch: scratch)
  }
}

extension WrappedPotential {
  init(_ base: any GibbsPotential) {
    self.init(
      base: base, regularization: base.regularization, remainderInfimum: base.remainderInfimum,
      remainderSupremum: base.remainderSupremum)
  }

  /// L = U + (λ/2)‖w‖² of which 0 ≤ U ≤ `supremum` is known.
  init(regularized base: any TwiceDifferentiable, by regularization: Double, supremum: Double) {
    self.init(
      base: base, regularization: regularization, remainderInfimum: 0, remainderSupremum: supremum)
  }

  static let doubleWell = WrappedPotential(DoubleWell())

  static func quadratic(dimension: Int, regularization: Double) -> WrappedPotential {
    made { try Quadratic(dimension: dimension, regularization: regularization) }
  }

  static func net(
    activation: String, beta: Double, outer: [Double], inputs: [[Double]], labels: [Double],
    regularization: Double
  ) -> WrappedPotential {
    func risk(_ activation: some Activation) throws -> any GibbsPotential {
      try RegularizedRisk(
        activation: activation, outer: outer, inputs: inputs, labels: labels, regularization: regularization)
    }
    return made {
      switch activation {
      case "sigmoid": try risk(Sigmoid(beta: beta))
      case "tanh": try risk(HyperbolicTangent(beta: beta))
      case "softplus": try risk(Softplus(beta: beta))
      default: throw ProblemError("no activation \(activation)")
      }
    }
  }

  private static func made(_ potential: () throws -> any GibbsPotential) -> WrappedPotential {
    do { return WrappedPotential(try potential()) } catch { fatalError("\(error)") }
  }
}
