#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// B(x) = x/(eˣ − 1), the Scharfetter–Gummel weight: B(−x) = eˣ B(x), B(0) = 1, to full relative accuracy.
func bernoulli(_ x: Double) -> Double {
  if x.magnitude < 1e-8 { return 1 - 0.5 * x }
  return x > 700 ? x * exp(-x) : x / expm1(x)
}
