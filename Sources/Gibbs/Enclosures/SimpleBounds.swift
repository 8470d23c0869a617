import Stochastic

/// Σ w_k² on a box
func squaredNormEnclosure(_ box: WeightBox) -> RealInterval {
  box.reduce(.zero) { $0 + RealInterval($1).squared }
}

extension Quadratic: SharplyEnclosed {
  public var remainderInfimum: Double { 0 }
  public var remainderSupremum: Double { 0 }

  /// U = 0; everything is exact up to rounding.
  public func enclosure(on box: [ClosedRange<Double>]) -> PotentialEnclosure? {
    let diagonal = regularization...regularization
    return PotentialEnclosure(
      value: (0.5 * (regularization * squaredNormEnclosure(box))).range, remainder: 0...0,
      gradient: box.map { (regularization * RealInterval($0)).range },
      hessian: box.indices.map { row in box.indices.map { $0 == row ? diagonal : 0...0 } })
  }

  func lowestCurvature(on box: WeightBox) -> Double { regularization }

  func highestCurvature(on box: WeightBox) -> Double { regularization }

  func remainderGradient(on box: WeightBox) -> [ClosedRange<Double>] {
    box.map { _ in 0...0 }
  }
}

extension DoubleWell: SharplyEnclosed {
  public var regularization: Double { 0 }
  public var remainderInfimum: Double { 0 }
  public var remainderSupremum: Double { .infinity }

  /// (w² − 1)²/4 > level where w² > 1 + 2√level.
  public func sublevelRadius(_ level: Double) -> Double {
    guard level >= 0 else { return 0 }
    return (RealInterval(1) + 2 * RealInterval(level).squareRoot).squareRoot.upper
  }

  /// L, L′ = w(w² − 1) between its ends and critical points ±1/√3, L″ = 3w² − 1: exact up to rounding.
  public func enclosure(on box: [ClosedRange<Double>]) -> PotentialEnclosure? {
    let square = RealInterval(box[0]).squared
    let value = 0.25 * (square - RealInterval(1)).squared
    return PotentialEnclosure(
      value: value.range, remainder: value.range, gradient: [slope(box[0]).range],
      hessian: [[curvature(box[0]).range]])
  }

  func lowestCurvature(on box: WeightBox) -> Double { curvature(box[0]).lower }

  func highestCurvature(on box: WeightBox) -> Double { curvature(box[0]).upper }

  private func curvature(_ w: ClosedRange<Double>) -> RealInterval {
    3 * RealInterval(w).squared - RealInterval(1)
  }

  func remainderGradient(on box: WeightBox) -> [ClosedRange<Double>] {
    [slope(box[0]).range]
  }

  private func slope(_ w: ClosedRange<Double>) -> RealInterval {
    func exact(_ x: Double) -> RealInterval { RealInterval(x) * (RealInterval(x).squared - RealInterval(1)) }
    let ends = [exact(w.lowerBound), exact(w.upperBound)]
    // L′ = ±2/(3√3) at w = ∓1/√3
    let height = 2 / (3 * 3.0.squareRoot())
    let peaks = [-1.0, 1].filter { sign in
      w.lowerBound <= sign * 0.5773502691896259 && w.upperBound >= sign * 0.5773502691896257
        || w.contains(sign * 0.5773502691896258)
    }
    let inner = peaks.map { sign in
      RealInterval(-sign * height - 1e-15, -sign * height + 1e-15)
    }
    return (ends + inner).reduce(ends[0]) {
      RealInterval(min($0.lower, $1.lower), max($0.upper, $1.upper))
    }
  }
}
