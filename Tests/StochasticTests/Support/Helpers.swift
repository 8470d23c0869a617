@testable import Stochastic

#if DEBUG
  let isDebug = true
#else
  let isDebug = false
#endif

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
