/// What the draws of one quantity say about the chains they come from.
public enum ChainDiagnosis: Sendable, Equatable {
  /// All draws of all chains are this number: nothing can be said about convergence
  case constant(Double)
  /// Fewer than eight draws a chain
  case tooShort(draws: Int)
  /// A draw is infinite or not a number
  case notFinite
  case measured(ChainStatistics)

  /// - Parameter chains: rows of equally many draws
  public init(_ chains: Chains) {
    let draws = chains.first?.count ?? 0
    guard draws >= 8 else {
      self = .tooShort(draws: draws)
      return
    }
    guard chains.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
      self = .notFinite
      return
    }
    let first = chains[0][0]
    let moves = chains.contains { $0.contains { $0 != first } }
    self = moves ? .measured(ChainStatistics(chains)) : .constant(first)
  }

  public var statistics: ChainStatistics? {
    // inlined into other modules this crashes the compiler (6.3.1)
    @inline(never) get {
      if case .measured(let statistics) = self { statistics } else { nil }
    }
  }

  /// Why the draws are not to be trusted; nil if nothing speaks against them.
  ///
  /// R̂ above 1.01 or fewer than 100 effective draws are what Vehtari et al. (2021) warn of.
  public var warning: String? {
    switch self {
    case .constant(let value): return "every draw is \(value)"
    case .tooShort(let draws): return "\(draws) draws a chain; expected at least 8"
    case .notFinite: return "a draw is not finite"
    case .measured(let all):
      if !all.constantChains.isEmpty { return "chains \(all.constantChains) never moved" }
      if let rHat = all.rHat, rHat > 1.01 { return "the chains disagree: R-hat is \(rHat), above 1.01" }
      let least = min(all.bulkSampleSize, all.tailSampleSize)
      return least < 100 ? "only \(least) effective draws; expected at least 100" : nil
    }
  }
}

/// Convergence statistics of Vehtari, Gelman, Simpson, Carpenter and Bürkner, "Rank-normalization, folding, and
/// localization: an improved R̂", Bayesian Analysis 16 (2021) 667–718.
public struct ChainStatistics: Sendable, Equatable {
  /// Split R̂ of the normal scores; nil if it has no within-chain variance to compare with
  public let bulkRHat: Double?
  /// The same of |x − median|
  public let foldedRHat: Double?
  /// Effective draws for the bulk: of the normal scores
  public let bulkSampleSize: Double
  /// Effective draws for the tails: the lesser one for the 5 % and 95 % quantiles
  public let tailSampleSize: Double
  /// Effective draws for the mean
  public let meanSampleSize: Double
  /// Mean of all draws
  public let mean: Double
  /// Standard deviation of all draws
  public let deviation: Double
  /// Chains all of whose draws are equal, while others move
  public let constantChains: [Int]

  /// The larger of bulk and folded R̂.
  public var rHat: Double? {
    guard let bulkRHat, let foldedRHat else { return bulkRHat ?? foldedRHat }
    return max(bulkRHat, foldedRHat)
  }

  /// Monte Carlo standard error of the mean: deviation/√(effective draws).
  public var standardError: Double { deviation / meanSampleSize.squareRoot() }

  /// - Parameter chains: finite draws that are not all equal, at least eight a chain
  init(_ chains: Chains) {
    let halves = halved(chains)
    let scores = rankNormalized(halves)
    let median = quantile(halves, 0.5)
    bulkRHat = splitRHat(scores)
    foldedRHat = splitRHat(rankNormalized(halves.map { $0.map { abs($0 - median) } }))
    bulkSampleSize = effectiveDraws(scores)
    let tails = [0.05, 0.95].map { p in
      let threshold = quantile(chains, p)
      return effectiveDraws(halved(chains.map { $0.map { $0 <= threshold ? 1 : 0 } }))
    }
    tailSampleSize = min(tails[0], tails[1])
    meanSampleSize = effectiveDraws(halves)
    let count = Double(chains.count * chains[0].count)
    let average = chains.reduce(0) { $0 + $1.reduce(0, +) } / count
    let squares = chains.reduce(0) { $0 + $1.reduce(0) { $0 + ($1 - average) * ($1 - average) } }
    mean = average
    deviation = (squares / (count - 1)).squareRoot()
    constantChains = chains.indices.filter { c in chains[c].allSatisfy { $0 == chains[c][0] } }
  }
}

/// All draws count where none differs from another.
private func effectiveDraws(_ chains: Chains) -> Double {
  let first = chains[0][0]
  let moves = chains.contains { $0.contains { $0 != first } }
  return moves ? effectiveSampleSize(chains) : Double(chains.count * chains[0].count)
}

/// √((B/W + N − 1)/N) with B/N the variance of the chains' means and W the mean of their variances.
func splitRHat(_ chains: Chains) -> Double? {
  let n = Double(chains[0].count)
  guard chains.count > 1 else { return nil }
  let means = chains.map { $0.reduce(0, +) / n }
  let within =
    zip(chains, means).reduce(0) { sum, chain in
      sum + chain.0.reduce(0) { $0 + ($1 - chain.1) * ($1 - chain.1) } / (n - 1)
    } / Double(chains.count)
  let grand = means.reduce(0, +) / Double(means.count)
  let between = means.reduce(0) { $0 + ($1 - grand) * ($1 - grand) } / Double(means.count - 1)
  guard within > 0 else { return between > 0 ? .infinity : nil }
  return ((n * between / within + n - 1) / n).squareRoot()
}
