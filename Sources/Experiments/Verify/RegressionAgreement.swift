import Stochastic

/// L(w) = (1/n) Σ ½(xᵢw − yᵢ)² + (λ/2)w² on the line: gradients of samples are affine, so that the first two moments of every
/// dynamics made of samples obey recursions in closed form.
struct LineRegression: FiniteSum {
  let inputs: [Double]
  let labels: [Double]
  let regularization: Double

  let dimension = 1
  var sampleCount: Int { inputs.count }

  func value(at w: LaneVector, scratch: LaneVector) -> Lanes {
    var sum = Lanes.zero
    for i in inputs.indices { sum += (w[0] * inputs[i] - labels[i]) * (w[0] * inputs[i] - labels[i]) }
    return sum / Double(2 * sampleCount) + w[0] * w[0] * (0.5 * regularization)
  }

  private func slope(_ w: LaneVector, _ i: Int) -> Lanes {
    let residual: Lanes = w[0] * inputs[i] - labels[i]
    return residual * inputs[i] + w[0] * regularization
  }

  func gradient(at w: LaneVector, into gradient: LaneVector, scratch: LaneVector) {
    var sum = Lanes.zero
    for i in inputs.indices { sum += slope(w, i) }
    gradient[0] = sum / Double(sampleCount)
  }

  func batchGradient(
    at w: LaneVector, batch: UnsafeBufferPointer<LaneIndices>, into gradient: LaneVector, scratch: LaneVector
  ) {
    var sum = Lanes.zero
    for indices in batch {
      for i in inputs.indices {
        let own = slope(w, i)
        for lane in 0..<16 where indices[lane] == i { sum[lane] += own[lane] }
      }
    }
    gradient[0] = sum / Double(batch.count)
  }

  func weightedGradient(
    at w: LaneVector, weights: LaneVector, into gradient: LaneVector, scratch: LaneVector
  ) {
    var sum = Lanes.zero
    for i in inputs.indices { sum += weights[i] * slope(w, i) }
    gradient[0] = sum
  }

  /// E L after m steps h of the covariance SDE by Euler and Maruyama in Itô's sense, batches of b with replacement:
  /// ∇L = Aw − C on average over the samples, Var ∇Lᵢ = pw² − 2qw + r, and
  ///
  ///     E w⁺ = (1 − hA) E w + hC,   E w⁺² = E((1 − hA)w + hC)² + (hs/b)(p E w² − 2q E w + r).
  ///
  /// At h = s these are the moments of SGD.
  func meanLoss(start: Double, steps: Int, stepSize h: Double, learningRate s: Double, batch: Int) -> Double {
    func mean(_ f: (Double, Double) -> Double) -> Double {
      zip(inputs, labels).reduce(0) { $0 + f($1.0, $1.1) } / Double(sampleCount)
    }
    let (square, product) = (mean { x, _ in x * x }, mean { x, y in x * y })
    let p = mean { x, _ in x * x * x * x } - square * square
    let q = mean { x, y in x * x * x * y } - square * product
    let r = mean { x, y in x * x * y * y } - product * product
    let (a, c) = (1 - h * (square + regularization), h * product)
    var (first, second) = (start, start * start)
    for _ in 0..<steps {
      let noise = h * s / Double(batch) * (p * second - 2 * q * first + r)
      (first, second) = (a * first + c, a * a * second + 2 * a * c * first + c * c + noise)
    }
    return 0.5 * (square + regularization) * second - product * first + 0.5 * mean { _, y in y * y }
  }
}

extension OrderMeter {
  /// SGD and the covariance SDE on least squares after ten steps of SGD's, against their exact moments and each other.
  func regression(paths: Int, seed: UInt64) throws -> [Agreement] {
    let (potential, s, start, batch) = (
      LineRegression(inputs: [1.2, -0.3, 0.9, 1.6], labels: [1, 0.5, 2, -0.3], regularization: 0.15), 0.4,
      1.5, 2
    )
    let refinements = [1, 4]
    let run = PathRun(
      potential: potential, learningRate: s, initial: .point([start]), times: [10 * s],
      curves: [Curve("sgd", .sgd(batch: batch, sampling: .withReplacement))]
        + refinements.map {
          Curve(
            "\($0)", .covarianceSDE(batch: batch, sampling: .withReplacement, stepSize: s / Double($0)))
        }, recordsWeights: false, seed: seed)
    var means = Array(repeating: CorrelatedMeans(dimension: 1), count: 4)
    try forEachBatch(run, paths: paths) { values, _ in
      let losses = values.values.map { $0[0][0] }
      for (curve, losses) in losses.enumerated() { means[curve].add([losses]) }
      means[3].add([zip(losses[1], losses[0]).map { $0 - $1 }])
    }
    let exact = refinements.map {
      potential.meanLoss(
        start: start, steps: 10 * $0, stepSize: s / Double($0), learningRate: s, batch: batch)
    }
    return zip(
      [
        ("E L of SGD", exact[0]), ("E L of the covariance SDE at dt = s", exact[0]),
        ("E L of the covariance SDE at dt = s/4", exact[1]),
        ("E L of the covariance SDE at dt = s, less SGD's on coupled paths", 0),
      ], means
    ).map {
      Agreement(
        statement: "least squares: \($0.0)", expected: $0.1, found: $1.estimate.value,
        standardError: $1.estimate.standardError)
    }
  }
}
