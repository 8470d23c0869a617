#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

func exponential(_ x: Double) -> Double { exp(x) }

func logarithm(_ x: Double) -> Double { log(x) }

/// x·y with 0·∞ = 0.
func product(_ x: Double, _ y: Double) -> Double { x == 0 || y == 0 ? 0 : x * y }

/// ‖x‖₂
func norm(_ x: [Double]) -> Double { x.reduce(0) { $0 + $1 * $1 }.squareRoot() }
