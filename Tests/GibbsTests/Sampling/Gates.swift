import Foundation
import Stochastic
import Testing

/// Comparisons with random numbers pass within this many standard errors: a two-sided normal p-value of 6.8·10⁻⁶. The
/// suite makes about three hundred of them, so that with fresh seeds a correct program would fail any with a
/// probability of about 0.002 (Bonferroni). Seeds are fixed.
let monteCarloGate = 4.5

func expect(
  _ measured: Estimate?, near truth: Double, _ what: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let measured = try #require(measured, "\(what): nothing measured", sourceLocation: sourceLocation)
  // rounding counts where chance does not
  let error = max(measured.standardError, 1e-12 * max(abs(truth), 1))
  let distance = (measured.value - truth) / error
  #expect(
    abs(distance) <= monteCarloGate, "\(what): \(measured) is \(distance) standard errors from \(truth)",
    sourceLocation: sourceLocation)
}

/// The probability that the empirical law of so many independent N(0, 1) numbers is farther from N(0, 1) than that of
/// `values` (Kolmogorov and Smirnov, asymptotic law with Stephens's correction for finite samples).
func normalProbability(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  let n = Double(sorted.count)
  var distance = 0.0
  for (index, value) in sorted.enumerated() {
    let expected = 0.5 * erfc(-value / 2.0.squareRoot())
    distance = max(distance, Double(index + 1) / n - expected, expected - Double(index) / n)
  }
  let x = (n.squareRoot() + 0.12 + 0.11 / n.squareRoot()) * distance
  var sum = 0.0
  for k in 1...100 {
    let term = exp(-2 * Double(k * k) * x * x)
    sum += k % 2 == 1 ? term : -term
  }
  return min(max(2 * sum, 0), 1)
}
