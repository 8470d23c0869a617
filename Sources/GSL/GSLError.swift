@preconcurrency import CGSL
import CGSLSupport

/// An error reported by the GNU Scientific Library.
public struct GSLError: Error, Equatable, Sendable {
  /// The meaning of the status.
  public let code: Code
  /// The status as GSL returned it.
  public let status: CInt
  /// What GSL says went wrong.
  public let reason: String
  /// The GSL source file that reported it; empty if GSL returned the status without reporting it.
  public let file: String
  /// The line in ``file``; 0 if unknown.
  public let line: Int
  /// For quadrature: the best value obtained before the failure.
  public internal(set) var estimate: IntegralEstimate?

  init(status: CInt, reason: String, file: String = "", line: Int = 0) {
    code = Code(status: status)
    self.status = status
    self.reason = reason
    self.file = file
    self.line = line
  }

  /// A failure of GSL's that GSL itself passes over.
  init(_ code: Code, _ reason: String) {
    self.init(status: code.rawValue, reason: reason)
  }
}

extension GSLError {
  /// GSL's statuses (`gsl_errno.h`).
  public enum Code: CInt, Sendable, Hashable, CaseIterable {
    case failure = -1
    case iterationNotConverged = -2
    case domain = 1
    case range = 2
    case invalidPointer = 3
    case invalidArgument = 4
    case failed = 5
    case factorizationFailed = 6
    case sanityCheckFailed = 7
    case outOfMemory = 8
    case badFunction = 9
    case runaway = 10
    case tooManyIterations = 11
    case divisionByZero = 12
    case badTolerance = 13
    case toleranceNotReached = 14
    case underflow = 15
    case overflow = 16
    case lossOfAccuracy = 17
    case roundOff = 18
    case badLength = 19
    case notSquare = 20
    case singularity = 21
    case divergent = 22
    case unsupported = 23
    case unimplemented = 24
    case cacheLimit = 25
    case tableLimit = 26
    case noProgress = 27
    case noJacobianProgress = 28
    case functionToleranceNotReached = 29
    case argumentToleranceNotReached = 30
    case gradientToleranceNotReached = 31
    case endOfFile = 32
    /// A status that `gsl_errno.h` does not list; see ``GSLError/status``.
    case unlisted = 1_000_000

    init(status: CInt) {
      self = Code(rawValue: status) ?? .unlisted
    }
  }
}

extension GSLError: CustomStringConvertible {
  public var description: String {
    let origin = file.isEmpty ? "" : " (\(file):\(line))"
    let best = estimate.map { "; best estimate \($0.value) with error \($0.error)" } ?? ""
    return "GSL error \(status), \(code): \(reason)\(origin)\(best)"
  }
}
