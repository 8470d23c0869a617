import Stochastic

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A normal law with independent coordinates, the tractable end of a bridge: density e^(−q)/N with
/// q(w) = Σ (w_k − m_k)²/(2 v_k), log N = ½ Σ log(2π v_k).
public struct GaussianReference: Sendable, Equatable {
  /// m
  public let mean: [Double]
  /// v
  public let variances: [Double]

  public init(mean: [Double], variances: [Double]) {
    self.mean = mean
    self.variances = variances
  }

  /// N(0, s/(2λ) I), the Gibbs law of the regulariser alone.
  public init(dimension: Int, learningRate: Double, regularization: Double) {
    mean = Array(repeating: 0, count: dimension)
    variances = Array(repeating: learningRate / (2 * regularization), count: dimension)
  }

  /// log N = log ∫ e^(−q)
  public var logNormalization: Double {
    variances.reduce(0) { $0 + 0.5 * log(2 * .pi * $1) }
  }

  /// q at sixteen points.
  func energy(at w: LaneVector) -> Lanes {
    var sum = Lanes.zero
    for k in mean.indices {
      let distance = w[k] - mean[k]
      sum = sum.adding(distance * distance, times: Lanes(repeating: 0.5 / variances[k]))
    }
    return sum
  }

  /// Turns N(0, 1) numbers into draws.
  func shape(_ normals: LaneVector) {
    for k in mean.indices {
      normals[k] = Lanes(repeating: mean[k]).adding(
        normals[k], times: Lanes(repeating: variances[k].squareRoot()))
    }
  }
}
