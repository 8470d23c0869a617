import GSL
import Stochastic

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Sums over time of every trajectory from which correlations at some lags follow, for the slowest function found.
struct LagSums: Sendable {
  private let lags: [Int]
  private let chains: Int
  /// Of one trajectory and step size, per lag: Σ h_t h_{t+m} and ½Σ(h_t² + h_{t+m}²)
  private typealias Sums = [(product: Double, square: Double)]
  private let fine: [Sums]
  private let coarse: [Sums]

  /// Finds the slowest combination of modes on the even blocks of sixteen trajectories for the odd ones, and
  /// the other way round.
  ///
  /// - Parameters:
  ///   - means: of the modes under μ_s
  ///   - chains: how many chains the starts come from, in order
  init?(_ trajectories: StationaryTrajectories, means: [Double], lags: [Int], chains: Int) {
    self.lags = lags
    self.chains = chains
    let size = means.count
    var coefficients: [[Double]] = []
    for half in 0..<2 {
      let rows = trajectories.fine.indices.filter { ($0 / 16) % 2 == half }.map { trajectories.fine[$0] }
      guard let slowest = Self.slowest(rows, means: means, lag: lags[1]) else { return nil }
      coefficients.append(slowest)
    }
    func sums(_ rows: Chains) -> [Sums] {
      rows.enumerated().map { index, row in
        let x = coefficients[1 - (index / 16) % 2]
        let h = stride(from: 0, to: row.count, by: size).map { start in
          (0..<size).reduce(0) { $0 + x[$1] * (row[start + $1] - means[$1]) }
        }
        return lags.map { m in
          var (product, square) = (0.0, 0.0)
          for t in 0..<(h.count - m) {
            product += h[t] * h[t + m]
            square += 0.5 * (h[t] * h[t] + h[t + m] * h[t + m])
          }
          return (product, square)
        }
      }
    }
    fine = sums(trajectories.fine)
    coarse = sums(trajectories.coarse)
  }

  /// The combination with the greatest correlation at a lag, normalised to variance 1.
  private static func slowest(_ rows: Chains, means: [Double], lag: Int) -> [Double]? {
    let size = means.count
    let (now, later) = lagged(rows, means: means, lag: lag)
    let subset = independentSubset(now)
    let scale = subset.map { 1 / now[$0][$0].squareRoot() }
    func scaled(_ matrix: [[Double]], _ sign: Double) -> [[Double]] {
      subset.indices.map { i in
        subset.indices.map { j in sign * matrix[subset[i]][subset[j]] * scale[i] * scale[j] }
      }
    }
    // the greatest correlation is the least of its negative
    let variances = scaled(now, 1)
    guard !subset.isEmpty, let solution = try? GeneralizedEigenproblem(scaled(later, -1), variances) else {
      return nil
    }
    let vector = solution.vectors[0]
    var variance = 0.0
    for (i, row) in variances.enumerated() {
      for (j, value) in row.enumerated() { variance += vector[i] * value * vector[j] }
    }
    var result = [Double](repeating: 0, count: size)
    for (place, i) in subset.enumerated() { result[i] = vector[place] * scale[place] / variance.squareRoot() }
    return result
  }

  /// Covariances at one time and, symmetrised, a lag apart.
  private static func lagged(
    _ rows: Chains, means: [Double], lag: Int
  ) -> (now: [[Double]], later: [[Double]]) {
    let size = means.count
    var now = [[Double]](repeating: [Double](repeating: 0, count: size), count: size)
    var later = now
    let frames = rows[0].count / size - lag
    let weight = 0.5 / Double(rows.count * frames)
    for row in rows {
      let h = row.enumerated().map { $0.element - means[$0.offset % size] }
      for t in 0..<frames {
        let (a, b) = (h[(t * size)..<((t + 1) * size)], h[((t + lag) * size)..<((t + lag + 1) * size)])
        for i in 0..<size {
          let (x, y) = (weight * a[a.startIndex + i], weight * b[b.startIndex + i])
          for j in 0..<size {
            let (u, v) = (a[a.startIndex + j], b[b.startIndex + j])
            now[i][j] += x * u + y * v
            later[i][j] += x * v + y * u
          }
        }
      }
    }
    return (now, later)
  }

  /// λ(m) for every lag but the last; nil where a correlation is not positive.
  ///
  /// - Parameters:
  ///   - weights: how often each trajectory counts; nil for once
  ///   - order: of the scheme's bias
  func rates(weights: [Double]?, order: Double) -> DecayRates? {
    guard let fineRates = rates(fine, weights), let coarseRates = rates(coarse, weights) else { return nil }
    return DecayRates(fine: fineRates, coarse: coarseRates, order: order)
  }

  /// In units of the inverse frame distance.
  private func rates(_ all: [Sums], _ weights: [Double]?) -> [Double]? {
    var logarithms: [Double] = []
    for lag in lags.indices {
      var (product, square) = (0.0, 0.0)
      for (index, sums) in all.enumerated() {
        let weight = weights?[index] ?? 1
        product += weight * sums[lag].product
        square += weight * sums[lag].square
      }
      guard product > 0, square > 0 else { return nil }
      logarithms.append(log(product / square))
    }
    return (1..<lags.count).map { (m: Int) -> Double in
      let distance = Double(lags[m] - lags[m - 1])
      return (logarithms[m - 1] - logarithms[m]) / distance
    }
  }

  /// Bootstrap weights: as many chains drawn with replacement, each with all trajectories that start on it.
  func resampled(_ replicate: Int, seed: UInt64) -> [Double] {
    var weights = [Double](repeating: 0, count: chains)
    let key = StreamKey(seed: seed, purpose: .bootstrap)
    for index in 0..<chains {
      let path = Stage.trajectories << 40 | UInt64(index)
      let word = key.words(path: path, step: UInt64(replicate), group: 0)[0]
      weights[Int((UInt64(word) * UInt64(chains)) >> 32)] += 1
    }
    return fine.indices.map { weights[$0 * chains / fine.count] }
  }
}

/// Rates of decay between successive lags, in units of the inverse frame distance.
struct DecayRates: Sendable {
  /// With steps dt
  let fine: [Double]
  /// With steps 2dt
  let coarse: [Double]
  /// p of their bias, C dt^p
  let order: Double

  /// To dt = 0: (2^p λ_dt − λ_2dt)/(2^p − 1).
  var extrapolated: [Double] {
    let factor = exponential(order * logarithm(2))
    return zip(fine, coarse).map { (factor * $0 - $1) / (factor - 1) }
  }

  /// What may be left after extrapolation: with r the relative difference of the two rates, the term of order p + 1 is
  /// taken as 3 r^((p+1)/p) of the rate. On a linear equation it is 8/3 r² for schemes of order 1 and ½ r^(3/2) for those of
  /// order 2.
  func remainder(_ place: Int) -> Double {
    let rate = abs(extrapolated[place])
    let relative = abs(fine[place] - coarse[place]) / rate
    return relative > 0 ? 3 * rate * exponential((order + 1) / order * logarithm(relative)) : 0
  }
}
