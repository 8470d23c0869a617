import GSL

/// Gaps between curves that were estimated apart: their variances add up, and so do the bounds of their biases.
struct IndependentGaps {
  let curves: [CurveResult]
  /// Gaps of curves that were simulated together
  let coupled: [GapResult]

  /// Each curve with each later one.
  var gaps: [GapResult] {
    curves.indices.flatMap { a in
      curves[(a + 1)...].map { second in
        coupled.first { $0.first == curves[a].name && $0.second == second.name } ?? gap(curves[a], second)
      }
    }
  }

  private func gap(_ first: CurveResult, _ second: CurveResult) -> GapResult {
    let level = Comparison.level
    let mean = zip(first.mean, second.mean).map { $0 - $1 }
    let errors = zip(first.standardError, second.standardError).map { ($0 * $0 + $1 * $1).squareRoot() }
    let count = errors.count { $0 > 0 }
    let normal = try? Gaussian(mean: 0, standardDeviation: 1)
    let z = (try? normal?.quantile(1 - (1 - level) / Double(2 * max(count, 1)))) ?? .nan
    let biases = mean.indices.map { time in
      [first, second].reduce(0) { $0 + ($1.accuracy?.biasBound[time] ?? 0) }
    }
    let reach = zip(errors, biases).map { z * $0 + $1 }
    return GapResult(
      first: first.name, second: second.name, coupling: "independent", times: first.times, mean: mean,
      standardError: errors, lower: zip(mean, reach).map { $0 - $1 }, upper: zip(mean, reach).map { $0 + $1 },
      supremum: Supremum(
        of: mean, reach: reach, times: first.times, level: level,
        method: count > 0
          ? "Bonferroni over \(count) times, bounds of the biases added"
          : "no chance: bounds of the biases only"))
  }
}
