import CGSLSupport

/// A Swift closure as C sees it: counts its calls, and stops the integration at its first error.
struct Integrand {
  let function: (Double) throws -> Double
  let evaluationLimit: Int
  private(set) var evaluations = 0
  private var failure: (any Error)?

  init(evaluationLimit: Int, _ function: @escaping (Double) throws -> Double) {
    self.evaluationLimit = evaluationLimit
    self.function = function
  }

  /// Hands the closure to C, and throws its error if that stopped the integration.
  mutating func callFromC<Result>(
    _ body: (cgsl_integrand, UnsafeMutableRawPointer) -> Result
  ) throws -> Result {
    let result = withUnsafeMutablePointer(to: &self) { integrand in
      let trampoline: cgsl_integrand = { x, value, context in
        guard let value, let context else { return 1 }
        return context.assumingMemoryBound(to: Integrand.self).pointee.evaluate(at: x, into: value) ? 0 : 1
      }
      return body(trampoline, integrand)
    }
    if let failure { throw failure }
    return result
  }

  /// Whether there is a value; if not, the failure is kept.
  private mutating func evaluate(at x: Double, into value: UnsafeMutablePointer<Double>) -> Bool {
    do {
      guard evaluations < evaluationLimit else {
        throw GSLError(.tooManyIterations, "no convergence in \(evaluationLimit) evaluations")
      }
      evaluations += 1
      value.pointee = try function(x)
      guard value.pointee.isFinite else {
        throw QuadratureError.nonFiniteIntegrand(abscissa: x, value: value.pointee)
      }
      return true
    } catch {
      failure = error
      return false
    }
  }
}
