import Stochastic

extension RegularizedRisk: SharplyEnclosed {
  /// The best of three proved forms.
  ///
  /// 1. Entry by entry: eigenvalues of the interval Hessian (D ≤ 3).
  /// 2. About the centre: H(c) + Σ (w_q − c_q) ∂_qH, whose error is of second order in the box (D ≤ 3).
  /// 3. Sample by sample, `sampleFloor`; any D, and on unbounded boxes too.
  func lowestCurvature(on box: WeightBox) -> Double {
    max(sampleFloor(on: box, radius: nil), dimension <= 3 ? lowestCurvature(box, sign: 1) : -.infinity)
  }

  /// The best of the first two.
  func highestCurvature(on box: WeightBox) -> Double {
    dimension <= 3 ? -lowestCurvature(box, sign: -1) : .infinity
  }

  func lowestCurvature(on cone: Cone) -> Double {
    sampleFloor(on: cone.directions, radius: RealInterval(cone.radius))
  }

  func remainder(on cone: Cone) -> ClosedRange<Double> {
    let radius = RealInterval(cone.radius)
    return RiskIntervals(samples, A.self, on: cone.directions, radius: radius, order: 0).value.range
  }

  /// For one unit with several inputs, f depends far out on the direction of its weights only, save near directions
  /// orthogonal to an input.
  var farRadius: Double? {
    guard samples.width == 1, samples.inputDimension > 1 else { return nil }
    let sizes = (0..<samples.sampleCount).map { i in
      (0..<samples.inputDimension).reduce(0) { max($0, samples.input(i, $1).magnitude) }
    }
    return (sizes.max() ?? 0) > 0 ? sizes.max().map { 20 / $0 } : nil
  }

  /// Intersected with the mean-value form about the centre, up to three dimensions.
  func remainderGradient(on box: WeightBox) -> [ClosedRange<Double>] {
    guard dimension <= 3, let centre = CentredBox(box) else {
      return RiskIntervals(samples, A.self, on: box, order: 1).gradient.map(\.range)
    }
    let natural = RiskIntervals(samples, A.self, on: box, order: 2)
    let middle = RiskIntervals(samples, A.self, on: centre.box, order: 1)
    return (0..<dimension).map { row in
      var sum = middle.gradient[row]
      for q in 0..<dimension { sum += natural.hessian[row * dimension + q] * centre.offsets[q] }
      return natural.gradient[row].intersected(sum).range
    }
  }

  /// A lower bound of the eigenvalues of sign · Hess L.
  private func lowestCurvature(_ box: WeightBox, sign: Double) -> Double {
    let natural = RiskIntervals(samples, A.self, on: box, order: 3)
    var least = smallestEigenvalue(natural.hessian.map { sign * $0 }, dimension)
    if let centre = CentredBox(box) {
      let middle = RiskIntervals(samples, A.self, on: centre.box, order: 2).hessian.map { sign * $0 }
      let slopes = (0..<dimension).map { natural.derivativeOfHessian($0).map { sign * $0 } }
      least = max(least, smallestEigenvalue(middle, slopes: slopes, centre.offsets, dimension))
    }
    return RealInterval.down(least + sign * regularization)
  }

  /// JJᵀ ⪰ 0, so Hess L ⪰ λI + (1/n) Σ_i blockdiag_j(c_ij xᵢxᵢᵀ) with c_ij the lower end of r a_jφ″; for a single
  /// unit a²φ′² is added to it.
  private func sampleFloor(on box: WeightBox, radius: RealInterval?) -> Double {
    let data = samples
    let d = data.inputDimension
    var blocks = Array(repeating: RealInterval.zero, count: data.width * d * d)
    var units = Array(repeating: RiskIntervals.Unit(), count: data.width)
    for i in 0..<data.sampleCount {
      let residual = RiskIntervals.fill(&units, data, A.self, sample: i, box, radius)
      for j in 0..<data.width {
        var term = residual * units[j].second
        if data.width == 1 {
          term += units[j].first.squared
          // far out z is the whole line for inputs nearly orthogonal to w, however small the cone
          if units[j].place.upper - units[j].place.lower > 0.5 {
            term.lower = max(term.lower, floor(units[j].place, i))
          }
        }
        guard term.lower > -.infinity else { return -.infinity }
        for k in 0..<d {
          for m in 0..<d {
            blocks[(j * d + k) * d + m] += data.input(i, k) * (data.input(i, m) * RealInterval(term.lower))
          }
        }
      }
    }
    let least = (0..<data.width).map { j in
      smallestEigenvalue(blocks[(j * d * d)..<((j + 1) * d * d)].map { $0 / Double(data.sampleCount) }, d)
    }
    return RealInterval.down((least.min() ?? 0) + regularization)
  }
}

extension RegularizedRisk {
  /// A lower bound of (aφ′)² + (aφ − y)aφ″, the second derivative of ½(aφ − y)² in z, on an interval of z; one unit.
  private func floor(_ place: RealInterval, _ sample: Int) -> Double {
    let (a, y) = (samples.outerWeight(0), RealInterval(samples.label(sample)))
    func parts(_ z: ClosedRange<Double>) -> (value: RealInterval, slope: RealInterval) {
      let image = A.image(of: z)
      let residual = a * RealInterval(image.value) - y
      let (first, second) = (a * RealInterval(image.derivative), a * RealInterval(image.secondDerivative))
      let third = a * RealInterval(image.thirdDerivative)
      return (first.squared + residual * second, 3 * (first * second) + residual * third)
    }
    let search = BranchAndBound(absoluteTolerance: 1e-7, relativeTolerance: 1e-6, boxLimit: 200)
    let result = try? search.infimum(over: [.box([place.range])]) { region, _ in
      guard case .box(let box) = region else {
        return .init(lower: -.infinity, upper: .infinity, region: region)
      }
      let whole = parts(box[0])
      let centre = RealInterval(box[0]).midpoint
      let middle = parts(centre...centre).value
      let offset = RealInterval(box[0]) - RealInterval(centre)
      let lower = max(whole.value.lower, offset.isFinite ? (middle + whole.slope * offset).lower : -.infinity)
      return .init(lower: lower, upper: middle.upper, region: region)
    }
    return result?.range.lowerBound ?? -.infinity
  }
}

extension RiskIntervals {
  /// ∂_q of the Hessian, D × D.
  func derivativeOfHessian(_ q: Int) -> [RealInterval] {
    let size = gradient.count
    return (0..<(size * size)).map { entry in
      let (a, b) = entry.quotientAndRemainder(dividingBy: size)
      let (low, high) = (min(a, b), max(a, b))
      let first = min(low, q)
      let last = max(high, q)
      return third[(first * size + (low + high + q - first - last)) * size + last]
    }
  }
}
