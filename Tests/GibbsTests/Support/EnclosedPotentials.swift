import Foundation
import Gibbs
import Stochastic

/// (λ/2)‖w‖² in the plane with its own enclosure.
struct EnclosedQuadratic: GibbsPotential {
  let regularization: Double
  let dimension = 2
  let remainderInfimum = 0.0
  let remainderSupremum = 0.0

  func value(at w: LaneVector, scratch: LaneVector) -> Lanes {
    0.5 * regularization * (w[0] * w[0] + w[1] * w[1])
  }

  func gradient(at w: LaneVector, into gradient: LaneVector, scratch: LaneVector) {
    for k in 0..<2 { gradient[k] = regularization * w[k] }
  }

  func laplacian(at w: LaneVector, scratch: LaneVector) -> Lanes { Lanes(repeating: 2 * regularization) }

  func hessian(at w: LaneVector, into hessian: LaneVector, scratch: LaneVector) {
    hessian.fill(.zero)
    hessian[0] = Lanes(repeating: regularization)
    hessian[3] = Lanes(repeating: regularization)
  }

  func enclosure(on box: [ClosedRange<Double>]) -> PotentialEnclosure? {
    PotentialEnclosure(
      value: 0 ... .infinity, remainder: 0...0,
      gradient: box.map { regularization * $0.lowerBound...regularization * $0.upperBound },
      hessian: [
        [regularization...regularization, 0...0], [0...0, regularization...regularization],
      ])
  }
}

/// w²/2 + cδ² log cosh((w − m)/δ): a second derivative of c on a stretch of length δ.
struct SpikedQuadratic: GibbsPotential {
  let dimension = 1
  let regularization = 1.0
  let remainderInfimum = 0.0
  let remainderSupremum = Double.infinity
  private let height = 50.0
  private let width = 1e-7
  private let place = 1.23456

  private func arguments(_ w: Lanes) -> [Double] { (0..<16).map { (w[$0] - place) / width } }

  func value(at w: LaneVector, scratch: LaneVector) -> Lanes {
    let logarithms = arguments(w[0]).map { $0.magnitude + log1p(exp(-2 * $0.magnitude)) - log(2) }
    return 0.5 * w[0] * w[0] + height * width * width * Lanes(logarithms)
  }

  func gradient(at w: LaneVector, into gradient: LaneVector, scratch: LaneVector) {
    gradient[0] = w[0] + height * width * Lanes(arguments(w[0]).map { tanh($0) })
  }

  func laplacian(at w: LaneVector, scratch: LaneVector) -> Lanes {
    1 + height * Lanes(arguments(w[0]).map { 1 / (cosh($0) * cosh($0)) })
  }

  func hessian(at w: LaneVector, into hessian: LaneVector, scratch: LaneVector) {
    hessian[0] = laplacian(at: w, scratch: scratch)
  }

  func enclosure(on box: [ClosedRange<Double>]) -> PotentialEnclosure? {
    let (low, high) = ((box[0].lowerBound - place) / width, (box[0].upperBound - place) / width)
    let nearest = low <= 0 && high >= 0 ? 0 : min(low.magnitude, high.magnitude)
    let slope = height * width
    return PotentialEnclosure(
      value: 0 ... .infinity, remainder: 0 ... .infinity,
      gradient: [box[0].lowerBound - slope...box[0].upperBound + slope],
      hessian: [[1...(1 + height / (cosh(nearest) * cosh(nearest)) + 1e-12)]])
  }
}
