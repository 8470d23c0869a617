import CLanes

// The activations of Logistic.swift at arguments y that count in units of ln 2 (or of its half), so that what they
// are made of is 2^y: a net scales its inputs once instead of every argument. There is no |y| either: e = 2^y itself,
// bounded by 2^1022, gives both 1/(1 + e) and e/(1 + e) without cancellation. The price is that nothing is resolved
// below 2^−1022, and that an infinite argument may give NaN. Constants: notes/coefficients.py.

/// 2^y as S·2^f with S = 2^(n + j/16) and y = n + j/16 + f, |f| ≤ 1/32.
@usableFromInline
struct PowerOfTwo {
  @usableFromInline var f: Lanes
  /// S
  @usableFromInline var scale: Lanes
  /// j in the four lowest bits
  @usableFromInline var index: SIMD16<UInt64>

  /// Valid for finite y ≤ 1022; NaN goes to `f`.
  @inlinable @inline(always)
  init(_ y: Lanes) {
    // at 1.5·2^48 a double counts in sixteenths
    let shifter = Lanes(repeating: 0x1.8p48)
    let shifted = y + shifter
    let exponent = shifted - shifter
    f = y - exponent
    index = shifted.bits
    scale = index.byHalves(langevin_lookup_power_of_two).scaled(by: exponent)
  }

  /// 2^y. Error: below 1.2 ulp.
  @inlinable @inline(always)
  var value: Lanes {
    let square = f * f
    let low = Lanes(repeating: 0x1.62e42fefa39fdp-1).adding(f, times: Lanes(repeating: 0x1.ebfbdff82c553p-3))
    let middle = Lanes(repeating: 0x1.c6b08d6e8b755p-5)
      .adding(f, times: Lanes(repeating: 0x1.3b2ab6fe27787p-7))
    let high = Lanes(repeating: 0x1.5d89bde30306dp-10)
      .adding(f, times: Lanes(repeating: 0x1.43081899a1543p-13))
    let slope = low.adding(square, times: middle.adding(square, times: high))
    return scale.adding(scale * f, times: slope)
  }

  /// 2^y and 2^y − 1, the difference without cancellation.
  @inlinable @inline(always)
  var valueAndDifference: (value: Lanes, difference: Lanes) {
    let square = f * f
    let low = Lanes(repeating: 0x1.62e42fefa39efp-1).adding(f, times: Lanes(repeating: 0x1.ebfbdff82c597p-3))
    let middle = Lanes(repeating: 0x1.c6b08d704a0c8p-5)
      .adding(f, times: Lanes(repeating: 0x1.3b2ab6fadf529p-7))
    let high = Lanes(repeating: 0x1.5d87fe77cc1bfp-10)
      .adding(f, times: Lanes(repeating: 0x1.430a67c100c7ap-13))
      .adding(square, times: Lanes(repeating: 0x1.ffce11e2560fcp-17))
    // with what the rounding of 2^(j/16) lost
    let increment = index.byHalves(langevin_lookup_power_of_two_tail)
      .adding(f, times: low.adding(square, times: middle.adding(square, times: high)))
    // one product and two sums, where sums have units of their own
    let part = scale * increment
    return (scale + part, (scale - 1) + part)
  }
}

/// 1/(1 + 2^y), the sigmoid of z = −y ln 2, and its derivative with respect to z.
///
/// Error for finite y: below 3.5 ulp and 5.5 ulp, or 2^−1022.
@inlinable @inline(always)
func sigmoidInBits(_ y: Lanes) -> (value: Lanes, derivative: Lanes) {
  let e = PowerOfTwo(y.atMost(1022)).value
  let inverse = 1 / (e + 1)
  return (inverse, (e * inverse) * inverse)
}

/// (2^y − 1)/(2^y + 1), the tanh of z = y (ln 2)/2, and its derivative with respect to z.
///
/// Error for finite y: below 4.5 ulp and 6 ulp, or 2^−1020.
@inlinable @inline(always)
func tanhInBits(_ y: Lanes) -> (value: Lanes, derivative: Lanes) {
  let (e, difference) = PowerOfTwo(y.atMost(1022)).valueAndDifference
  let inverse = 1 / (difference + 2)
  let double = inverse + inverse
  return (difference * inverse, (e * double) * double)
}

/// log(1 + 2^y), the softplus of z = y ln 2, and its derivative with respect to z, the sigmoid.
///
/// Error for finite y: below 3 ulp and 3.5 ulp, or 2^−1022.
@inlinable @inline(always)
func softplusInBits(_ y: Lanes) -> (value: Lanes, derivative: Lanes) {
  let e = PowerOfTwo(y.negativeMagnitude).value
  let inverse = 1 / (e + 1)
  return (
    logOfOnePlus(e).adding(y.atLeast(0), times: Lanes(repeating: 0x1.62e42fefa39efp-1)),
    inverse.replacing(with: e * inverse, where: y .< 0)
  )
}

/// The softplus of z = y ln 2 in parts: log(factor) + excess ln 2, with 1/factor and the derivative with respect to z.
///
/// The factor 1 + 2^min(y, 54) lies in [1, 2^55): products of up to eighteen stay normal numbers, as do those of
/// inverses. Error for finite y: below 1.7 ulp of the factor, 3 of its inverse and 3.5 of the derivative, or 2^−1022.
@inlinable @inline(always)
func softplusFactorInBits(
  _ y: Lanes
) -> (factor: Lanes, inverse: Lanes, excess: Lanes, derivative: Lanes) {
  let bounded = y.atMost(54)
  let e = PowerOfTwo(bounded).value
  let factor = e + 1
  let inverse = 1 / factor
  return (factor, inverse, y - bounded, e * inverse)
}
