@preconcurrency import CGSL
import CGSLSupport

/// Throws unless a GSL status says success.
///
/// The text comes from the calling thread's stored error when that has the same status, otherwise from
/// `gsl_strerror`: some routines return a status without reporting it. The stored error is forgotten.
package func check(_ status: CInt) throws(GSLError) {
  let stored = takeStoredError()
  guard status != CInt(GSL_SUCCESS) else { return }
  if let stored, stored.status == status { throw stored }
  throw GSLError(status: status, reason: String(cString: gsl_strerror(status)))
}

/// Runs GSL functions that have no status to return, and throws what they reported meanwhile.
///
/// A reported underflow is not an error here: the value returned is then zero to working precision.
package func checked<Value>(_ body: () -> Value) throws(GSLError) -> Value {
  cgsl_clear_error()
  let value = body()
  if let stored = takeStoredError(), stored.code != .underflow { throw stored }
  return value
}

/// As ``checked(_:)`` for functions that return a pointer: a null pointer is always an error.
package func allocated<Value>(_ what: String, _ body: () -> Value?) throws(GSLError) -> Value {
  guard let value = try checked(body) else {
    throw GSLError(.outOfMemory, "no memory for \(what)")
  }
  return value
}

/// The calling thread's stored error, which is then forgotten.
package func takeStoredError() -> GSLError? {
  var stored = cgsl_error()
  guard cgsl_take_error(&stored) != CInt(GSL_SUCCESS) else { return nil }
  return GSLError(
    status: stored.code, reason: text(of: stored.reason), file: text(of: stored.file), line: Int(stored.line))
}

/// The text in a fixed array of C characters that ends in a zero byte.
private func text<Characters>(of characters: Characters) -> String {
  withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
}
