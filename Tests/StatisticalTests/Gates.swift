import Stochastic
import Testing

/// Every comparison with a random number passes within so many standard errors: a two-sided normal p-value of
/// 6.8·10⁻⁶. The folder makes about a thousand such comparisons, so that with fresh seeds a correct program
/// would fail any of them with a probability of about 0.007 (Bonferroni). Seeds are fixed.
let gate = 4.5

/// |measured − truth| ≤ gate·standardError + allowance, the allowance being a bias or the truth's own error.
func expect(
  _ measured: Estimate, near truth: Double, allowing allowance: Double = 0, _ what: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let distance = abs(measured.value - truth)
  #expect(
    distance <= gate * measured.standardError + allowance,
    "\(what): \(measured.value) is \(distance / measured.standardError) standard errors from \(truth)",
    sourceLocation: sourceLocation)
}

extension EnsembleState {
  func mean(curve: Int, time: Int) -> Estimate { moments(curve: curve, time: time).estimate }

  /// The sample standard deviation of a curve's loss, with its standard error √((m₄ − m₂²)/(4 m₂ N)).
  ///
  /// The fourth moment m₄ is measured on the retained paths, of which there are thousands.
  func deviation(curve: Int, time: Int) -> Estimate {
    let all = moments(curve: curve, time: time)
    let sample = retained.losses(curve: curve, time: time)
    let squares = sample.map { ($0 - all.mean) * ($0 - all.mean) }
    let second = squares.reduce(0, +) / Double(squares.count)
    let fourth = squares.reduce(0) { $0 + $1 * $1 } / Double(squares.count)
    let error = ((fourth - second * second) / (4 * second * all.count)).squareRoot()
    return Estimate(value: all.variance.squareRoot(), standardError: error)
  }
}
