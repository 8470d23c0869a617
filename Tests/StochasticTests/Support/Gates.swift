import Foundation
import GSL

/// The gate for the largest of `tests` standardised statistics: exceeded by chance with probability `level`
/// at the most (Bonferroni, two-sided).
func normalGate(tests: Int, level: Double = 1e-3) throws -> Double {
  try -Gaussian().quantile(level / (2 * Double(tests)))
}

/// Pearson's test of counts against their expectations; the counts' sum is fixed.
func chiSquarePValue(_ counts: [Int], expected: Double) throws -> Double {
  let statistic = counts.reduce(0.0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
  return try ChiSquared(degreesOfFreedom: Double(counts.count - 1)).survival(statistic)
}

/// Twice the smaller tail of the Poisson law at a count: P(N >= k) = P(Gamma(k, 1) <= mean).
func poissonPValue(count: Int, mean: Double) throws -> Double {
  let upper = count == 0 ? 1 : try Gamma(shape: Double(count), scale: 1).cumulative(mean)
  let lower = try Gamma(shape: Double(count) + 1, scale: 1).survival(mean)
  return min(1, 2 * min(upper, lower))
}

/// The p-value of a sample against N(0, 1), by Kolmogorov's law with Stephens's correction of the root of n
/// (J. R. Statist. Soc. B 32 (1970), 115).
func kolmogorovSmirnovPValue(_ sample: [Double]) throws -> Double {
  let law = try Gaussian()
  let n = Double(sample.count)
  var distance = 0.0
  for (i, x) in sample.sorted().enumerated() {
    let value = try law.cumulative(x)
    distance = max(distance, value - Double(i) / n, Double(i + 1) / n - value)
  }
  let lambda = (n.squareRoot() + 0.12 + 0.11 / n.squareRoot()) * distance
  guard lambda > 0.3 else { return 1 }
  let terms = (1...20).map { (k: Int) -> Double in
    (k.isMultiple(of: 2) ? -2 : 2) * exp(-2 * Double(k * k) * lambda * lambda)
  }
  return min(1, terms.reduce(0, +))
}

/// The standardised deviations of the sample moments 1 ... 8 from those of N(0, 1), whose even moments are
/// 1, 3, 15, ... and whose variances are E z^2k - (E z^k)^2.
func standardisedMoments(_ sample: [Double]) -> [Double] {
  let n = Double(sample.count)
  var sums = [Double](repeating: 0, count: 9)
  for z in sample {
    var power = 1.0
    for k in 1...8 {
      power *= z
      sums[k] += power
    }
  }
  return (1...8).map { k in
    let expected = gaussianMoment(k)
    let variance = gaussianMoment(2 * k) - expected * expected
    return (sums[k] / n - expected) / (variance / n).squareRoot()
  }
}

/// E z^k: the double factorial of k - 1 for even k.
func gaussianMoment(_ k: Int) -> Double {
  k.isMultiple(of: 2) ? stride(from: 1, to: k, by: 2).reduce(1) { $0 * Double($1) } : 0
}
