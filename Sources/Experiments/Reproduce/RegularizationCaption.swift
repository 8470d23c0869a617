import Foundation
import Stochastic

/// The caption of figure 1 or 2: every judgement in it is chosen by the numbers.
struct RegularizationCaption {
  let figure: RegularizationFigure
  let measurement: RegularizationMeasurement

  private var settings: RegularizationSettings { measurement.settings }
  private var ratios: [Estimate] { settings.widths.indices.map(measurement.ratio) }

  var text: String { [paper, measured, verdict, growth, floor, trend, choices].joined(separator: " ") }

  private var paper: String {
    "The paper: figure \(figure.number) shows the best test loss of SGD over the regularisation λ and the width p, and "
      + "for λ above the threshold λ_c = 0.125 of its theorem the loss is \"comparatively only mildly deteriorating\" "
      + "against λ up to four orders of magnitude lower."
  }

  private var measured: String {
    let values = zip(settings.widths, ratios).map { "\(format($1.value, $1.standardError)) (p = \($0))" }
    return
      "Measured with \(settings.labels.formula), on \(settings.dataSets) data sets with \(settings.runs) runs each: "
      + "the best test loss at λ = \(measurement.referenceText) is \(values.joined(separator: ", ")) times the smallest "
      + "over λ at the same width."
  }

  private var verdict: String {
    let (width, ratio) = measurement.largestRatio
    switch ratio.value {
    case ..<1.1: return "That is hardly any deterioration, as the paper says."
    case ..<1.5: return "That is mild, as the paper says."
    case ..<10:
      return "The same order of magnitude, but not negligible: \"mild\" stands for up to "
        + "\(percent(ratio.value - 1)) more at p = \(width)."
    default: return "More than an order of magnitude at p = \(width) is not mild."
    }
  }

  private var growth: String {
    guard ratios.count > 1 else { return "" }
    let change = measurement.growth
    if abs(change.value) < 2 * change.standardError {
      return "From the narrowest to the widest net the ratio changes by "
        + "\(format(change.value, change.standardError)), not significantly."
    }
    let isOrdered = zip(ratios, ratios.dropFirst()).allSatisfy { ($1.value - $0.value) * change.value >= 0 }
    let direction = change.value > 0 ? "grows" : "falls"
    return isOrdered
      ? "The ratio \(direction) with the width."
      : "The ratio \(direction) from the narrowest to the widest net, but not from each width to the next."
  }

  /// How much of the loss is out of any net's reach.
  private var floor: String {
    guard let row = settings.widths.indices.max(by: { ratios[$0].value < ratios[$1].value }) else {
      return ""
    }
    let losses = settings.regularizations.indices.map { measurement.loss(row, $0).value }
    let (low, high) = (losses.min() ?? .nan, losses[measurement.reference])
    let noise = measurement.noiseFloor
    return
      "Of these losses \(noise.shortText), half the variance of the label noise, is out of any net's reach; above it "
      + "the loss at p = \(settings.widths[row]) goes from \(threeDigits(low - noise)) to \(threeDigits(high - noise))."
  }

  private var trend: String {
    let step = measurement.smallestStep
    switch step {
    case 1...: return "At every width the loss grows with λ over the whole grid."
    case 0.98...:
      return "At every width the loss grows with λ over the whole grid, but for \(percent(1 - step))."
    default:
      return
        "It does not always grow with λ: from one λ to the next larger one it falls by up to \(percent(1 - step))."
    }
  }

  private var choices: String {
    "The paper does not state n, the batch, the step size, the number of steps or the grid; here n = \(settings.samples), "
      + "batch \(settings.batch), step \(settings.learningRate.shortText), \(settings.steps) steps, "
      + "\(settings.testSamples) test samples of the same law looked at every \(settings.every) steps."
  }
}

/// 0.127 as "13 %", 0.00127 as "0.13 %"
func percent(_ fraction: Double) -> String {
  let value = 100 * fraction
  return abs(value) >= 1 || value == 0 ? "\(value.rounded().shortText) %" : "\(twoDigits(value)) %"
}

func twoDigits(_ value: Double) -> String {
  let text = String(format: "%.2g", value)
  // 1.2e+02 is 120
  return text.contains("e+") ? Double(text)?.shortText ?? text : text
}
func threeDigits(_ value: Double) -> String { String(format: "%.3g", value) }
