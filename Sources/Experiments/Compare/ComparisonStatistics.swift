import GSL
import Stochastic

/// From what an ensemble gathered to the curves and gaps of a result.
struct ComparisonStatistics {
  let experiment: Experiment
  let curves: [Curve]
  let state: EnsembleState
  /// Confidence level of the simultaneous bands
  var level = Comparison.level

  private var timeIndices: Range<Int> { experiment.times.indices }

  var curveResults: [CurveResult] {
    curves.indices.map { curve in
      let moments = timeIndices.map { state.moments(curve: curve, time: $0) }
      let divergence = state.divergences[curve]
      return CurveResult(
        name: curves[curve].name, kind: curves[curve].dynamics.kindName,
        learningRate: experiment.learningRate,
        stepSize: experiment.usedStepSize(curves[curve].dynamics),
        times: experiment.times, mean: moments.map(\.estimate.value),
        standardError: moments.map(\.estimate.standardError),
        minimum: moments.map { $0.count > 0 ? $0.minimum : .nan },
        maximum: moments.map { $0.count > 0 ? $0.maximum : .nan }, quantiles: quantiles(curve),
        quantilePaths: state.retained.count,
        contributing: moments.map { Int($0.count) },
        diverged: Divergence(
          count: divergence.count, firstPath: divergence.firstPath, firstTime: divergence.firstTime),
        steps: curves[curve].dynamics.isAdaptive
          ? Int(state.stepsPerPath(curve: curve).rounded())
          : curves[curve].dynamics.stepCount(
            learningRate: experiment.learningRate, times: experiment.times,
            refinable: experiment.isRefinable),
        secondsPerPathStep: state.secondsPerPathStep(curve: curve), stuckShare: stuckShare(curve),
        dynamics: curves[curve].dynamics)
    }
  }

  /// The part of MALA's retained paths that are where they were at the recording time before: every proposal between was
  /// refused. Nil for other dynamics, and where no proposal was made.
  private func stuckShare(_ curve: Int) -> Double? {
    guard case .mala = curves[curve].dynamics else { return nil }
    let losses = timeIndices.map { state.retained.losses(curve: curve, time: $0) }
    let shares = zip(losses, losses.dropFirst()).map { before, after in
      Double(zip(before, after).count { $0 == $1 }) / Double(max(before.count, 1))
    }
    return shares.max()
  }

  private func quantiles(_ curve: Int) -> [QuantileSeries] {
    let levels = Comparison.quantileLevels
    let byTime = timeIndices.map { state.retained.quantiles(levels, curve: curve, time: $0) }
    return levels.indices.map { level in
      QuantileSeries(
        level: levels[level], values: byTime.map { $0[level].value },
        standardErrors: byTime.map { $0[level].standardError })
    }
  }

  var gapResults: [GapResult] {
    state.pairs.enumerated().map { place, pair in
      let differences = timeIndices.map { state.moments(pair: place, time: $0).estimate }
      let band = SimultaneousBand(
        series: timeIndices.map { time in
          zip(
            state.retained.losses(curve: pair.first, time: time),
            state.retained.losses(curve: pair.second, time: time)
          ).map { $0 - $1 }
        }, level: level, seed: experiment.seed)
      let mean = differences.map(\.value)
      let choice = criticalValue(band, times: differences.count { $0.standardError > 0 })
      let reach = differences.map { $0.standardError * choice.value }
      return GapResult(
        first: curves[pair.first].name, second: curves[pair.second].name,
        coupling: coupling(curves[pair.first].dynamics, curves[pair.second].dynamics),
        times: experiment.times, mean: mean, standardError: differences.map(\.standardError),
        lower: zip(mean, reach).map { $0 - $1 }, upper: zip(mean, reach).map { $0 + $1 },
        supremum: supremum(mean, reach, band, method: choice.method))
    }
  }

  private func supremum(
    _ mean: [Double], _ reach: [Double], _ band: SimultaneousBand, method: String
  ) -> Supremum {
    guard band.pathCount > 0 else {
      return Supremum(of: [], reach: [], times: [], level: band.level, method: method)
    }
    return Supremum(of: mean, reach: reach, times: experiment.times, level: band.level, method: method)
  }

  /// c of the band: by bootstrap, or by Bonferroni where the retained paths do not show the variation at every one of
  /// the `times` times at which the mean has an error. Never below the value for a single time. Where there is no such
  /// time it does not matter.
  private func criticalValue(_ band: SimultaneousBand, times: Int) -> (value: Double, method: String) {
    guard band.pathCount > 1 else { return (.nan, "no interval: fewer than two paths") }
    let normal = try? Gaussian(mean: 0, standardDeviation: 1)
    func twoSided(_ times: Int) -> Double {
      (try? normal?.quantile(1 - (1 - band.level) / Double(2 * max(times, 1)))) ?? .nan
    }
    if times == 0 { return (twoSided(1), "no chance: all paths agree") }
    if band.varyingTimes < times { return (twoSided(times), "Bonferroni over \(times) times") }
    let method = "max-t multiplier bootstrap over \(band.pathCount) paths"
    return (max(band.criticalValue, twoSided(1)), method)
  }

  /// What two curves share path by path.
  private func coupling(_ first: Dynamics, _ second: Dynamics) -> String {
    var shared: [String] = []
    if first.isBrownian && second.isBrownian { shared.append("Brownian path") }
    if let words = first.sharedMinibatches(with: second) { shared.append(words) }
    if case .underdamped = first, case .underdamped = second { shared.append("velocity noise") }
    if case .mala = first, case .mala = second { shared.append("proposal noise") }
    if case .gaussian = experiment.initial { shared.append("initial weights") }
    return shared.isEmpty ? "independent" : "common " + shared.joined(separator: " and ")
  }
}

extension Dynamics {
  /// What two dynamics that are made of samples have in common: SGD's minibatches, which `covariance-sde` follows by the
  /// ranks of its noise and `svag` in the first batch of every l-th step.
  fileprivate func sharedMinibatches(with other: Dynamics) -> String? {
    guard let own = minibatch, let its = other.minibatch else { return nil }
    guard own == its else { return "minibatch words" }
    if case .sgd = self, case .sgd = other { return "minibatches" }
    if case .covarianceSDE = self, case .covarianceSDE = other { return "sample noise over each step of SGD" }
    if isRefined || other.isRefined { return "first minibatches" }
    return "minibatches"
  }

  private var isRefined: Bool {
    if case .svag(let refinement, _, _) = self { refinement > 1 } else { false }
  }
}

extension Dynamics {
  /// The name of the kind in experiment files.
  var kindName: String {
    switch self {
    case .sde, .adaptiveSDE: "sde"
    case .noisyGradientDescent: "noisy-gd"
    case .sgd: "sgd"
    case .gradientFlow, .adaptiveGradientFlow: "gradient-flow"
    case .covarianceSDE: "covariance-sde"
    case .svag: "svag"
    case .underdamped: "underdamped"
    case .mala: "mala"
    }
  }
}
