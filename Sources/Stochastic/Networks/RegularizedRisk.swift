/// The regularised empirical risk of the two-layer net f(x) = aᵀσ(Wx), a fixed, W trained:
/// L(W) = (1/n) Σ ½(yᵢ − f(xᵢ))² + (λ/2)‖W‖_F².
///
/// W is p × d and stands row by row in a weight vector: w[j·d + k] = W[j][k].
/// Reference: Gopalani and Mukherjee, "Global convergence of SGD on two layer neural nets", Definition 1.
public struct RegularizedRisk<A: Activation>: TwiceDifferentiable, FiniteSum {
  @usableFromInline let data: RiskData

  public var dimension: Int { data.width * data.inputDimension }
  public var sampleCount: Int { data.sampleCount }
  public var linearDecay: Double { data.regularization }
  public var scratchCount: Int { 8 * (data.width + data.rowLength) + 64 }

  /// - Parameters:
  ///   - outer: a, p numbers
  ///   - inputs: n rows of d numbers
  ///   - labels: n numbers
  ///   - regularization: λ ≥ 0
  /// - Throws: `ProblemError` if the shapes do not fit or a number is not finite.
  public init(
    activation: A, outer: [Double], inputs: [[Double]], labels: [Double], regularization: Double
  ) throws(ProblemError) {
    try ProblemError.check(outer: outer, inputs: inputs, labels: labels, regularization: regularization)
    data = RiskData(
      outer: outer, inputs: inputs, labels: labels, regularization: regularization,
      inputScale: activation.inputScale, outputScale: activation.outputScale, argumentUnit: A.argumentUnit)
  }

  public func value(at w: LaneVector, scratch: LaneVector) -> Lanes {
    A.riskValue(data, at: w, scratch: scratch) + 0.5 * data.regularization * squaredNorm(w)
  }

  @inlinable @inline(always)
  public func gradient(at w: LaneVector, into gradient: LaneVector, scratch: LaneVector) {
    A.riskGradient(data, at: w, into: gradient, scratch: scratch)
  }

  @inlinable @inline(always)
  public func valueAndGradient(
    at w: LaneVector, value: inout Lanes, into gradient: LaneVector, scratch: LaneVector
  ) {
    A.riskValueAndGradient(data, at: w, value: &value, into: gradient, scratch: scratch)
  }

  @inlinable @inline(always)
  public func batchGradient(
    at w: LaneVector, batch: UnsafeBufferPointer<LaneIndices>, into gradient: LaneVector, scratch: LaneVector
  ) {
    A.riskBatchGradient(data, at: w, batch: batch, into: gradient, scratch: scratch)
  }

  @inlinable @inline(always)
  public func weightedGradient(
    at w: LaneVector, weights: LaneVector, into gradient: LaneVector, scratch: LaneVector
  ) {
    A.riskWeightedGradient(data, at: w, weights: weights, into: gradient, scratch: scratch)
  }

  public func laplacian(at w: LaneVector, scratch: LaneVector) -> Lanes {
    A.riskLaplacian(data, at: w, scratch: scratch) + data.regularization * Double(dimension)
  }

  public func hessian(at w: LaneVector, into hessian: LaneVector, scratch: LaneVector) {
    hessian.fill(.zero)
    for k in 0..<dimension { hessian[k * dimension + k] = Lanes(repeating: data.regularization) }
    A.riskHessian(data, at: w, into: hessian, scratch: scratch)
  }
}
