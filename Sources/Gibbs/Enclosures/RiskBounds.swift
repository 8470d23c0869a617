import Stochastic

extension RegularizedRisk: GibbsPotential {
  public var regularization: Double { samples.regularization }
  public var remainderInfimum: Double { remainder(on: wholeSpace).lower }
  public var remainderSupremum: Double { remainder(on: wholeSpace).upper }

  private var wholeSpace: [ClosedRange<Double>] {
    Array(repeating: -.infinity ... .infinity, count: dimension)
  }

  /// (1/n) Σ ½ (range of yᵢ − f(xᵢ))² over a box: the tightest bound sample by sample.
  private func remainder(on box: [ClosedRange<Double>]) -> RealInterval {
    RiskIntervals(samples, A.self, on: box, order: 0).value
  }

  /// Values and gradients are intersected with their mean-value forms about the box's centre (in the
  /// coordinates whose range is finite), up to three dimensions.
  public func enclosure(on box: [ClosedRange<Double>]) -> PotentialEnclosure? {
    let natural = RiskIntervals(samples, A.self, on: box, order: 2)
    var parts = Parts(natural, box, regularization)
    if dimension <= 3, let centre = CentredBox(box) {
      let middle = Parts(RiskIntervals(samples, A.self, on: centre.box, order: 1), centre.box, regularization)
      let slope = natural.gradient
      let data = zip(slope, centre.offsets).reduce(middle.remainder) { $0 + $1.0 * $1.1 }
      let loss = zip(parts.gradient, centre.offsets).reduce(middle.value) { $0 + $1.0 * $1.1 }
      parts.remainder = parts.remainder.intersected(data)
      parts.value = parts.value.intersected(loss).intersected(parts.remainder + parts.quadratic)
      for row in 0..<dimension {
        var sum = middle.gradient[row]
        for q in 0..<dimension { sum += parts.hessian[row * dimension + q] * centre.offsets[q] }
        parts.gradient[row] = parts.gradient[row].intersected(sum)
      }
    }
    return parts.enclosure
  }
}

/// L = U + (λ/2)‖w‖² put together.
private struct Parts {
  let quadratic: RealInterval
  var value: RealInterval
  var remainder: RealInterval
  var gradient: [RealInterval]
  var hessian: [RealInterval]

  init(_ data: RiskIntervals, _ box: [ClosedRange<Double>], _ lambda: Double) {
    quadratic = 0.5 * (lambda * squaredNormEnclosure(box))
    remainder = data.value
    value = data.value + quadratic
    gradient = zip(data.gradient, box).map { $0 + lambda * RealInterval($1) }
    hessian = data.hessian
    guard !hessian.isEmpty else { return }
    for k in box.indices { hessian[k * box.count + k] += RealInterval(lambda) }
  }

  var enclosure: PotentialEnclosure {
    let size = gradient.count
    return PotentialEnclosure(
      value: value.range, remainder: remainder.range, gradient: gradient.map(\.range),
      hessian: (0..<size).map { row in (0..<size).map { hessian[row * size + $0].range } })
  }
}

/// A box and its centre: finite ranges shrunk to their midpoints, infinite ones kept.
struct CentredBox {
  let box: [ClosedRange<Double>]
  /// w_k − centre_k; 0 where the range is kept
  let offsets: [RealInterval]

  /// Nil for a single point and where no range is finite.
  init?(_ outer: [ClosedRange<Double>]) {
    guard outer.contains(where: { RealInterval($0).isFinite && $0.lowerBound < $0.upperBound }) else {
      return nil
    }
    self.init(outer, about: outer.map { RealInterval($0).midpoint })
  }

  /// About a point of the box.
  init(_ outer: [ClosedRange<Double>], about point: [Double]) {
    box = zip(outer, point).map { RealInterval($0).isFinite ? $1...$1 : $0 }
    offsets = zip(outer, point).map {
      RealInterval($0).isFinite ? RealInterval($0) - RealInterval($1) : .zero
    }
  }
}
