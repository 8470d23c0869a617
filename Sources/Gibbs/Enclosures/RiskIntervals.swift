import Stochastic

/// Enclosures of the data term U = (1/n) Σ ½(yᵢ − f(xᵢ))² of a net and its derivatives on a box, by evaluating
/// the formulas in intervals. Sample by sample the range of f is exact up to rounding, because the units
/// depend on different weights and each pre-activation is linear in its own; sums over samples are not sharpened.
///
/// With v_j = a_jφ′, u_j = a_jφ″, t_j = a_jφ‴ at z_j = W_j·x and r = f − y, the derivatives of ½r² in the
/// z_j, which the inputs then carry to the weights, are
///   r v_j;   v_j v_l + δ_jl r u_j;   δ_jl u_j v_m + δ_jm u_j v_l + δ_lm u_l v_j + δ_jlm r t_j.
struct RiskIntervals {
  private(set) var value = RealInterval.zero
  /// D numbers
  private(set) var gradient: [RealInterval]
  /// D × D
  private(set) var hessian: [RealInterval]
  /// Entry (a, b, c) with a ≤ b ≤ c at (a·D + b)·D + c
  private(set) var third: [RealInterval]
  private let dimension: Int

  /// Derivatives up to `order`, 0 to 3, on the box or, if there is a `radius`, on all multiples of its points by
  /// numbers of that interval.
  init<A: Activation>(
    _ risk: RiskData, _ activation: A.Type, on box: WeightBox, radius: RealInterval? = nil, order: Int
  ) {
    dimension = box.count
    gradient = Array(repeating: .zero, count: order >= 1 ? box.count : 0)
    hessian = Array(repeating: .zero, count: order >= 2 ? box.count * box.count : 0)
    third = Array(repeating: .zero, count: order >= 3 ? box.count * box.count * box.count : 0)
    var units = Array(repeating: Unit(), count: risk.width)
    for i in 0..<risk.sampleCount {
      let residual = Self.fill(&units, risk, activation, sample: i, box, radius)
      value += residual.squared
      if order >= 1 { addGradient(risk, i, residual, units) }
      if order >= 2 { addHessian(risk, i, residual, units) }
      if order >= 3 { addThird(risk, i, residual, units) }
    }
    let n = Double(risk.sampleCount)
    value = value / (2 * n)
    for k in gradient.indices { gradient[k] = gradient[k] / n }
    for k in hessian.indices { hessian[k] = hessian[k] / n }
    for k in third.indices { third[k] = third[k] / n }
    mirrorHessian()
  }

  /// z_j and the derivatives of a_jφ there at one sample.
  struct Unit {
    var place = RealInterval.zero
    var first = RealInterval.zero
    var second = RealInterval.zero
    var third = RealInterval.zero
  }

  /// Fills the units' derivatives at sample i and returns f − y.
  @inline(__always)
  static func fill<A: Activation>(
    _ units: inout [Unit], _ risk: RiskData, _ activation: A.Type, sample i: Int, _ box: WeightBox,
    _ radius: RealInterval?
  ) -> RealInterval {
    let d = risk.inputDimension
    var residual = RealInterval(-risk.label(i))
    for j in 0..<risk.width {
      var z = risk.input(i, 0) * RealInterval(box[j * d])
      for k in 1..<max(d, 1) { z += risk.input(i, k) * RealInterval(box[j * d + k]) }
      if let radius { z = radius * z }
      let image = A.image(of: z.range)
      let a = risk.outerWeight(j)
      residual += a * RealInterval(image.value)
      units[j].place = z
      units[j].first = a * RealInterval(image.derivative)
      units[j].second = a * RealInterval(image.secondDerivative)
      units[j].third = a * RealInterval(image.thirdDerivative)
    }
    return residual
  }

  @inline(__always)
  private mutating func addGradient(_ risk: RiskData, _ i: Int, _ residual: RealInterval, _ units: [Unit]) {
    let d = risk.inputDimension
    for j in 0..<risk.width {
      let slope = residual * units[j].first
      for k in 0..<d { gradient[j * d + k] += risk.input(i, k) * slope }
    }
  }

  /// The upper triangle.
  private mutating func addHessian(_ risk: RiskData, _ i: Int, _ residual: RealInterval, _ units: [Unit]) {
    let d = risk.inputDimension
    for row in 0..<dimension {
      let (j, k) = row.quotientAndRemainder(dividingBy: d)
      for column in row..<dimension {
        let (l, m) = column.quotientAndRemainder(dividingBy: d)
        let entry =
          j == l ? units[j].first.squared + residual * units[j].second : units[j].first * units[l].first
        hessian[row * dimension + column] += risk.input(i, k) * (risk.input(i, m) * entry)
      }
    }
  }

  private mutating func mirrorHessian() {
    guard !hessian.isEmpty else { return }
    for row in 0..<dimension {
      for column in 0..<row { hessian[row * dimension + column] = hessian[column * dimension + row] }
    }
  }

  private mutating func addThird(_ risk: RiskData, _ i: Int, _ residual: RealInterval, _ units: [Unit]) {
    let d = risk.inputDimension
    for a in 0..<dimension {
      for b in a..<dimension {
        for c in b..<dimension {
          guard let entry = Self.third(units, residual, a / d, b / d, c / d) else { continue }
          let inputs = risk.input(i, a % d) * (risk.input(i, b % d) * (risk.input(i, c % d) * entry))
          third[(a * dimension + b) * dimension + c] += inputs
        }
      }
    }
  }

  /// For units j ≤ l ≤ m; nil where it vanishes.
  @inline(__always)
  private static func third(
    _ units: [Unit], _ residual: RealInterval, _ j: Int, _ l: Int, _ m: Int
  ) -> RealInterval? {
    if j == l && l == m { return 3 * (units[j].first * units[j].second) + residual * units[j].third }
    if j == l { return units[j].second * units[m].first }
    if l == m { return units[l].second * units[j].first }
    return nil
  }
}
