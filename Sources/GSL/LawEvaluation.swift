/// Throws unless a parameter is in its range.
func require(
  _ valid: Bool, _ law: String, _ parameter: String, _ value: Double, _ expected: String
) throws(LawError) {
  guard valid else {
    throw .invalidParameter(law: law, parameter: parameter, value: value, expected: expected)
  }
}

/// Throws unless a parameter is finite.
func requireFinite(_ law: String, _ parameter: String, _ value: Double) throws(LawError) {
  try require(value.isFinite, law, parameter, value, "a finite number")
}

/// Throws unless a parameter is finite and positive.
func requirePositive(_ law: String, _ parameter: String, _ value: Double) throws(LawError) {
  try require(value > 0 && value.isFinite, law, parameter, value, "a finite number > 0")
}

/// A density at x; it vanishes at both infinities.
func density(_ law: String, _ x: Double, _ function: (Double) -> Double) throws(LawError) -> Double {
  try evaluate(law, x, atInfinities: (0, 0), function)
}

/// A lower tail at x.
func lowerTail(_ law: String, _ x: Double, _ function: (Double) -> Double) throws(LawError) -> Double {
  try evaluate(law, x, atInfinities: (0, 1), function)
}

/// An upper tail at x.
func upperTail(_ law: String, _ x: Double, _ function: (Double) -> Double) throws(LawError) -> Double {
  try evaluate(law, x, atInfinities: (1, 0), function)
}

private func evaluate(
  _ law: String, _ x: Double, atInfinities limits: (Double, Double), _ function: (Double) -> Double
) throws(LawError) -> Double {
  guard !x.isNaN else { throw .notANumber(law: law) }
  guard x.isFinite else { return x < 0 ? limits.0 : limits.1 }
  return try number(law, x) { function(x) }
}

/// A quantile, from the inverse of the lower tail up to the median and of the upper tail beyond.
///
/// GSL's inverses do not always converge, and do not always say so: the tail is evaluated where they end,
/// and if it is not the one asked for within 10^-9 of itself, x is found by bisection.
func quantile(
  _ law: some Law, _ name: String, _ probability: Double,
  inverseLower: (Double) -> Double, inverseUpper: (Double) -> Double
) throws(LawError) -> Double {
  guard probability >= 0, probability <= 1 else {
    throw .notAProbability(law: name, value: probability)
  }
  let isLower = probability <= 0.5
  let tail = isLower ? probability : 1 - probability
  if let x = try? number(name, probability, { isLower ? inverseLower(tail) : inverseUpper(tail) }) {
    if tail == 0 { return x }
    let found = isLower ? try law.cumulative(x) : try law.survival(x)
    if (found - tail).magnitude <= 1e-9 * tail { return x }
  }
  return try leastDouble { x throws(LawError) in
    isLower ? try law.cumulative(x) >= tail : try law.survival(x) <= tail
  }
}

/// Runs a GSL function: an error it reports, or a NaN it returns, is thrown.
private func number(_ law: String, _ argument: Double, _ body: () -> Double) throws(LawError) -> Double {
  do throws(GSLError) {
    let value = try checked(body)
    guard !value.isNaN else {
      throw GSLError(.domain, "the value is not a number")
    }
    return value
  } catch {
    throw .evaluation(law: law, argument: argument, cause: error)
  }
}
