import GSL
import Stochastic

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Which known minimum the draws belong to, by steepest descent, and how often chains change over.
public struct WellOccupation: Sendable {
  /// Share of the examined draws in the basin of each minimum
  public let shares: [Double]
  /// Share of e^(−2L/s)/√det ∇²L at each minimum, what Laplace's method expects; 0 where the Hessian is singular
  public let expected: [Double]
  /// Changes of basin between examined draws of a chain, chain by chain
  public let crossings: [Int]
  /// Basins of the examined draws, chain by chain
  public let labels: [[Int]]

  /// Wells of less than this share are negligible.
  static var negligible: Double { 1e-3 }

  /// Why the shares cannot be trusted; nil if chains changed between all wells that matter.
  public var unresolved: String? {
    let relevant = shares.indices.filter { max(shares[$0], expected[$0]) > Self.negligible }
    guard relevant.count > 1 else { return nil }
    let examined = Double(labels.reduce(0) { $0 + $1.count })
    for well in relevant where shares[well] == 0 && expected[well] * examined > 20 {
      return "no draw in well \(well), where Laplace's method expects a share of \(expected[well])"
    }
    let stuck = crossings.count { $0 == 0 }
    guard 2 * stuck > crossings.count else { return nil }
    return "\(stuck) of \(crossings.count) chains never left their well; \(relevant.count) wells matter"
  }

  /// - Returns: nil for fewer than two minima.
  init?<P: GibbsPotential>(
    _ samples: SampleSet, potential: P, minima: [[Double]], learningRate: Double
  ) {
    guard minima.count > 1 else { return nil }
    let perChain = min(samples.drawCount, potential.dimension <= 3 ? 200 : 50)
    let stride = samples.drawCount / perChain
    let basins = Basins(potential: potential, minima: minima)
    let points = (0..<samples.chainCount).flatMap { chain in
      (0..<perChain).map { samples.point(chain: chain, draw: $0 * stride) }
    }
    let found = basins.labels(of: points)
    let labels = (0..<samples.chainCount).map { Array(found[($0 * perChain)..<(($0 + 1) * perChain)]) }
    self.labels = labels
    crossings = labels.map { chain in zip(chain, chain.dropFirst()).count { $0 != $1 } }
    shares = minima.indices.map { well in Double(found.count { $0 == well }) / Double(found.count) }
    expected = Self.laplaceShares(potential, minima, learningRate)
  }

  private static func laplaceShares<P: GibbsPotential>(
    _ potential: P, _ minima: [[Double]], _ s: Double
  ) -> [Double] {
    let evaluator = Evaluator(potential)
    let logarithms = minima.map { minimum -> Double in
      let hessian = evaluator.hessian(at: minimum)
      let identity = hessian.indices.map { i in hessian.indices.map { $0 == i ? 1.0 : 0 } }
      guard let values = try? GeneralizedEigenproblem(hessian, identity).values, values[0] > 0 else {
        return -.infinity
      }
      return -2 * evaluator.value(at: minimum) / s - 0.5 * values.reduce(0) { $0 + log($1) }
    }
    let largest = logarithms.max() ?? 0
    guard largest.isFinite else { return minima.map { _ in 0 } }
    let weights = logarithms.map { exp($0 - largest) }
    let total = weights.reduce(0, +)
    return weights.map { $0 / total }
  }
}
