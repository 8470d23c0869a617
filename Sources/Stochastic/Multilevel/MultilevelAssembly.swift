extension MultilevelResult {
  /// Puts together what a finished run knows.
  init<Source: LevelSource>(_ run: MultilevelRun<Source>, times: [Double], scheme: LevelScheme) {
    let (levels, pairs) = (run.levels, Array(run.levels.dropFirst()))
    /// One row of times for every function
    func table<Value>(_ values: [Value]) -> [[Value]] {
      stride(from: 0, to: values.count, by: times.count).map { Array(values[$0..<$0 + times.count]) }
    }
    self.times = times
    self.scheme = scheme
    budget = run.budget
    self.levels = levels.map { level in
      Level(
        level: level.level - (levels.first?.level ?? 0), stepSize: level.stepSize, paths: Int(level.paths),
        gradients: level.cost, seconds: level.total.seconds, means: table(level.means),
        variances: table(level.total.terms.map(\.variance)),
        fineVariances: table(level.total.fine.map(\.variance)), kurtosis: level.kurtosis,
        diverged: level.total.divergedFine + level.total.divergedCoarse)
    }
    values = table(Self.sums(levels))
    let bounds = run.bias?.bounds ?? Array(repeating: .infinity, count: run.source.targetCount)
    biasBounds = table(bounds)
    weakOrder = run.bias?.fit
    varianceOrder = LevelOrder(
      pairs.map { pair in
        let variance = pair.variances.max() ?? 0
        return (pair.level, Estimate(value: variance, standardError: variance * pair.relativeError))
      })
    assumedOrder = run.bias?.order ?? run.source.weakOrder
    telescoping = TelescopingCheck.all(levels)
    let everything = levels + run.dropped
    gradients = everything.reduce(0) { $0 + Double($1.paths) * $1.cost }
    seconds = everything.reduce(0) { $0 + $1.total.seconds }
    pathCount = everything.reduce(0) { $0 + Int($1.paths) }
    retained = levels.last?.total.retained
    finest = levels.last.map { Array($0.total.fine.prefix(times.count)) } ?? []
    warnings = MultilevelWarnings(run: run, telescoping: telescoping).sentences
  }

  /// Σ_l of the means, with √(Σ V_l/N_l)
  private static func sums(_ levels: [LevelStatistics]) -> [Estimate] {
    let means = levels.map(\.means)
    return (means.first ?? []).indices.map { target in
      let terms = means.map { $0[target] }
      return Estimate(
        value: terms.reduce(0) { $0 + $1.value },
        standardError: terms.reduce(0) { $0 + $1.standardError * $1.standardError }.squareRoot())
    }
  }
}

extension LevelStatistics {
  /// The relative standard error of a variance, √((κ − 1)/N)
  fileprivate var relativeError: Double {
    kurtosis.isNaN ? 1 : (max(kurtosis - 1, 0) / Double(max(paths, 1))).squareRoot()
  }
}

/// What must be known before an answer is trusted, one sentence each.
private struct MultilevelWarnings<Source: LevelSource> {
  let run: MultilevelRun<Source>
  let telescoping: [TelescopingCheck]

  /// Beyond this the variance of a level is known too badly, as in Giles' own programs.
  private let kurtosisLimit = 100.0

  var sentences: [String] { [reach, instability, order].compactMap { $0 } + broken + heavy }

  private var reach: String? {
    guard let bias = run.bias, bias.largest > run.budget.bias else { return nil }
    return
      "the bias may be as large as \(short(bias.largest)), more than its part \(short(run.budget.bias)) of epsilon, "
      + "at the finest step size there is"
  }

  private var instability: String? {
    let count = run.levels.reduce(0) { $0 + $1.total.divergedFine + $1.total.divergedCoarse }
    if count > 0 { return "\(count) paths DIVERGED; the answer is over the other paths" }
    guard run.promotions > 0, let first = run.levels.first else { return nil }
    return
      "larger steps than \(short(first.stepSize)) turned out to be unstable on rare paths, and were dropped"
  }

  /// The fit is trusted to two of its standard errors.
  private var order: String? {
    guard let fit = run.bias?.fit, fit.value + 2 * fit.standardError < 0.5 * run.source.weakOrder else {
      return nil
    }
    return
      "the mean differences fall with order \(short(fit.value)) only, not \(short(run.source.weakOrder)): the step "
      + "sizes may be too large for the bias to be estimated from them"
  }

  private var broken: [String] {
    telescoping.filter { !$0.holds }.map {
      "the sum does not telescope at level \($0.level): its mean as the finer and as the coarser curve differ by "
        + "\(short($0.difference.value)), \(short($0.standardErrors)) standard errors"
    }
  }

  private var heavy: [String] {
    run.levels.filter { $0.kurtosis > kurtosisLimit }.map {
      "differences at steps of \(short($0.stepSize)) have a kurtosis of \(short($0.kurtosis)): few paths carry their "
        + "variance, and the standard error may be too small"
    }
  }
}
