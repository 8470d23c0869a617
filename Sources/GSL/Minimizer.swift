@preconcurrency import CGSL

/// Where a minimisation stopped.
public struct LocalMinimization: Sendable, Equatable {
  public let point: [Double]
  public let value: Double
  /// Euclidean norm of the gradient at the point
  public let gradientNorm: Double
  public let iterations: Int
  /// Why it stopped.
  public let outcome: Outcome

  public enum Outcome: Sendable, Equatable {
    /// The gradient is as small as asked for.
    case converged
    /// The line search finds nothing lower: at a minimum to working precision, this is convergence too.
    case noProgress
    case iterationLimit
  }
}

/// A local minimum of a smooth function by BFGS (`gsl_multimin_fdfminimizer_vector_bfgs2`).
///
/// - Parameters:
///   - start: where to begin.
///   - initialStep: length of the first trial step, > 0.
///   - gradientTolerance: stops where ‖∇f‖ is at most this, ≥ 0.
///   - iterationLimit: at least 1.
///   - f: returns f(x), and writes ∇f(x) into its second argument, of the length of x, unless that is nil.
/// - Throws: ``MinimizerError`` for bad settings or a start where f is not finite; ``GSLError``. That the line
///   search makes no progress (GSL_ENOPROG) is an outcome, not an error.
///
/// Reference: Fletcher, Practical Methods of Optimization, Wiley 1987, algorithms 2.6.2 and 2.6.4.
public func minimize(
  from start: [Double], initialStep: Double = 0.1, gradientTolerance: Double = 1e-9,
  iterationLimit: Int = 1000,
  _ f: (UnsafeBufferPointer<Double>, UnsafeMutableBufferPointer<Double>?) -> Double
) throws -> LocalMinimization {
  guard !start.isEmpty else {
    throw MinimizerError.invalidShape("no coordinate to minimise over; expected at least one")
  }
  guard initialStep > 0, initialStep.isFinite, gradientTolerance >= 0, iterationLimit >= 1 else {
    throw MinimizerError.invalidSetting(
      "initial step \(initialStep), gradient tolerance \(gradientTolerance), iteration limit "
        + "\(iterationLimit); expected a positive, a non-negative number and at least 1")
  }
  return try withoutActuallyEscaping(f) { f in
    var objective = Objective(function: f)
    return try withUnsafeMutablePointer(to: &objective) { context in
      try minimize(
        context, from: start, step: initialStep, tolerance: gradientTolerance, limit: iterationLimit)
    }
  }
}

/// The closure as C sees it.
private struct Objective {
  let function: (UnsafeBufferPointer<Double>, UnsafeMutableBufferPointer<Double>?) -> Double

  static func evaluate(
    _ x: UnsafePointer<gsl_vector>?, _ context: UnsafeMutableRawPointer?,
    _ gradient: UnsafeMutablePointer<gsl_vector>?
  ) -> Double {
    guard let x, let context else { return .nan }
    let size = x.pointee.size
    // contiguous: the minimiser allocates its vectors with stride 1
    let point = UnsafeBufferPointer(start: UnsafePointer(x.pointee.data), count: size)
    let objective = context.assumingMemoryBound(to: Objective.self)
    return objective.pointee.function(
      point, gradient.map { UnsafeMutableBufferPointer(start: $0.pointee.data, count: size) })
  }
}

private func minimize(
  _ context: UnsafeMutablePointer<Objective>, from start: [Double], step: Double, tolerance: Double,
  limit: Int
) throws -> LocalMinimization {
  let size = start.count
  let minimizer = try allocated("a minimiser in \(size) dimensions") {
    gsl_multimin_fdfminimizer_alloc(gsl_multimin_fdfminimizer_vector_bfgs2, size)
  }
  defer { gsl_multimin_fdfminimizer_free(minimizer) }
  let first = try allocated("\(size) coordinates") { gsl_vector_alloc(size) }
  defer { gsl_vector_free(first) }
  for (k, x) in start.enumerated() { gsl_vector_set(first, k, x) }
  var function = gsl_multimin_function_fdf(
    f: { Objective.evaluate($0, $1, nil) },
    df: { _ = Objective.evaluate($0, $1, $2) },
    fdf: { x, context, value, gradient in value?.pointee = Objective.evaluate(x, context, gradient) },
    n: size, params: UnsafeMutableRawPointer(context))
  return try withUnsafeMutablePointer(to: &function) { function in
    try check(gsl_multimin_fdfminimizer_set(minimizer, function, first, step, 0.1))
    guard minimizer.pointee.f.isFinite, gsl_blas_dnrm2(minimizer.pointee.gradient).isFinite else {
      throw MinimizerError.nonFiniteStart(value: minimizer.pointee.f)
    }
    return try descend(minimizer, tolerance: tolerance, limit: limit)
  }
}

private func descend(
  _ minimizer: UnsafeMutablePointer<gsl_multimin_fdfminimizer>, tolerance: Double, limit: Int
) throws -> LocalMinimization {
  var (iterations, outcome) = (0, LocalMinimization.Outcome.iterationLimit)
  while iterations < limit {
    if gsl_blas_dnrm2(minimizer.pointee.gradient) <= tolerance {
      outcome = .converged
      break
    }
    let status = gsl_multimin_fdfminimizer_iterate(minimizer)
    if status == GSLError.Code.noProgress.rawValue {
      _ = takeStoredError()
      outcome = .noProgress
      break
    }
    try check(status)
    iterations += 1
  }
  let point = (0..<minimizer.pointee.x.pointee.size).map { gsl_vector_get(minimizer.pointee.x, $0) }
  return LocalMinimization(
    point: point, value: minimizer.pointee.f, gradientNorm: gsl_blas_dnrm2(minimizer.pointee.gradient),
    iterations: iterations, outcome: outcome)
}
