// As in RiskKernels.swift, but each lane has its own samples: they are gathered first, once for all rows of W.

extension Activation {
  /// Writes (1/b) Σ_{i∈B} ∇ ½(yᵢ − f(xᵢ))² + λW into `gradient`, each lane over its own batch.
  @inlinable
  public static func riskBatchGradient(
    _ risk: RiskData, at w: LaneVector, batch: UnsafeBufferPointer<LaneIndices>, into gradient: LaneVector,
    scratch: LaneVector
  ) {
    var m = 0
    while m + 8 <= batch.count {
      slotsGradient(risk, batch, m, w, gradient, scratch, InlineArray<8, Lanes>(repeating: .zero))
      m += 8
    }
    while m + 4 <= batch.count {
      slotsGradient(risk, batch, m, w, gradient, scratch, InlineArray<4, Lanes>(repeating: .zero))
      m += 4
    }
    if m + 2 <= batch.count {
      slotsGradient(risk, batch, m, w, gradient, scratch, InlineArray<2, Lanes>(repeating: .zero))
      m += 2
    }
    if m < batch.count {
      slotsGradient(risk, batch, m, w, gradient, scratch, InlineArray<1, Lanes>(repeating: .zero))
    }
  }

  /// B slots of the batch from slot `first` on. Scratch: B·p slopes, then the gathered samples.
  @inlinable @inline(always)
  static func slotsGradient<let B: Int>(
    _ risk: RiskData, _ batch: UnsafeBufferPointer<LaneIndices>, _ first: Int, _ w: LaneVector,
    _ gradient: LaneVector, _ scratch: LaneVector, _ zero: InlineArray<B, Lanes>
  ) {
    let d = risk.inputDimension
    let slopes = scratch.base
    let inputs = scratch.base + B * risk.width
    guard let slots = batch.baseAddress else { return }
    risk.gather(slots + first, into: inputs, zero)
    var residuals = zero
    for i in 0..<B { residuals[i] = -inputs[d &* B &+ i] }
    for j in 0..<risk.width {
      var z = zero
      let first = w.base[j &* d]
      for i in 0..<B { z[i] = first * inputs[i] }
      for k in 1..<max(d, 1) {
        let weight = w.base[j &* d &+ k]
        for i in 0..<B { z[i] = z[i].adding(weight, times: inputs[k &* B &+ i]) }
      }
      let a = Lanes(repeating: risk.outer[j])
      for i in 0..<B {
        let phi = evaluate(z[i])
        residuals[i] = residuals[i].adding(phi.value, times: a)
        slopes[j &* B &+ i] = phi.derivative
      }
    }
    let weight = 1 / Double(batch.count)
    for i in 0..<B { residuals[i] *= weight }
    let place = BlockPlace(
      isFirst: first == 0, isLast: first &+ B >= batch.count, decay: Lanes(repeating: risk.regularization))
    for j in 0..<risk.width {
      var c = zero
      for i in 0..<B { c[i] = residuals[i] * slopes[j &* B &+ i] }
      let a = Lanes(repeating: risk.pull[j])
      for k in (j &* d)..<(j &* d &+ d) {
        var sum = place.start(gradient.base[k])
        let x = inputs + (k &- j &* d) &* B
        for i in 0..<B { sum = sum.adding(c[i], times: x[i]) }
        gradient.base[k] = place.finish(sum, times: a, at: w.base[k])
      }
    }
  }
}
