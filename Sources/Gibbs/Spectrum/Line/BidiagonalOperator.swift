#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// The generator on an interval by Scharfetter–Gummel finite volumes, −A ≅ FᵀF with F bidiagonal.
///
/// Row e of F joins the cells e and e + 1: (Fψ)_e = √(s/2)/h (√B(−x) ψ_{e+1} − √B(x) ψ_e), x = 2(L_{e+1} − L_e)/s.
/// No flux leaves at the ends. FFᵀ has the nonzero eigenvalues of FᵀF and no others.
struct BidiagonalOperator {
  /// F²_{e,e} and F²_{e,e+1}
  let lower: [Double]
  let upper: [Double]

  /// - Parameters:
  ///   - levels: L at the cell centres
  ///   - width: h
  init(levels: [Double], width: Double, learningRate: Double) {
    let scale = learningRate / (2 * width * width)
    var lower: [Double] = []
    var upper: [Double] = []
    for e in 0..<(levels.count - 1) {
      let x = 2 * (levels[e + 1] - levels[e]) / learningRate
      lower.append(scale * bernoulli(x))
      upper.append(scale * bernoulli(-x))
    }
    self.lower = lower
    self.upper = upper
  }

  /// How many eigenvalues of FFᵀ lie below τ: negative pivots of the differential qd recursion, in which
  /// nothing cancels, so that tiny eigenvalues come to high relative accuracy.
  func count(below tau: Double) -> Int {
    var result = 0
    var t = lower[0] - tau
    for e in lower.indices {
      var pivot = t + upper[e]
      if pivot == 0 { pivot = Double.leastNormalMagnitude }
      if pivot < 0 { result += 1 }
      if e + 1 < lower.count { t = lower[e + 1] * (t / pivot) - tau }
    }
    return result
  }

  /// Above all eigenvalues.
  var supremum: Double {
    2 * lower.indices.reduce(0) { max($0, lower[$1] + upper[$1]) }
  }

  /// The eigenvector of FFᵀ at the eigenvalue τ, by the twisted factorisation with the smallest twist.
  func fluxVector(at tau: Double) -> [Double] {
    let n = lower.count
    var forward = [Double](repeating: 0, count: n)
    var backward = forward
    var twists = forward
    var t = lower[0] - tau
    for e in 0..<n {
      forward[e] = guarded(t + upper[e])
      twists[e] = t
      if e + 1 < n { t = lower[e + 1] * (t / forward[e]) - tau }
    }
    var p = upper[n - 1] - tau
    for e in (0..<n).reversed() {
      backward[e] = guarded(p + lower[e])
      twists[e] += p + tau
      if e > 0 { p = upper[e - 1] * (p / backward[e]) - tau }
    }
    let twist = twists.indices.min { twists[$0].magnitude < twists[$1].magnitude } ?? 0
    var vector = [Double](repeating: 0, count: n)
    vector[twist] = 1
    for e in stride(from: twist - 1, through: 0, by: -1) {
      vector[e] = (upper[e] * lower[e + 1]).squareRoot() / forward[e] * vector[e + 1]
    }
    for e in stride(from: twist + 1, to: n, by: 1) {
      vector[e] = (upper[e - 1] * lower[e]).squareRoot() / backward[e] * vector[e - 1]
    }
    return vector
  }

  private func guarded(_ pivot: Double) -> Double { pivot == 0 ? Double.leastNormalMagnitude : pivot }
}

/// The eigenvalues number 1 … `count` of a Sturm sequence: the points where `countBelow` passes 1, 2, …,
/// by bisection of the logarithm, each to the last digits.
///
/// - Throws: `SpectrumError.belowDoubleRange` if one is smaller than 1e-290.
func bisectEigenvalues(
  count: Int, below supremum: Double, near guesses: [Double] = [], countBelow: (Double) -> Int
) throws -> [Double] {
  guard countBelow(1e-290) == 0 else {
    throw SpectrumError.belowDoubleRange(
      "an eigenvalue is below 1e-290; expected wells that a double can tell from isolated ones")
  }
  return (1...count).map { number in
    var low = 1e-290
    var high = supremum
    if guesses.count >= number {
      let guess = guesses[number - 1]
      if countBelow(0.98 * guess) < number { low = 0.98 * guess }
      if countBelow(1.02 * guess) >= number { high = min(high, 1.02 * guess) }
    }
    while high > low * (1 + 4e-16) {
      let middle = high < 2 * low ? low + 0.5 * (high - low) : exp(0.5 * (log(low) + log(high)))
      guard middle > low, middle < high else { break }
      if countBelow(middle) >= number { high = middle } else { low = middle }
    }
    return 0.5 * (low + high)
  }
}
