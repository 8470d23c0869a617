// As in RiskKernels.swift, but every lane weighs the samples in its own way: what moves a path may be noise that is
// made of the gradients of the samples.

extension Activation {
  /// Writes Σ ωᵢ ∇[½(yᵢ − f(xᵢ))² + (λ/2)‖W‖²] into `gradient`. `weights`: ωᵢ, n lanes. Scratch: 8p + 64 lanes.
  @inlinable
  public static func riskWeightedGradient(
    _ risk: RiskData, at w: LaneVector, weights: LaneVector, into gradient: LaneVector, scratch: LaneVector
  ) {
    var total = Lanes.zero
    for i in 0..<weights.count { total += weights.base[i] }
    let decay = total * risk.regularization
    for block in risk.blocks {
      if block.size == 8 {
        weightedBlock(
          risk, block, w, weights, decay, gradient, scratch, InlineArray<8, Lanes>(repeating: .zero))
      } else {
        weightedBlock(
          risk, block, w, weights, decay, gradient, scratch, InlineArray<4, Lanes>(repeating: .zero))
      }
    }
  }

  /// The B samples of a block; what has weight zero there is padding.
  @inlinable @inline(always)
  static func weightedBlock<let B: Int>(
    _ risk: RiskData, _ block: RiskData.SampleBlock, _ w: LaneVector, _ weights: LaneVector,
    _ decay: Lanes, _ gradient: LaneVector, _ slopes: LaneVector, _ zero: InlineArray<B, Lanes>
  ) {
    var residuals = blockResiduals(risk, block, w, slopes, zero)
    for i in 0..<B {
      residuals[i] = block.weights[i] > 0 ? residuals[i] * weights.base[block.first &+ i] : .zero
    }
    let place = BlockPlace(of: block, in: risk, decay: decay)
    addBlock(risk, block, residuals, w, gradient, slopes, place, zero)
  }
}
