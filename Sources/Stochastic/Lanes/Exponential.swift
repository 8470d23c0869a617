import CLanes

// exp(x) = 2^n 2^(j/16) exp(r) with x = (n + j/16) ln2 + r, |r| <= ln2/32: Cody and Waite's
// reduction, a table of sixteen powers and a polynomial. Constants: notes/coefficients.py.

/// x split as (n + j/16) ln2 + r, with T = 2^(j/16).
@usableFromInline
struct ReducedExponent {
  @usableFromInline var r: Lanes
  /// T
  @usableFromInline var power: Lanes
  /// n + j/16, of which scaling takes the floor
  @usableFromInline var exponent: Lanes
  /// j in the four lowest bits
  @usableFromInline var index: SIMD16<UInt64>

  /// Valid for |x| ≤ 2000; NaN goes to `r`.
  @inlinable @inline(always)
  init(_ x: Lanes) {
    // at 1.5·2^48 a double counts in sixteenths
    let shifter = Lanes(repeating: 0x1.8p48)
    let shifted = shifter.adding(x, times: Lanes(repeating: 0x1.71547652b82fep+0))
    exponent = shifted - shifter
    let head = x.adding(exponent, times: Lanes(repeating: -0x1.62e42fef00000p-1))
    r = head.adding(exponent, times: Lanes(repeating: -0x1.473de6af278edp-34))
    index = shifted.bits
    power = index.byHalves(langevin_lookup_power_of_two)
  }

  /// exp(r) − 1, to 2^−56 in absolute terms.
  @inlinable @inline(always)
  var increment: Lanes {
    // in pairs rather than by Horner's rule: a shorter chain of dependent operations
    let square = r * r
    let low = Lanes(repeating: 0x1.fffffffffffb9p-2).adding(r, times: Lanes(repeating: 0x1.555555548f74fp-3))
    let middle = Lanes(repeating: 0x1.55555558fcf90p-5)
      .adding(r, times: Lanes(repeating: 0x1.11123abd9067bp-7))
    let high = middle.adding(square, times: Lanes(repeating: 0x1.6c14c6dd795cep-10))
    return r.adding(square, times: low.adding(square, times: high))
  }

  /// 2^(j/16) exp(r)/T − 1, T being rounded: to 2^−59 in absolute terms, to 2^−60 in relative ones where j = 0.
  @inlinable @inline(always)
  var correctedIncrement: Lanes {
    let square = r * r
    let low = Lanes(repeating: 0x1.0000000000003p-1).adding(r, times: Lanes(repeating: 0x1.5555555555559p-3))
    let middle = Lanes(repeating: 0x1.55555554ad3f4p-5)
      .adding(r, times: Lanes(repeating: 0x1.111111108fa37p-7))
    let high = Lanes(repeating: 0x1.6c181f4c1c7b5p-10)
      .adding(r, times: Lanes(repeating: 0x1.a01b88a7dc7c0p-13))
    let corrected = r + index.byHalves(langevin_lookup_power_of_two_tail)
    return corrected.adding(
      square, times: low.adding(square, times: middle.adding(square, times: high)))
  }

  /// 2^n T exp(r)
  @inlinable @inline(always)
  var value: Lanes { power.adding(power, times: increment).scaled(by: exponent) }
}

extension SIMD16 where Scalar == Double {
  /// self·2^⌊n⌋ for self in [1/2, 2] and n ≤ 2000
  @inlinable @inline(always)
  func scaled(by n: Lanes) -> Lanes {
    Lanes(lowHalf: langevin_scale(lowHalf, n.lowHalf), highHalf: langevin_scale(highHalf, n.highHalf))
  }
}

extension SIMD16 where Scalar == UInt64 {
  /// Whole numbers below 2^52 as doubles.
  @inlinable @inline(always)
  var smallCount: Lanes { (self | 0x4330_0000_0000_0000).doubles - 0x1p52 }
}

/// e^x on the full range: subnormal results, overflow to infinity, NaN kept.
///
/// Error: below 1.2 ulp.
@inlinable @inline(always)
public func exp(_ x: Lanes) -> Lanes {
  var clamped = x.replacing(with: -746, where: x .< -746)
  clamped.replace(with: 710, where: x .> 710)
  return ReducedExponent(clamped).value
}

/// e^(−|x|), what the overflow-safe activations are made of.
@inlinable @inline(always)
func exponentialOfMinusMagnitude(_ x: Lanes) -> Lanes {
  ReducedExponent(x.negativeMagnitude.atLeast(-746)).value
}

/// e^x and e^x − 1 for −746 ≤ x ≤ 0, the difference without cancellation.
@inlinable @inline(always)
func exponentialAndDifference(ofNonPositive x: Lanes) -> (value: Lanes, difference: Lanes) {
  let reduced = ReducedExponent(x)
  let power = reduced.power.scaled(by: reduced.exponent)
  let increment = reduced.correctedIncrement
  return (power.adding(power, times: increment), (power - 1).adding(power, times: increment))
}
