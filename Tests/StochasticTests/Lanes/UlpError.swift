import Foundation
import TestSupport
import Testing

@testable import Stochastic

#if arch(x86_64) && !os(Windows)
  /// The reference has eleven bits more than a double, and libm's long double functions are good to 1 ulp of those.
  typealias Precise = Float80
  let referenceError = 0.002
#else
  /// Without a wider type the reference is libm's double, a few of whose operations may be wrong by 1 ulp each.
  typealias Precise = Double
  let referenceError = 3.0
#endif

/// Error of `got` in units in the last place of the reference. Infinity counts as 2^1024, where doubles end.
func ulpError(_ got: Double, _ reference: Precise) -> Double {
  if got.isNaN || reference.isNaN { return got.isNaN && reference.isNaN ? 0 : .infinity }
  let rounded = Double(reference)
  if got.isInfinite && rounded.isInfinite { return got == rounded ? 0 : .infinity }
  let value = got.isInfinite ? Precise(got.sign == .minus ? -1 : 1) * 2 * Precise(0x1p1023) : Precise(got)
  let unit = rounded.isInfinite ? Double.greatestFiniteMagnitude.ulp : rounded.ulp
  return Double((value - reference).magnitude / Precise(unit))
}

/// The largest errors seen: of results that are normal numbers, and of zero and subnormal ones.
struct LargestError: CustomStringConvertible {
  private(set) var normal = 0.0
  private(set) var subnormal = 0.0
  private(set) var whereNormal = 0.0
  private(set) var whereSubnormal = 0.0

  mutating func add(_ got: Double, _ reference: Precise, at x: Double) {
    let error = ulpError(got, reference)
    if reference.magnitude >= Precise(Double.leastNormalMagnitude) {
      if error > normal { (normal, whereNormal) = (error, x) }
    } else if error > subnormal {
      (subnormal, whereSubnormal) = (error, x)
    }
  }

  var description: String {
    "normal results: \(normal) ulp at \(whereNormal); subnormal: \(subnormal) ulp at \(whereSubnormal)"
  }
}

/// A function of lanes with its reference, the range its points come from, and what its documentation promises.
struct LaneFunction: Sendable, CustomTestStringConvertible {
  let name: String
  let evaluate: @Sendable (Lanes) -> Lanes
  let reference: @Sendable (Double) -> Precise
  let points: PointSet
  /// Documented error in ulp, of normal and of subnormal results.
  let bound: Double
  let subnormalBound: Double

  var testDescription: String { name }

  /// The largest error over `count` random points and all special ones.
  func largestError(count: Int, seed: UInt64) -> LargestError {
    var largest = LargestError()
    var random = SplitMix64(seed: seed)
    let special = points.special
    var x = Lanes.zero
    for start in stride(from: 0, to: special.count + count, by: 16) {
      for lane in 0..<16 {
        let place = start + lane
        x[lane] = place < special.count ? special[place] : points.random(place, using: &random)
      }
      let y = evaluate(x)
      for lane in 0..<16 { largest.add(y[lane], reference(x[lane]), at: x[lane]) }
    }
    return largest
  }
}
