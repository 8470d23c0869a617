import Stochastic

/// A multilevel answer as a curve of a comparison.
struct MultilevelCurve {
  let name: String
  let kind: String
  let learningRate: Double
  let answer: MultilevelResult
  let threads: Int

  var result: CurveResult {
    let values = answer.values[0]
    let finest = answer.levels.last
    let pathSteps = answer.gradients / Double(answer.scheme.gradientsPerStep)
    // of a pair's steps two thirds are the finer curve's
    let steps = (finest?.gradients ?? 0) * 2 / 3 / Double(answer.scheme.gradientsPerStep)
    let paths = answer.levels.reduce(0) { $0 + $1.paths }
    var curve = CurveResult(
      name: name, kind: kind, learningRate: learningRate, stepSize: finest?.stepSize, times: answer.times,
      mean: values.map(\.value), standardError: values.map(\.standardError),
      minimum: answer.finest.map(\.minimum), maximum: answer.finest.map(\.maximum), quantiles: quantiles,
      quantilePaths: answer.retained?.count ?? 0, contributing: answer.times.map { _ in paths },
      diverged: Divergence(
        count: answer.levels.reduce(0) { $0 + $1.diverged }, firstPath: nil, firstTime: nil),
      steps: Int(steps.rounded()), secondsPerPathStep: answer.seconds * Double(threads) / pathSteps)
    curve.accuracy = CurveAccuracy(
      method: .multilevel(answer), epsilon: answer.budget.epsilon, confidence: answer.budget.confidence,
      halfWidth: answer.times.indices.map { answer.halfWidth(time: $0) }, biasBound: answer.biasBounds[0],
      paths: answer.pathCount, seconds: answer.seconds,
      quantilesFrom:
        "\(curve.quantilePaths) paths of the finest level, dt = \(finest?.stepSize.shortText ?? "none")")
    return curve
  }

  private var quantiles: [QuantileSeries] {
    let levels = Comparison.quantileLevels
    let byTime = answer.times.indices.map { time in
      answer.retained?.quantiles(levels, curve: 0, time: time)
        ?? levels.map { _ in Estimate(value: .nan, standardError: .nan) }
    }
    return levels.indices.map { level in
      QuantileSeries(
        level: levels[level], values: byTime.map { $0[level].value },
        standardErrors: byTime.map { $0[level].standardError })
    }
  }
}
