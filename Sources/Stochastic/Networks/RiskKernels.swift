// The two passes over a block of B samples. Pass 1 forms the pre-activations z = Wx of one row of W for all B
// samples at once, so that each weight is loaded once per B multiply-adds, and keeps φ'(z); pass 2 turns residuals
// into Σ rᵢ φ'(z_ij) xᵢ with the same blocking. Where rows are long, pass 1 does so for eight of them before their
// activations, which then go through memory in one loop (`addRows`); softplus has a pass 1 of its own. B accumulators
// of sixteen lanes fill the registers. The factor a_j and the regulariser come with the last block, once per weight
// instead of once per sample.

extension Activation {
  /// (1/n) Σ ½(yᵢ − f(xᵢ))²
  @inlinable
  public static func riskValue(_ risk: RiskData, at w: LaneVector, scratch: LaneVector) -> Lanes {
    var sum = Lanes.zero
    for block in risk.blocks {
      if block.size == 8 {
        sum += blockValue(risk, block, w, InlineArray<8, Lanes>(repeating: .zero))
      } else {
        sum += blockValue(risk, block, w, InlineArray<4, Lanes>(repeating: .zero))
      }
    }
    return sum
  }

  /// Writes (1/n) Σ ∇ ½(yᵢ − f(xᵢ))² + λW into `gradient`. Scratch: 8p + 64 lanes.
  @inlinable
  public static func riskGradient(
    _ risk: RiskData, at w: LaneVector, into gradient: LaneVector, scratch: LaneVector
  ) {
    _ = bothPasses(risk, w, gradient, scratch)
  }

  /// Writes the same, bit for bit, and (1/n) Σ ½(yᵢ − f(xᵢ))² + (λ/2)‖W‖² into `value`, which pass 1 gives for little
  /// more.
  @inlinable
  public static func riskValueAndGradient(
    _ risk: RiskData, at w: LaneVector, value: inout Lanes, into gradient: LaneVector, scratch: LaneVector
  ) {
    let sum = bothPasses(risk, w, gradient, scratch)
    var square = Lanes.zero
    for k in 0..<gradient.count { square = square.adding(w.base[k], times: w.base[k]) }
    value = (sum * (0.5 * Double(risk.sampleCount))).adding(
      square, times: Lanes(repeating: 0.5 * risk.regularization))
  }

  /// Writes the gradient and returns Σ (yᵢ − f(xᵢ))²/n², which costs nothing where nobody wants it:
  /// inlined, it is then removed.
  @inlinable @inline(always)
  static func bothPasses(
    _ risk: RiskData, _ w: LaneVector, _ gradient: LaneVector, _ scratch: LaneVector
  ) -> Lanes {
    var value = Lanes.zero
    for block in risk.blocks {
      if block.size == 8 {
        value += blockGradient(risk, block, w, gradient, scratch, InlineArray<8, Lanes>(repeating: .zero))
      } else {
        value += blockGradient(risk, block, w, gradient, scratch, InlineArray<4, Lanes>(repeating: .zero))
      }
    }
    return value
  }

  @inlinable @inline(always)
  static func blockValue<let B: Int>(
    _ risk: RiskData, _ block: RiskData.SampleBlock, _ w: LaneVector, _ zero: InlineArray<B, Lanes>
  ) -> Lanes {
    var residuals = negativeLabels(block, zero)
    for j in 0..<risk.width {
      let z = preactivations(risk, block, w, row: j, zero)
      for i in 0..<B {
        residuals[i] = residuals[i].adding(evaluate(z[i]).value, times: Lanes(repeating: risk.outer[j]))
      }
    }
    var sum = Lanes.zero
    for i in 0..<B {
      sum = sum.adding(residuals[i] * residuals[i], times: Lanes(repeating: 0.5 * block.weights[i]))
    }
    return sum
  }

  @inlinable @inline(always)
  static func blockGradient<let B: Int>(
    _ risk: RiskData, _ block: RiskData.SampleBlock, _ w: LaneVector, _ gradient: LaneVector,
    _ slopes: LaneVector, _ zero: InlineArray<B, Lanes>
  ) -> Lanes {
    var residuals = blockResiduals(risk, block, w, slopes, zero)
    for i in 0..<B { residuals[i] *= block.weights[i] }
    // of (rᵢ/n)², so as not to keep rᵢ beside rᵢ/n
    var squares = residuals[0] * residuals[0]
    for i in 1..<B { squares = squares.adding(residuals[i], times: residuals[i]) }
    let place = BlockPlace(of: block, in: risk, decay: Lanes(repeating: risk.regularization))
    addBlock(risk, block, residuals, w, gradient, slopes, place, zero)
    return squares
  }

  /// Pass 1: f(xᵢ) − yᵢ for the B samples of a block; keeps φ'(z_ij) in `slopes`.
  ///
  /// Unrolled, the activations of a row are quickest where little else is to be done, but the registers do not hold them
  /// all; in a loop over several rows they do not crowd out each other, which pays where rows are long.
  @inlinable @inline(always)
  static func blockResiduals<let B: Int>(
    _ risk: RiskData, _ block: RiskData.SampleBlock, _ w: LaneVector, _ slopes: LaneVector,
    _ zero: InlineArray<B, Lanes>
  ) -> InlineArray<B, Lanes> {
    var residuals = negativeLabels(block, zero)
    if isSoftplus {
      addSoftplus(risk, block, w, slopes, &residuals, zero)
      return residuals
    }
    if risk.hasLongRows {
      for first in stride(from: 0, to: risk.width, by: 8) {
        addRows(first..<min(first &+ 8, risk.width), risk, block, w, slopes, &residuals, zero)
      }
      return residuals
    }
    for j in 0..<risk.width {
      let z = preactivations(risk, block, w, row: j, zero)
      let a = Lanes(repeating: risk.outer[j])
      for i in 0..<B {
        let phi = evaluate(z[i])
        residuals[i] = residuals[i].adding(phi.value, times: a)
        slopes.base[j &* B &+ i] = phi.derivative
      }
    }
    return residuals
  }

  /// Pass 1 for up to eight rows of W, whose activations wait behind the slopes.
  @inlinable @inline(always)
  static func addRows<let B: Int>(
    _ rows: Range<Int>, _ risk: RiskData, _ block: RiskData.SampleBlock, _ w: LaneVector,
    _ slopes: LaneVector,
    _ residuals: inout InlineArray<B, Lanes>, _ zero: InlineArray<B, Lanes>
  ) {
    let values = slopes.base + 8 &* risk.width
    for j in rows {
      let z = preactivations(risk, block, w, row: j, zero)
      for i in 0..<B { values[(j &- rows.lowerBound) &* B &+ i] = z[i] }
    }
    let derivatives = slopes.base + rows.lowerBound &* B
    for m in 0..<(rows.count &* B) {
      let phi = evaluate(values[m])
      values[m] = phi.value
      derivatives[m] = phi.derivative
    }
    for j in rows {
      let a = Lanes(repeating: risk.outer[j])
      for i in 0..<B {
        residuals[i] = residuals[i].adding(values[(j &- rows.lowerBound) &* B &+ i], times: a)
      }
    }
  }

  /// Pass 2: adds Σ rᵢ φ'(z_ij) xᵢ over the B samples of a block, rᵢ being residuals times weights.
  @inlinable @inline(always)
  static func addBlock<let B: Int>(
    _ risk: RiskData, _ block: RiskData.SampleBlock, _ residuals: InlineArray<B, Lanes>, _ w: LaneVector,
    _ gradient: LaneVector, _ slopes: LaneVector, _ place: BlockPlace, _ zero: InlineArray<B, Lanes>
  ) {
    let d = risk.inputDimension
    for j in 0..<risk.width {
      var c = zero
      for i in 0..<B { c[i] = residuals[i] * slopes.base[j &* B &+ i] }
      let a = Lanes(repeating: risk.pull[j])
      for k in (j &* d)..<(j &* d &+ d) {
        var sum = place.start(gradient.base[k])
        let x = block.inputs + (k &- j &* d) &* B
        for i in 0..<B { sum = sum.adding(c[i], times: Lanes(repeating: x[i])) }
        gradient.base[k] = place.finish(sum, times: a, at: w.base[k])
      }
    }
  }

  /// −yᵢ, with which residuals begin.
  @inlinable @inline(always)
  static func negativeLabels<let B: Int>(
    _ block: RiskData.SampleBlock, _ zero: InlineArray<B, Lanes>
  ) -> InlineArray<B, Lanes> {
    var result = zero
    for i in 0..<B { result[i] = Lanes(repeating: -block.labels[i]) }
    return result
  }

  /// (β/u) W_j·xᵢ for the B samples of a block.
  @inlinable @inline(always)
  static func preactivations<let B: Int>(
    _ risk: RiskData, _ block: RiskData.SampleBlock, _ w: LaneVector, row j: Int,
    _ zero: InlineArray<B, Lanes>
  ) -> InlineArray<B, Lanes> {
    var z = zero
    let d = risk.inputDimension
    let first = w.base[j &* d]
    for i in 0..<B { z[i] = first * block.inputs[i] }
    for k in stride(from: 1, to: d, by: 1) {
      let weight = w.base[j &* d &+ k]
      for i in 0..<B { z[i] = z[i].adding(weight, times: Lanes(repeating: block.inputs[k &* B &+ i])) }
    }
    return z
  }
}

/// Where a block of samples stands in the sum over all of them: the first begins it, the last makes it the gradient.
@usableFromInline
struct BlockPlace {
  @usableFromInline let isFirst: Bool
  @usableFromInline let isLast: Bool
  /// λ, by which W enters the gradient
  @usableFromInline let decay: Lanes

  @inlinable @inline(always)
  init(isFirst: Bool, isLast: Bool, decay: Lanes) {
    self.isFirst = isFirst
    self.isLast = isLast
    self.decay = decay
  }

  @inlinable @inline(always)
  init(of block: RiskData.SampleBlock, in risk: RiskData, decay: Lanes) {
    self.init(
      isFirst: block.first == 0, isLast: block.first &+ block.size >= risk.sampleCount, decay: decay)
  }

  /// What to add to, given what stands there.
  @inlinable @inline(always)
  func start(_ sum: @autoclosure () -> Lanes) -> Lanes { isFirst ? .zero : sum() }

  /// The sum; in the end a_j times it, plus λW.
  @inlinable @inline(always)
  func finish(_ sum: Lanes, times a: Lanes, at w: @autoclosure () -> Lanes) -> Lanes {
    isLast ? (decay * w()).adding(a, times: sum) : sum
  }
}
