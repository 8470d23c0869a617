import CLanes

// log(2^k m) = k ln2 + log c + log(1 + r), m in [0.703125, 1.40625), r = m/c − 1, |r| <= 1/32.
// c = 1 around m = 1, where log must not cancel. Constants: notes/coefficients.py.

/// A normal positive number as 2^k m with the table entries of m's interval.
@usableFromInline
struct ReducedLogarithm {
  @usableFromInline var mantissa: Lanes
  @usableFromInline var exponent: Lanes
  @usableFromInline var inverseCentre: Lanes
  @usableFromInline var logCentre: Lanes
  @usableFromInline var logCentreTail: Lanes

  @inlinable @inline(always)
  init(_ x: Lanes) {
    let offset: UInt64 = 0x3FE6_8000_0000_0000
    let shifted = x.bits &- SIMD16<UInt64>(repeating: offset)
    // k + 2048 is a whole non-negative number: the biased exponent moves through an exact double
    let biased = (shifted &+ (2048 << 52)) &>> 52
    exponent = biased.smallCount - 2048
    let index = shifted &>> 48
    mantissa = (x.bits &- (shifted & 0xFFF0_0000_0000_0000)).doubles
    inverseCentre = index.byHalves(langevin_lookup_inverse_centre)
    logCentre = index.byHalves(langevin_lookup_log_centre)
    logCentreTail = index.byHalves(langevin_lookup_log_centre_tail)
  }

  /// The logarithm of the number itself.
  @inlinable @inline(always)
  func value() -> Lanes { value(Lanes(repeating: -1).adding(mantissa, times: inverseCentre)) }

  /// k ln2 + log c + log(1 + r)
  @inlinable @inline(always)
  func value(_ r: Lanes) -> Lanes {
    let head = logCentre.adding(exponent, times: Lanes(repeating: 0x1.62e42fefa3800p-1))
    let tail = logCentreTail.adding(exponent, times: Lanes(repeating: 0x1.ef35793c76730p-45))
    var q = Lanes(repeating: -0x1.0069431d3d009p-3).adding(r, times: Lanes(repeating: 0x1.c80eb44b88d1dp-4))
    q = Lanes(repeating: 0x1.24922e02703dfp-3).adding(r, times: q)
    q = Lanes(repeating: -0x1.5555448830f3fp-3).adding(r, times: q)
    q = Lanes(repeating: 0x1.9999999bf80e4p-3).adding(r, times: q)
    q = Lanes(repeating: -0x1.00000000673edp-2).adding(r, times: q)
    q = Lanes(repeating: 0x1.55555555554d8p-2).adding(r, times: q)
    let square = r * r
    let curved = (square * -0.5).adding(square * r, times: q)
    let sum = head + r
    let lost = r - (sum - head)
    return sum + (curved + (tail + lost))
  }
}

/// log x on the full range: −∞ at 0, NaN below, subnormals and infinity included.
///
/// Error: below 1.2 ulp.
@inlinable @inline(always)
public func log(_ x: Lanes) -> Lanes {
  let small = x .< 0x1p-1022
  let scaled = x.replacing(with: x * 0x1p54, where: small)
  var reduced = ReducedLogarithm(scaled)
  reduced.exponent.replace(with: reduced.exponent - 54, where: small)
  var result = reduced.value()
  result.replace(with: -.infinity, where: x .== 0)
  result.replace(with: x, where: x .== .infinity)
  result.replace(with: .nan, where: x .< 0)
  result.replace(with: x, where: x .!= x)
  return result
}

/// log(1 + e) for 0 ≤ e ≤ 1, without cancellation: around the nearest c of 1 + j/15,
/// log c + log(1 + r) with r = (1 + e)/c − 1 formed from e itself, |r| < 1/28.
@inlinable @inline(always)
func logOfOnePlus(_ e: Lanes) -> Lanes {
  let index = Lanes(repeating: 0x1.8p52).adding(e, times: Lanes(repeating: 15)).bits
  let inverse = index.byHalves(langevin_lookup_inverse_of_one_plus)
  let logCentre = index.byHalves(langevin_lookup_log_of_one_plus)
  let r = (inverse - 1).adding(e, times: inverse)
  let square = r * r
  let high = Lanes(repeating: -0x1.008945249df5dp-3).adding(r, times: Lanes(repeating: 0x1.c858670dd1248p-4))
  let upper = Lanes(repeating: -0x1.555538c435290p-3).adding(r, times: Lanes(repeating: 0x1.24921b00561a9p-3))
  let lower = Lanes(repeating: -0x1.00000000e4e16p-2).adding(r, times: Lanes(repeating: 0x1.9999999eda50ap-3))
  let low = Lanes(repeating: -0.5).adding(r, times: Lanes(repeating: 0x1.55555555553ebp-2))
  let curvature = low.adding(
    square, times: lower.adding(square, times: upper.adding(square, times: high)))
  return logCentre + r.adding(square, times: curvature)
}

/// log x for normal positive x; anything else gives some number. Error: below 2^−52 (1 + 0.7 |log x|).
@inlinable @inline(always)
func logOfNormal(_ x: Lanes) -> Lanes {
  let exponent = (x.bits &>> 52).smallCount - 1023
  let mantissa = ((x.bits & 0x000F_FFFF_FFFF_FFFF) | 0x3FF0_0000_0000_0000).doubles
  return logOfOnePlus(mantissa - 1).adding(exponent, times: Lanes(repeating: 0x1.62e42fefa39efp-1))
}
