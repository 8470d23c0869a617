import Stochastic

/// The measured excess risk E L(W_t) − min L of one dynamics.
public struct ExcessCurve: Sendable {
  public var name: String
  /// The recorded times, ascending. The other arrays have one entry per time.
  public var times: [Double]
  public var mean: [Double]
  public var standardError: [Double]

  init(name: String, times: [Double], mean: [Double], standardError: [Double]) {
    self.name = name
    self.times = times
    self.mean = mean
    self.standardError = standardError
  }

  /// One curve of an ensemble over the least loss.
  init(name: String, state: EnsembleState, curve: Int, times: [Double], minimumLoss: Double) {
    let losses = times.indices.map { state.moments(curve: curve, time: $0).estimate }
    self.init(
      name: name, times: times, mean: losses.map { $0.value - minimumLoss },
      standardError: losses.map(\.standardError))
  }
}

/// E L of the SDE freed from the first-order bias of Euler–Maruyama: 2 L_dt − L_2dt path by path, both driven by the
/// same Brownian path. What remains is of order dt².
///
/// Reference: Talay and Tubaro, Stochastic Analysis and Applications 8 (1990), 483.
struct ExtrapolatedLoss {
  let state: EnsembleState
  /// The curve with step dt
  let fine: Int
  /// The curve with step 2dt
  let coarse: Int

  private var pair: Int {
    state.pairs.firstIndex { $0.first == fine && $0.second == coarse } ?? 0
  }

  /// Mean and standard error: Var(2a − b) = 2 Var a − Var b + 2 Var(a − b).
  func estimate(time: Int) -> Estimate {
    let (a, b) = (state.moments(curve: fine, time: time), state.moments(curve: coarse, time: time))
    let difference = state.moments(pair: pair, time: time)
    let variance = 2 * a.variance - b.variance + 2 * difference.variance
    return Estimate(
      value: 2 * a.mean - b.mean, standardError: (max(variance, 0) / difference.count).squareRoot())
  }

  /// The bias of the curve with step dt, which the extrapolation takes away: E L_2dt − E L_dt.
  func bias(time: Int) -> Estimate {
    let difference = state.moments(pair: pair, time: time).estimate
    return Estimate(value: -difference.value, standardError: difference.standardError)
  }

  /// The covariance of the estimates at some times, row by row, from the retained paths.
  func covariance(times: [Int]) -> [Double] {
    let series = times.map { time in
      zip(state.retained.losses(curve: fine, time: time), state.retained.losses(curve: coarse, time: time))
        .map { 2 * $0 - $1 }
    }
    let paths = (0..<state.retained.count).filter { path in series.allSatisfy { $0[path].isFinite } }
    let deviations = series.map { losses in
      let mean = paths.reduce(0) { $0 + losses[$1] } / Double(paths.count)
      return paths.map { losses[$0] - mean }
    }
    let scale = 1 / (Double(paths.count - 1) * state.moments(pair: pair, time: times[0]).count)
    return deviations.flatMap { a in
      deviations.map { b in scale * zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
    }
  }
}
