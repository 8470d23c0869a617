import Gibbs
import Stochastic

/// Any potential with the facts about it that integration asks for.
struct WrappedPotential: GibbsPotential {
  let base: any TwiceDifferentiable
  let regularization: Double
  let remainderInfimum: Double
  let remainderSupremum: Double
  let radius: @Sendable (Double) -> Double

  var dimension: Int { base.dimension }
  var scratchCount: Int { base.scratchCount }

  func sublevelRadius(_ level: Double) -> Double { radius(level) }

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
  static let doubleWell = WrappedPotential(
    base: DoubleWell(), regularization: 0, remainderInfimum: 0, remainderSupremum: .infinity,
    radius: { (1 + 2 * $0.squareRoot()).squareRoot() })

  static func quadratic(dimension: Int, regularization: Double) -> WrappedPotential {
    guard let base = try? Quadratic(dimension: dimension, regularization: regularization) else {
      fatalError("bad quadratic")
    }
    return WrappedPotential(regularized: base, by: regularization, supremum: 0)
  }

  static func net(
    activation: String, beta: Double, outer: [Double], inputs: [[Double]], labels: [Double],
    regularization: Double
  ) -> WrappedPotential {
    func risk<A: Activation>(_ activation: A, bound: Double) -> WrappedPotential {
      guard
        let base = try? RegularizedRisk(
          activation: activation, outer: outer, inputs: inputs, labels: labels,
          regularization: regularization)
      else { fatalError("bad net") }
      let reach = outer.reduce(0) { $0 + $1.magnitude } * bound
      let worst = labels.reduce(0) { max($0, $1.magnitude) } + reach
      return WrappedPotential(regularized: base, by: regularization, supremum: worst * worst / 2)
    }
    switch activation {
    case "sigmoid": return risk(Sigmoid(beta: beta), bound: 1)
    case "tanh": return risk(HyperbolicTangent(), bound: 1)
    case "softplus": return risk(Softplus(beta: beta), bound: .infinity)
    default: fatalError("no activation \(activation)")
    }
  }

  /// U ≥ 0, so that L ≤ level only where (λ/2)‖w‖² ≤ level.
  init(regularized base: any TwiceDifferentiable, by regularization: Double, supremum: Double) {
    self.init(
      base: base, regularization: regularization, remainderInfimum: 0, remainderSupremum: supremum,
      radius: { (2 * max($0, 0) / regularization).squareRoot() })
  }
}
