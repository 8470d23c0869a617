@preconcurrency import CGSL
import CGSLSupport

/// The value of an integral with the error the method claims for it.
public struct IntegralEstimate: Sendable, Hashable {
  /// The integral.
  public let value: Double
  /// The estimated absolute error: no proved bound.
  public let error: Double
  /// How often the integrand was evaluated.
  public let evaluations: Int
}

/// The numbers of subintervals an adaptive method may be given to work with.
private let subintervalCounts = 3...1_000_000

/// ∫ f(x) dx over an interval, to |error| ≤ max(absoluteTolerance, relativeTolerance·|value|).
///
/// Finite intervals: doubly adaptive Clenshaw–Curtis (`cquad`), which evaluates f at both ends too.
/// Infinite ones: 15-point Gauss–Kronrod on the half-open unit interval (`qagi`, `qagiu`, `qagil`), with
/// f never evaluated at an end. An interval of no length gives 0 without evaluating f.
///
/// - Parameters:
///   - interval: where.
///   - absoluteTolerance: accepted absolute error; may be 0.
///   - relativeTolerance: accepted relative error; may be 0. GSL refuses both to be too small.
///   - subintervals: how many pieces may be held at once, 3 to 10⁶.
///   - evaluationLimit: how often f may be evaluated before ``GSLError/Code/tooManyIterations`` is thrown,
///     then without an estimate.
///   - f: the integrand.
/// - Throws: what f throws; ``QuadratureError`` for a bad tolerance or count, or where f is not finite;
///   ``GSLError`` if the tolerance is not reached, with the best estimate in ``GSLError/estimate``.
///
/// Reference: Gonnet, ACM TOMS 37 (2010), 26 (cquad); Piessens et al., QUADPACK, Springer 1983.
public func integrate(
  over interval: Interval, absoluteTolerance: Double, relativeTolerance: Double,
  subintervals: Int = 512, evaluationLimit: Int = 1_000_000, _ f: (Double) throws -> Double
) throws -> IntegralEstimate {
  guard
    absoluteTolerance >= 0, absoluteTolerance.isFinite, relativeTolerance >= 0, relativeTolerance.isFinite
  else {
    throw QuadratureError.invalidTolerance(absolute: absoluteTolerance, relative: relativeTolerance)
  }
  guard subintervalCounts.contains(subintervals) else {
    throw QuadratureError.invalidCount(subintervals, expected: subintervalCounts)
  }
  return try withoutActuallyEscaping(f) { f in
    var task = AdaptiveQuadrature(
      interval: interval, absoluteTolerance: absoluteTolerance, relativeTolerance: relativeTolerance,
      subintervals: subintervals, integrand: Integrand(evaluationLimit: evaluationLimit, f))
    return try task.run()
  }
}

/// One adaptive integral: what is asked for, and the integrand with its count.
private struct AdaptiveQuadrature {
  let interval: Interval
  let absoluteTolerance: Double
  let relativeTolerance: Double
  let subintervals: Int
  var integrand: Integrand

  /// What GSL returns: a status, a value, and the error it claims.
  private typealias Outcome = (status: CInt, value: Double, error: Double)

  mutating func run() throws -> IntegralEstimate {
    guard interval.lower < interval.upper else {
      return IntegralEstimate(value: 0, error: 0, evaluations: 0)
    }
    let isFinite = interval.lower.isFinite && interval.upper.isFinite
    let outcome = isFinite ? try clenshawCurtis() : try gaussKronrod()
    let estimate = IntegralEstimate(
      value: outcome.value, error: outcome.error, evaluations: integrand.evaluations)
    do throws(GSLError) {
      try check(outcome.status)
      try checkTolerance(estimate)
    } catch {
      var failure = error
      if estimate.evaluations > 0 { failure.estimate = estimate }
      throw failure
    }
    return estimate
  }

  private mutating func clenshawCurtis() throws -> Outcome {
    let workspace = try allocated("\(subintervals) subintervals") {
      gsl_integration_cquad_workspace_alloc(subintervals)
    }
    defer { gsl_integration_cquad_workspace_free(workspace) }
    let (interval, absolute, relative) = (interval, absoluteTolerance, relativeTolerance)
    return try integrand.callFromC { function, context in
      var (value, error) = (0.0, Double.infinity)
      let status = cgsl_integrate_finite(
        function, context, interval.lower, interval.upper, absolute, relative, workspace, &value, &error)
      return (status, value, error)
    }
  }

  private mutating func gaussKronrod() throws -> Outcome {
    let workspace = try allocated("\(subintervals) subintervals") {
      gsl_integration_workspace_alloc(subintervals)
    }
    defer { gsl_integration_workspace_free(workspace) }
    let (interval, absolute, relative) = (interval, absoluteTolerance, relativeTolerance)
    return try integrand.callFromC { function, context in
      var (value, error) = (0.0, Double.infinity)
      let status = cgsl_integrate_infinite(
        function, context, interval.lower, interval.upper, absolute, relative, workspace, &value, &error)
      return (status, value, error)
    }
  }

  /// `cquad` returns success with a larger error when it cannot do better.
  private func checkTolerance(_ estimate: IntegralEstimate) throws(GSLError) {
    let accepted = max(absoluteTolerance, relativeTolerance * estimate.value.magnitude)
    guard estimate.value.isFinite, estimate.error <= accepted else {
      throw GSLError(.toleranceNotReached, "error \(estimate.error) is more than the accepted \(accepted)")
    }
  }
}
