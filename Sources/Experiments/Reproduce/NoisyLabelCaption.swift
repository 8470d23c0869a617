import Stochastic

/// The caption of figures 3 to 6: every judgement in it is chosen by the numbers.
struct NoisyLabelCaption {
  let figure: NoisyLabelFigure
  let measurement: NoisyLabelMeasurement

  private var settings: NoisyLabelSettings { measurement.settings }
  private var levels: Range<Int> { settings.fractions.indices }

  var text: String {
    ([paper, measured] + levels.map(pairs) + [singleRuns, order, training] + siblings + [choices])
      .joined(separator: " ")
  }

  private var paper: String {
    let conclusion =
      figure.regularization > PaperSetting.criticalRegularization
      ? ", so that λ = \(figure.regularization.shortText) above its threshold λ_c = 0.125 does not keep SGD from the data."
      : "."
    return "The paper: in figure \(figure.number), as in all of figures 3 to 6, the test loss on clean data "
      + "\"progressively degrades with increasing the fraction of noisy labels\" from none to 50 % and 90 %, the noise "
      + "being 0.05 Cauchy(0, 1)\(conclusion)"
  }

  private var measured: String {
    "Measured on \(settings.dataSets) data sets with \(settings.runs) runs each, the noise in antithetic pairs +ξ and −ξ, "
      + "all trainings on a data set from the same initial weights with the same minibatches:"
  }

  /// What one level does, averaged over pairs.
  private func pairs(_ level: Int) -> String {
    let change = measurement.degradation(level, step: measurement.last)[1]
    let clean = measurement.test(nil, step: measurement.last).value
    let share = measurement.shareDegraded(level)
    let chance = measurement.signTest(level)
    let verdict =
      switch (chance < 0.01, share > 0.5) {
      case (true, true): "degrades"
      case (true, false): "improves"
      case (false, _): "does not change significantly"
      }
    return
      "with \(percent(settings.fractions[level])) corrupted labels the test loss \(verdict): in the mean over a pair "
      + "it is larger on \(percent(share)) of the data sets (sign test p = \(twoDigits(chance))), by "
      + "\(format(change.value, change.standardError)) in the median, \(percent(change.value / clean)) of the loss"
      + (level == levels.last ? "." : ";")
  }

  /// The same for somebody who sees one draw of the noise.
  private var singleRuns: String {
    let shares = levels.map { measurement.shareOfRuns($0, above: nil) }
    let texts = zip(settings.fractions, shares).map {
      "\($1.percentText) of cases (\(percent($0)) corrupted)"
    }
    let lowest = shares.map(\.value).min() ?? .nan
    let highest = shares.map(\.value).max() ?? .nan
    let isEven = shares.allSatisfy { $0.value == 0.5 && $0.standardError == 0 }
    let verdict =
      switch (lowest, highest) {
      case _ where isEven: "the toss of a coin: of every pair one run is worse and one is better"
      case (0.35..., ...0.65): "little better or worse than the toss of a coin"
      case (0.9..., _): "the rule in single runs too"
      case (0.65..., _): "more often so than not"
      case (_, ...0.35): "more often not so than so"
      default: "not to be relied on"
      }
    let moves = levels.map { level in
      let median = measurement.degradation(level, step: measurement.last)[1].value
      return twoDigits(measurement.singleDrawMove(level).value / abs(median))
    }
    return "Without pairs, a single run with one draw of the noise ends worse than its clean twin in "
      + "\(texts.joined(separator: " and ")), \(verdict). One draw moves the test loss, up or down, "
      + "\(moves.joined(separator: " and ")) times as far as a pair does (medians)."
  }

  /// From one level to the next.
  private var order: String {
    guard let first = levels.first, let last = levels.last, first < last else { return "" }
    let share = measurement.shareOfRuns(last, above: first)
    let sets =
      Double(
        measurement.sets.count {
          measurement.degradation(last, set: $0, step: measurement.last)
            > measurement.degradation(first, set: $0, step: measurement.last)
        }) / Double(settings.dataSets)
    let isProgressive = sets >= 0.9
    return
      "From \(percent(settings.fractions[first])) to \(percent(settings.fractions[last])) it gets worse on "
      + "\(percent(sets)) of the data sets in pairs and in \(share.percentText) of single runs: \"progressively\" "
      + (isProgressive ? "holds for averages over the noise." : "does not hold reliably, not even in pairs.")
  }

  private var training: String {
    let share = measurement.shareOfGrowingTraining
    return
      "The training loss grows with the fraction on \(percent(share)) of the data sets; medians and quartiles are "
      + "shown, for with Cauchy labels its expectation is infinite."
  }

  private var siblings: [String] {
    guard let sibling = figure.sibling, let difference = measurement.siblingDifference,
      let other = measurement.siblingTest
    else { return [] }
    let own = measurement.test(nil, step: measurement.last)
    let relation =
      if difference.value > 2 * difference.standardError {
        "larger than"
      } else if difference.value < -2 * difference.standardError {
        "smaller than"
      } else {
        "not significantly different from"
      }
    let step = sibling.learningRate == figure.learningRate ? "" : " (its step size differs, too)"
    return [
      "With clean labels the test loss here, \(format(own.value, own.standardError)), is \(relation) that of figure "
        + "\(sibling.number) at λ = \(sibling.regularization.shortText), \(format(other.value, other.standardError))\(step)."
    ]
  }

  private var choices: String {
    "The paper does not state n, the batch or the number of steps; here n = \(settings.samples), batch "
      + "\(settings.batch), \(settings.steps) steps."
  }
}
