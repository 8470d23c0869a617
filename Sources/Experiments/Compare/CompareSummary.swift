import Foundation

extension CompareResult {
  /// The result in a few aligned lines for the terminal; it ends without a line break.
  public var summary: String {
    var lines = ["\(singleLine(name)): \(effort), T = \(horizon.shortText), s = \(learningRate.shortText)"]
    let header = [
      "curve", "mean loss at t = \(curves.first?.times.last?.shortText ?? "T")", rangeTitle,
      "ns per path-step",
    ]
    lines += aligned([header] + curves.map(\.summaryCells))
    lines += warnings.map { "  WARNING: " + $0 }
    let accuracies = curves.compactMap { curve in curve.accuracy?.sentence(name: curve.name) }
    if !accuracies.isEmpty { lines += [""] + accuracies }
    if !gaps.isEmpty {
      lines.append("")
      lines += aligned([["gap", "sup |gap|", "at t", "confidence", "method"]] + gaps.map(\.summaryCells))
    }
    if !notes.isEmpty { lines.append("") }
    lines += notes.map { "note: " + singleLine($0) }
    return lines.joined(separator: "\n")
  }

  /// What must not be overlooked: the paths that diverged.
  public var warnings: [String] {
    curves.compactMap(\.divergenceText) + curves.compactMap(\.dominanceText) + curves.compactMap(\.stuckText)
      + curves.flatMap { curve in
        (curve.accuracy?.warnings ?? []).map { "\(singleLine(curve.name)): \($0)" }
      }
  }

  /// What was asked for: a number of paths, or an accuracy
  var effort: String {
    if let accuracy = curves.first?.accuracy {
      return
        "mean losses to \(accuracy.epsilon.shortText) with \((100 * accuracy.confidence).shortText) % confidence"
    }
    return provenance.paths == 1 ? "1 path" : "\(provenance.paths) paths"
  }

  /// What the outer quantiles of the first curve span, e.g. "5–95 % of paths".
  var rangeTitle: String { curves.first?.rangeTitle ?? "range" }
}

extension CurveResult {
  /// The mean loss at the last recorded time with its standard error.
  var finalLoss: String? {
    guard let value = mean.last, let error = standardError.last else { return nil }
    return error.isNaN ? value.shortText : format(value, error)
  }

  /// What the outer quantiles span, e.g. "5–95 % of paths".
  var rangeTitle: String {
    guard let (low, high) = outerQuantiles else { return "range" }
    return "\((100 * low.level).shortText)–\((100 * high.level).shortText) % of paths"
  }

  /// One sentence if at some time a single path makes up most of the variance: it is on its way to infinity, or the
  /// loss has no variance worth the name.
  var dominanceText: String? {
    let place = times.indices.first { place in
      let count = Double(contributing[place])
      return count >= 100 && maximum[place] - mean[place] > 0.7 * count * standardError[place]
        && standardError[place] > 0.1 * abs(mean[place])
    }
    guard let place else { return nil }
    return "\(singleLine(name)): from t = \(times[place].shortText) on a single path carries the mean; "
      + "it says nothing about the others (a smaller dt may help)"
  }

  /// One sentence if many paths of a Metropolis chain stand still: its means are then of where it began.
  var stuckText: String? {
    guard let stuckShare, stuckShare > 0.05 else { return nil }
    return
      "\(singleLine(name)): \((100 * stuckShare).shortText) % of the paths stood still from one recording time to the "
      + "next, every proposal refused: take a smaller dt, or start elsewhere"
  }

  /// One sentence if any path diverged, else nil.
  var divergenceText: String? {
    guard diverged.count > 0 else { return nil }
    let paths = diverged.count == 1 ? "1 path" : "\(diverged.count) paths"
    var text = "\(singleLine(name)): \(paths) DIVERGED"
    if let path = diverged.firstPath { text += ", first path \(path)" }
    if let time = diverged.firstTime { text += " at t = \(time.shortText)" }
    return text + (contributing.last == 0 ? "; no path is left" : "; all numbers are over the other paths")
  }

  fileprivate var summaryCells: [String] {
    var range = "-"
    if let (low, high) = outerQuantiles, let low = low.values.last, let high = high.values.last {
      range = String(format: "%.4g … %.4g", low, high)
    }
    let cost = String(format: "%.3g", 1e9 * secondsPerPathStep)
    return [singleLine(name), finalLoss ?? "-", range, cost]
  }
}

extension Supremum {
  /// The value with its interval, "0.0123 in [0.0100, 0.0146]".
  var text: String { format(value, lower: lower, upper: upper) }
}

extension GapResult {
  fileprivate var summaryCells: [String] {
    [
      "\(singleLine(first)) − \(singleLine(second))", supremum.text, supremum.time.shortText,
      "\((100 * supremum.level).shortText) %", singleLine(supremum.method),
    ]
  }
}
