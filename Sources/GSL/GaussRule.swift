@preconcurrency import CGSL

/// A Gauss quadrature rule: ∫ f(x) w(x) dx ≈ Σ wᵢ f(xᵢ), exact for polynomials of degree ≤ 2n−1.
///
/// Reference: Golub and Welsch, "Calculation of Gauss quadrature rules", Math. Comp. 23 (1969), in GSL's
/// port of IQPACK. Weights are accurate to about 10⁻¹⁵ of their sum, the tiny ones not to 10⁻¹⁵ of
/// themselves. Cost of making a rule: O(n²).
public struct GaussRule: Sendable, Hashable {
  /// x₁ < … < x_n.
  public let nodes: [Double]
  /// w₁, …, w_n.
  public let weights: [Double]

  /// The numbers of nodes that are accepted.
  public static let counts = 1...4096

  /// The rule with weight exp(−x²) on the line.
  ///
  /// - Throws: ``QuadratureError`` if the count is not in ``counts``; ``GSLError`` if GSL finds no rule.
  public static func hermite(count: Int) throws -> GaussRule {
    try GaussRule(gsl_integration_fixed_hermite, count, 0, 1)
  }

  /// The rule with weight 1 on a finite range.
  ///
  /// - Throws: ``QuadratureError`` if the count is not in ``counts``, or the range has no length or an
  ///   infinite one; ``GSLError`` if GSL finds no rule.
  public static func legendre(count: Int, on range: ClosedRange<Double>) throws -> GaussRule {
    let (lower, upper) = (range.lowerBound, range.upperBound)
    guard lower < upper, (upper - lower).isFinite else {
      throw QuadratureError.invalidInterval(lower: lower, upper: upper)
    }
    return try GaussRule(gsl_integration_fixed_legendre, count, lower, upper)
  }

  /// The rule for E f(Z), Z ~ N(0, 1): weight exp(−x²/2)/√(2π).
  ///
  /// - Throws: as ``hermite(count:)``.
  public static func gaussianExpectation(count: Int) throws -> GaussRule {
    let rule = try GaussRule(gsl_integration_fixed_hermite, count, 0, 0.5)
    let norm = (2 * Double.pi).squareRoot()
    return GaussRule(nodes: rule.nodes, weights: rule.weights.map { $0 / norm })
  }

  /// Σ wᵢ f(xᵢ).
  ///
  /// - Throws: what f throws; ``QuadratureError/nonFiniteIntegrand(abscissa:value:)`` if f is not finite
  ///   at a node.
  public func integrate(_ f: (Double) throws -> Double) throws -> Double {
    var sum = 0.0
    for (x, weight) in zip(nodes, weights) {
      let value = try f(x)
      guard value.isFinite else {
        throw QuadratureError.nonFiniteIntegrand(abscissa: x, value: value)
      }
      sum += weight * value
    }
    return sum
  }

  private init(nodes: [Double], weights: [Double]) {
    self.nodes = nodes
    self.weights = weights
  }

  /// GSL's rule of a kind; a and b are the ends, or the centre and the factor in exp(−b(x−a)²).
  private init(
    _ kind: UnsafePointer<gsl_integration_fixed_type>, _ count: Int, _ a: Double, _ b: Double
  ) throws {
    guard Self.counts.contains(count) else {
      throw QuadratureError.invalidCount(count, expected: Self.counts)
    }
    let rule = try allocated("a Gauss rule of \(count) nodes") {
      gsl_integration_fixed_alloc(kind, count, a, b, 0, 0)
    }
    defer { gsl_integration_fixed_free(rule) }
    nodes = Array(UnsafeBufferPointer(start: gsl_integration_fixed_nodes(rule), count: count))
    weights = Array(UnsafeBufferPointer(start: gsl_integration_fixed_weights(rule), count: count))
  }
}
