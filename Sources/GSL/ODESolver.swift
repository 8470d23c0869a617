@preconcurrency import CGSL

/// Initial value problems y' = f(t, y) with steps chosen by an estimate of the local error (`gsl_odeiv2_driver`).
///
/// A step is accepted where the estimated error of every coordinate is at most tolerance·(1 + |yₖ|); the error at the
/// end is usually of that size times the number of steps, but nothing is proved. Explicit: a problem that decays at a
/// rate of λ costs at least about λ·duration/5 steps. Memory is taken once, at the making; solving allocates nothing
/// that grows with the number of steps.
///
/// Reference: Prince and Dormand, J. Comp. Appl. Math. 7 (1981) 67 (rk8pd); Fehlberg, NASA TR R-315 (1969) (rkf45).
public final class ODESolver {
  /// An embedded pair of Runge–Kutta methods.
  public enum Method: String, Sendable, Hashable, CaseIterable {
    /// Orders 4 and 5 of Fehlberg: six derivatives a step
    case rkf45
    /// Orders 8 and 9 of Prince and Dormand: thirteen derivatives a step, for tight tolerances
    case rk8pd
  }

  /// Writes f(t, y) into its last argument; all vectors have `dimension` coordinates.
  public typealias Derivative = (
    _ time: Double, _ y: UnsafeBufferPointer<Double>, _ derivative: UnsafeMutableBufferPointer<Double>
  ) throws -> Void

  public let dimension: Int
  private let system: UnsafeMutablePointer<gsl_odeiv2_system>
  private let driver: UnsafeMutablePointer<gsl_odeiv2_driver>

  /// - Parameters:
  ///   - dimension: how many coordinates y has, at least 1
  ///   - tolerance: accepted error of a step, absolute and relative, > 0
  ///   - stepLimit: how many steps one call may take before `GSLError.Code.tooManyIterations` is thrown
  /// - Throws: ``ODEError`` for settings out of range; ``GSLError`` if there is no memory.
  public init(
    dimension: Int, method: Method = .rk8pd, tolerance: Double, stepLimit: Int = 10_000_000
  ) throws {
    guard dimension >= 1 else { throw ODEError.invalidDimension(dimension, expected: "at least 1") }
    guard tolerance > 0, tolerance.isFinite else { throw ODEError.invalidTolerance(tolerance) }
    guard stepLimit >= 1 else { throw ODEError.invalidStepLimit(stepLimit) }
    self.dimension = dimension
    let system = UnsafeMutablePointer<gsl_odeiv2_system>.allocate(capacity: 1)
    system.initialize(
      to: gsl_odeiv2_system(
        function: { RightHandSide.evaluate($0, $1, $2, $3) }, jacobian: nil, dimension: dimension, params: nil
      ))
    do {
      let type = method == .rkf45 ? gsl_odeiv2_step_rkf45 : gsl_odeiv2_step_rk8pd
      driver = try allocated("a solver for \(dimension) coordinates") {
        gsl_odeiv2_driver_alloc_y_new(system, type, 1e-3, tolerance, tolerance)
      }
    } catch {
      system.deallocate()
      throw error
    }
    self.system = system
    gsl_odeiv2_driver_set_nmax(driver, UInt(stepLimit))
  }

  deinit {
    gsl_odeiv2_driver_free(driver)
    system.deallocate()
  }

  /// Takes y from one time to another, forwards or backwards. Nothing is remembered from one call to the next.
  ///
  /// - Returns: the number of steps.
  /// - Throws: what f throws; ``ODEError`` for what is not finite; ``GSLError``. Then y is where the solver got to.
  @discardableResult
  public func advance(
    _ y: UnsafeMutableBufferPointer<Double>, from start: Double, to end: Double, _ f: Derivative
  ) throws -> Int {
    guard y.count == dimension, let base = y.baseAddress else {
      throw ODEError.invalidDimension(y.count, expected: "\(dimension)")
    }
    guard start.isFinite, end.isFinite else { throw ODEError.nonFiniteStart("times \(start) to \(end)") }
    guard y.allSatisfy(\.isFinite) else { throw ODEError.nonFiniteStart("a start that is not finite") }
    guard start != end else { return 0 }
    // the control of the error finds the right step from here within a few
    try check(gsl_odeiv2_driver_reset_hstart(driver, 1e-3 * (end - start)))
    return try withoutActuallyEscaping(f) { f in
      var side = RightHandSide(function: f, dimension: dimension)
      let status = withUnsafeMutablePointer(to: &side) { context in
        system.pointee.params = UnsafeMutableRawPointer(context)
        defer { system.pointee.params = nil }
        var time = start
        return gsl_odeiv2_driver_apply(driver, &time, end, base)
      }
      try side.check(status)
      return Int(driver.pointee.n)
    }
  }

  /// y at the end.
  /// - Throws: as ``advance(_:from:to:_:)``.
  public func solve(
    from start: Double, to end: Double, initial: [Double], _ f: Derivative
  ) throws -> [Double] {
    var y = initial
    _ = try y.withUnsafeMutableBufferPointer { try advance($0, from: start, to: end, f) }
    return y
  }
}

/// The closure as C sees it: stops the solver at its first error.
private struct RightHandSide {
  let function: ODESolver.Derivative
  let dimension: Int
  private var failure: (any Error)?
  private var lastNonFinite: Double?

  init(function: @escaping ODESolver.Derivative, dimension: Int) {
    self.function = function
    self.dimension = dimension
  }

  static func evaluate(
    _ time: Double, _ y: UnsafePointer<Double>?, _ derivative: UnsafeMutablePointer<Double>?,
    _ context: UnsafeMutableRawPointer?
  ) -> CInt {
    guard let y, let derivative, let context else { return GSLError.Code.invalidPointer.rawValue }
    return context.assumingMemoryBound(to: RightHandSide.self).pointee.evaluate(time, y, derivative)
  }

  private mutating func evaluate(
    _ time: Double, _ y: UnsafePointer<Double>, _ derivative: UnsafeMutablePointer<Double>
  ) -> CInt {
    let slopes = UnsafeMutableBufferPointer(start: derivative, count: dimension)
    do {
      try function(time, UnsafeBufferPointer(start: y, count: dimension), slopes)
    } catch {
      failure = error
      return GSLError.Code.badFunction.rawValue
    }
    lastNonFinite = nil
    if slopes.allSatisfy(\.isFinite) { return CInt(GSL_SUCCESS) }
    // anything but badFunction makes the solver try a shorter step
    lastNonFinite = time
    return GSLError.Code.failed.rawValue
  }

  func check(_ status: CInt) throws {
    if status != CInt(GSL_SUCCESS) {
      _ = failure.map { _ in takeStoredError() }
      if let failure { throw failure }
      if let lastNonFinite {
        _ = takeStoredError()
        throw ODEError.nonFiniteDerivative(time: lastNonFinite)
      }
    }
    try GSL.check(status)
  }
}
