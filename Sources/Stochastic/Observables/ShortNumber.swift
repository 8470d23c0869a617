#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// In at most six significant digits, for sentences.
package func short(_ x: Double) -> String {
  guard x.isFinite, x != 0 else { return x == 0 ? "0" : x.description }
  let exponent = log10(x.magnitude).rounded(.down) - 5
  let scale = pow(10, exponent.magnitude)
  let rounded = exponent < 0 ? (x * scale).rounded() / scale : (x / scale).rounded() * scale
  return Int(exactly: rounded)?.description ?? rounded.description
}
