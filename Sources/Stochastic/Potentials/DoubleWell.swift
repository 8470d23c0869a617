/// L(w) = (w² − 1)²/4 on the line: two wells at ±1 with a barrier of height 1/4 between them.
///
/// Its drift grows like w³: Euler–Maruyama diverges from far out when dt·w² is large.
public struct DoubleWell: TwiceDifferentiable {
  public let dimension = 1

  public init() {}

  public func value(at w: LaneVector, scratch: LaneVector) -> Lanes {
    let excess = w[0] * w[0] - 1
    return 0.25 * excess * excess
  }

  public func gradient(at w: LaneVector, into gradient: LaneVector, scratch: LaneVector) {
    gradient[0] = w[0] * (w[0] * w[0] - 1)
  }

  public func valueAndGradient(
    at w: LaneVector, value: inout Lanes, into gradient: LaneVector, scratch: LaneVector
  ) {
    let excess = w[0] * w[0] - 1
    gradient[0] = w[0] * excess
    value = 0.25 * excess * excess
  }

  public func laplacian(at w: LaneVector, scratch: LaneVector) -> Lanes { 3 * w[0] * w[0] - 1 }

  public func hessian(at w: LaneVector, into hessian: LaneVector, scratch: LaneVector) {
    hessian[0] = laplacian(at: w, scratch: scratch)
  }
}
