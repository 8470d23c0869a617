@testable import Stochastic

#if DEBUG
  let isDebug = true
#else
  let isDebug = false
#endif

/// A small generator for test points (Steele, Lea and Flood, OOPSLA 2014), independent of what is tested.
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Uniform in [lower, upper).
  mutating func uniform(_ lower: Double, _ upper: Double) -> Double {
    lower + (upper - lower) * (Double(next() >> 11) * 0x1p-53)
  }
}

/// The path numbers `first` ... `first` + 15.
func consecutivePaths(from first: UInt64) -> SIMD16<UInt64> {
  var paths = SIMD16<UInt64>.zero
  for lane in 0..<16 { paths[lane] = first + UInt64(lane) }
  return paths
}

extension Lanes {
  /// The lanes as an array.
  var array: [Double] { (0..<16).map { self[$0] } }
}
