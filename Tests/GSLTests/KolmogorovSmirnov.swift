import Foundation
import GSL

/// P(K > λ) for Kolmogorov's limiting law of √n·Dₙ.
///
/// 2 Σ_{k≥1} (−1)^(k−1) exp(−2k²λ²), or for small λ its theta transform
/// 1 − (√(2π)/λ) Σ_{k≥1} exp(−(2k−1)²π²/(8λ²)). Reference: Kolmogorov (1933); Feller (1948).
func kolmogorovTail(_ lambda: Double) -> Double {
  guard lambda > 0 else { return 1 }
  if lambda < 1 {
    let terms = (1...10).map { (k: Int) -> Double in
      let odd = Double(2 * k - 1)
      return exp(-odd * odd * Double.pi * Double.pi / (8 * lambda * lambda))
    }
    return 1 - (2 * Double.pi).squareRoot() / lambda * terms.reduce(0, +)
  }
  let terms = (1...10).map { (k: Int) -> Double in
    let sign = k.isMultiple(of: 2) ? -2.0 : 2.0
    return sign * exp(-2 * Double(k * k) * lambda * lambda)
  }
  return terms.reduce(0, +)
}

/// The p-value of a sample against a continuous distribution function, with Stephens's correction of
/// √n to √n + 0.12 + 0.11/√n (J. R. Statist. Soc. B 32 (1970), 115).
func kolmogorovSmirnovPValue(
  _ sample: [Double], against cumulative: (Double) throws -> Double
) rethrows -> Double {
  let n = Double(sample.count)
  var distance = 0.0
  for (i, x) in sample.sorted().enumerated() {
    let value = try cumulative(x)
    distance = max(distance, value - Double(i) / n, Double(i + 1) / n - value)
  }
  let root = n.squareRoot()
  return kolmogorovTail((root + 0.12 + 0.11 / root) * distance)
}
