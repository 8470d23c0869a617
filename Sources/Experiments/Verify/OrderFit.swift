import Foundation
import Stochastic

/// Errors e_j at steps h_j with the covariance matrix of their estimates.
struct MeasuredErrors: Sendable {
  let steps: [Double]
  /// Not negative for strong errors; with their sign for differences of means
  let errors: [Double]
  let covariance: [[Double]]

  var standardErrors: [Double] { covariance.indices.map { covariance[$0][$0].squareRoot() } }

  /// |e| is at least so many standard errors where it counts as known.
  static let leastResolution = 5.0

  var isResolved: Bool {
    zip(errors, standardErrors).allSatisfy { abs($0) >= Self.leastResolution * $1 }
  }

  /// From means of x_j: the errors are the means, or the roots of them if x_j are squares.
  init(steps: [Double], _ means: CorrelatedMeans, squares: Bool) {
    self.steps = steps
    let e = squares ? means.means.map { $0.squareRoot() } : means.means
    let covariance = means.covariance
    errors = e
    // d√m = dm/(2√m)
    self.covariance =
      squares
      ? e.indices.map { i in
        e.indices.map { covariance[i][$0] == 0 ? 0 : covariance[i][$0] / (4 * e[i] * e[$0]) }
      }
      : covariance
  }

  init(steps: [Double], errors: [Double], covariance: [[Double]]) {
    self.steps = steps
    self.errors = errors
    self.covariance = covariance
  }

  /// Independent errors, one run each.
  init(steps: [Double], _ errors: [Estimate]) {
    self.init(steps: steps, errors: errors.map(\.value), standardErrors: errors.map(\.standardError))
  }

  init(steps: [Double], errors: [Double], standardErrors: [Double]) {
    self.steps = steps
    self.errors = errors
    covariance = errors.indices.map { i in
      errors.indices.map { $0 == i ? standardErrors[i] * standardErrors[i] : 0 }
    }
  }
}

/// The weighted regression log|e| = log C + p log h.
///
/// Weights are 1/(σ_j² + τ²), σ_j the relative standard error and τ what the leading term leaves out. The standard error
/// of the slope is that of a linear form in log e with the full covariance matrix of the errors, because all steps share
/// their paths.
struct OrderFit: Sendable, Equatable {
  /// p
  let order: Double
  let standardError: Double
  /// C
  let constant: Double

  /// τ: at the coarsest steps used the next term of the expansion is a few hundredths of the first.
  private static let modelError = 0.03

  init(_ data: MeasuredErrors) {
    let x = data.steps.map { log($0) }
    let y = data.errors.map { log(abs($0)) }
    let relative = zip(data.standardErrors, data.errors).map { $0 / abs($1) }
    let weights = relative.map { 1 / ($0 * $0 + Self.modelError * Self.modelError) }
    let total = weights.reduce(0, +)
    let centre = zip(weights, x).reduce(0) { $0 + $1.0 * $1.1 } / total
    let spread = zip(weights, x).reduce(0) { $0 + $1.0 * ($1.1 - centre) * ($1.1 - centre) }
    let coefficients = zip(weights, x).map { $0 * ($1 - centre) / spread }
    let slope = zip(coefficients, y).reduce(0) { $0 + $1.0 * $1.1 }
    var variance = 0.0
    for i in x.indices {
      for j in x.indices {
        let relative = data.covariance[i][j] / (data.errors[i] * data.errors[j])
        variance += coefficients[i] * coefficients[j] * relative
      }
    }
    order = slope
    standardError = max(variance, 0).squareRoot()
    constant = exp(zip(weights, y).reduce(0) { $0 + $1.0 * $1.1 } / total - slope * centre)
  }

  /// C h^p
  func error(at step: Double) -> Double { constant * pow(step, order) }

  /// Half the width of the 99 % interval of the order.
  var halfWidth: Double { Self.normalQuantile * standardError }

  /// Φ⁻¹(0.995)
  static let normalQuantile = 2.575_829_303_548_901
}
