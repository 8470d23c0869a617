import Stochastic

/// A point where ∇L vanishes and L does not decrease in any direction.
public struct LocalMinimum: Sendable, Equatable {
  /// L there
  public let value: Double
  public let weights: [Double]
  /// Of the Hessian, ascending
  public let hessianEigenvalues: [Double]
}

/// What a search for the minimum of L found.
public struct MinimumReport: Sendable, Equatable {
  /// min L; the error is proved where `certified` is there, otherwise that of the best minimum found
  public let value: Exact
  public let argmin: [Double]
  /// Distinct minima by value, the best first. Nets permuted unit by unit count as distinct.
  public let localMinima: [LocalMinimum]
  /// How many starts were made
  public let starts: Int
  /// How many of them ended at the least value
  public let startsInBest: Int
  /// An interval proved to contain min L
  public let certified: ClosedRange<Double>?
  /// What is proved and what is not
  public let statement: String
}
