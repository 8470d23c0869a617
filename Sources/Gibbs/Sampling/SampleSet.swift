/// Draws of several Markov chains that target the same law.
public struct SampleSet: Sendable {
  /// D
  public let dimension: Int
  /// Chains, each of the same number of draws
  public let chainCount: Int
  /// Draws a chain
  public let drawCount: Int
  /// weights[(chain · drawCount + draw) · dimension + k]
  public let weights: [Double]
  /// L at every draw: losses[chain · drawCount + draw]
  public let losses: [Double]

  public init(dimension: Int, chainCount: Int, drawCount: Int, weights: [Double], losses: [Double]) {
    precondition(
      weights.count == dimension * chainCount * drawCount && losses.count == chainCount * drawCount)
    self.dimension = dimension
    self.chainCount = chainCount
    self.drawCount = drawCount
    self.weights = weights
    self.losses = losses
  }

  /// The weights of one draw.
  public func point(chain: Int, draw: Int) -> ArraySlice<Double> {
    let start = (chain * drawCount + draw) * dimension
    return weights[start..<(start + dimension)]
  }

  /// h of every draw, one row a chain.
  public func evaluate(_ h: (ArraySlice<Double>, Double) -> Double) -> [[Double]] {
    (0..<chainCount).map { chain in
      (0..<drawCount).map { h(point(chain: chain, draw: $0), losses[chain * drawCount + $0]) }
    }
  }
}
