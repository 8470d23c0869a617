// Pass 1 for softplus. With q = 1 + 2^y it is log q, and Σ ±log q_j over units whose outer weights differ in sign only
// is one logarithm, of Π q_j^(±1). A logarithm costs nearly as much as all the rest of a unit.

extension Activation {
  /// Adds Σ_j c a_j softplus(z_ij) to the residuals of B samples, B even, and writes the derivatives to `slopes`.
  ///
  /// Each unit adds an error of up to 2^−51 c|a_j|(1 + φ_j): absolute, not relative, where its own value is small.
  @inlinable @inline(always)
  static func addSoftplus<let B: Int>(
    _ risk: RiskData, _ block: RiskData.SampleBlock, _ w: LaneVector, _ slopes: LaneVector,
    _ residuals: inout InlineArray<B, Lanes>, _ zero: InlineArray<B, Lanes>
  ) {
    if risk.hasLongRows {
      for j in 0..<risk.width {
        let y = preactivations(risk, block, w, row: j, zero)
        for i in 0..<B { slopes.base[j &* B &+ i] = y[i] }
      }
    }
    var first = 0
    while first < risk.width {
      let units = first..<risk.endOfEqualUnits[first]
      var products = zero
      // two samples at a time: registers hold their sums and products
      for i in stride(from: 0, to: B, by: 2) {
        multiply(units, i, risk, block, w, slopes, &residuals, &products)
      }
      let magnitude = Lanes(repeating: abs(risk.outer[first]))
      for i in 0..<B { residuals[i] = residuals[i].adding(logOfNormal(products[i]), times: magnitude) }
      first = units.upperBound
    }
  }

  /// Writes Π q_j^(±1) over units with the same c|a_j| to `products`, for samples i and i + 1; what q leaves of
  /// softplus far to the right goes to the residuals. Of long rows the pre-activations stand in `slopes`.
  @inlinable @inline(always)
  static func multiply<let B: Int>(
    _ units: Range<Int>, _ i: Int, _ risk: RiskData, _ block: RiskData.SampleBlock, _ w: LaneVector,
    _ slopes: LaneVector, _ residuals: inout InlineArray<B, Lanes>, _ products: inout InlineArray<B, Lanes>
  ) {
    let d = risk.inputDimension
    let x = block.inputs + i
    var sums: InlineArray = [residuals[i], residuals[i &+ 1]]
    var product = InlineArray<2, Lanes>(repeating: Lanes(repeating: 1))
    for j in units {
      let place = slopes.base + (j &* B &+ i)
      var y: InlineArray = [place[0], place[1]]
      if !risk.hasLongRows {
        for m in 0..<2 { y[m] = w.base[j &* d] * x[m] }
        for k in stride(from: 1, to: d, by: 1) {
          let weight = w.base[j &* d &+ k]
          for m in 0..<2 { y[m] = y[m].adding(weight, times: Lanes(repeating: x[k &* B &+ m])) }
        }
      }
      let (isPositive, scale) = (risk.outer[j] > 0, Lanes(repeating: risk.pull[j]))
      for m in 0..<2 {
        let phi = softplusFactorInBits(y[m])
        place[m] = phi.derivative
        sums[m] = sums[m].adding(phi.excess, times: scale)
        product[m] *= isPositive ? phi.factor : phi.inverse
      }
    }
    for m in 0..<2 {
      residuals[i &+ m] = sums[m]
      products[i &+ m] = product[m]
    }
  }
}
