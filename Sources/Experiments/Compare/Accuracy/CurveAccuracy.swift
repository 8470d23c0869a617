import Foundation
import Stochastic

/// How well the means of a curve are known where an accuracy was asked for, and what that took.
public struct CurveAccuracy: Sendable {
  public var method: Method
  /// ε
  public var epsilon: Double
  /// That all means of the curve are within their half-widths at once
  public var confidence: Double
  /// By time: chance and bias together
  public var halfWidth: [Double]
  /// By time; zero for an algorithm that is simulated exactly
  public var biasBound: [Double]
  public var paths: Int
  /// Of all paths, pilots included
  public var seconds: Double
  /// What the quantiles and extremes of the curve rest on
  public var quantilesFrom: String

  public enum Method: Sendable {
    case plain
    case multilevel(MultilevelResult)
  }

  /// Whether the largest half-width is at most ε
  public var isReached: Bool { reached <= epsilon * (1 + 1e-9) }

  /// The largest half-width
  public var reached: Double { halfWidth.contains(where: \.isNaN) ? .infinity : halfWidth.max() ?? 0 }

  public var multilevel: MultilevelResult? {
    if case .multilevel(let result) = method { result } else { nil }
  }

  /// What must be known before the means are trusted.
  public var warnings: [String] {
    let missed = isReached ? [] : ["epsilon is not reached: the means are known to \(reached.shortText) only"]
    return missed + (multilevel?.warnings ?? [])
  }

  /// A sentence for the terminal.
  func sentence(name: String) -> String {
    let start =
      "\(singleLine(name)): within \(reached.twoDigits) at all times, \((100 * confidence).shortText) % confidence"
    guard let answer = multilevel, let first = answer.levels.first, let last = answer.levels.last else {
      return start + "; plain Monte Carlo, \(paths) paths in \(seconds.twoDigits) s"
    }
    let text =
      start + " (bias at most \((biasBound.max() ?? 0).twoDigits)); \(answer.scheme.name), "
      + "\(answer.levels.count) levels from dt = \(first.stepSize.shortText) to \(last.stepSize.shortText), "
      + "\(answer.gradients.twoDigits) gradients in \(seconds.twoDigits) s"
    let ratio = answer.plainGradients / answer.gradients
    guard ratio >= 1 else { return text }
    return text + "; plain Monte Carlo with steps of \(last.stepSize.shortText) would take "
      + "\(ratio.twoDigits) times as many (estimated from the variances)"
  }
}

extension Double {
  fileprivate var twoDigits: String { String(format: "%.2g", self) }
}
