// The three activations' elementary functions and their derivatives, made of e = exp(−|z|), which never
// overflows. Derivatives are formed without cancellation: σ' = e/(1+e)², tanh' = 4e²/(1+e²)², both exact
// in relative terms far out in the tails, where σ(1−σ) and 1−tanh² have lost every digit.

/// 1/(1 + e^(−z)) and its derivative. Error: below 3.5 ulp for the value, 5.5 for the derivative.
@inlinable @inline(always)
public func sigmoidWithDerivative(_ z: Lanes) -> (value: Lanes, derivative: Lanes) {
  let e = exponentialOfMinusMagnitude(z)
  let inverse = 1 / (e + 1)
  let complement = e * inverse
  return (inverse.replacing(with: complement, where: z .< 0), complement * inverse)
}

/// 1/(1 + e^(−z)). Error: below 3.5 ulp.
@inlinable @inline(always)
public func sigmoid(_ z: Lanes) -> Lanes { sigmoidWithDerivative(z).value }

/// tanh z and its derivative 1/cosh² z. Error: below 4.5 ulp for the value, 6 for the derivative.
@inlinable @inline(always)
public func tanhWithDerivative(_ z: Lanes) -> (value: Lanes, derivative: Lanes) {
  let x = 2 * z.negativeMagnitude.atLeast(-373)
  let (e, difference) = exponentialAndDifference(ofNonPositive: x)
  let inverse = 1 / (difference + 2)
  let value = (difference * inverse).withSign(of: z)
  let half = 2 * inverse
  return (value, (e * half) * half)
}

/// tanh z. Error: below 4.5 ulp.
@inlinable @inline(always)
public func tanh(_ z: Lanes) -> Lanes { tanhWithDerivative(z).value }

/// log(1 + e^z) and its derivative, the sigmoid. Error: below 3 ulp for the value, 3.5 for the derivative.
@inlinable @inline(always)
public func softplusWithDerivative(_ z: Lanes) -> (value: Lanes, derivative: Lanes) {
  let e = exponentialOfMinusMagnitude(z)
  let inverse = 1 / (e + 1)
  return (z.atLeast(0) + logOfOnePlus(e), inverse.replacing(with: e * inverse, where: z .< 0))
}

/// log(1 + e^z). Error: below 3 ulp.
@inlinable @inline(always)
public func softplus(_ z: Lanes) -> Lanes { softplusWithDerivative(z).value }
