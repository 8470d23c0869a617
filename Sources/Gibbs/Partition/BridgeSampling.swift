#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// log(Z₀/Z₁) of two laws ∝ e^(−φ₀), e^(−φ₁) from draws of both: Bennett's acceptance ratio (Bennett, J.
/// Comput. Phys. 22 (1976) 245; optimal bridge sampling of Meng and Wong, Statistica Sinica 6 (1996) 831).
///
/// - Parameters:
///   - first: φ₁ − φ₀ at draws of law 0
///   - second: φ₁ − φ₀ at draws of law 1
func bridgedLogarithm(first: [Double], second: [Double]) -> Double {
  let shift = log(Double(first.count) / Double(second.count))
  // Σ₀ 1/(1 + e^(M + Δ − c)) = Σ₁ 1/(1 + e^(−M − Δ + c)) with c = log(Z₀/Z₁): the left side grows with c
  func excess(_ c: Double) -> Double {
    let left = first.reduce(0) { $0 + logistic(c - shift - $1) }
    let right = second.reduce(0) { $0 + logistic(shift + $1 - c) }
    return left - right
  }
  var low = min(first.min() ?? 0, second.min() ?? 0) + shift - 40
  var high = max(first.max() ?? 0, second.max() ?? 0) + shift + 40
  while high - low > 1e-12 * max(abs(high), abs(low), 1) {
    let middle = 0.5 * (low + high)
    if middle <= low || middle >= high { break }
    if excess(middle) > 0 { high = middle } else { low = middle }
  }
  return 0.5 * (low + high)
}

private func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

/// log of the mean of e^x, and its standard error by the delta method: sd(e^x)/(mean √n).
func logarithmOfMean(_ logarithms: [Double]) -> (value: Double, standardError: Double) {
  let largest = logarithms.max() ?? 0
  guard largest.isFinite else { return (largest, .nan) }
  let n = Double(logarithms.count)
  let ratios = logarithms.map { exp($0 - largest) }
  let mean = ratios.reduce(0, +) / n
  let variance = ratios.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(n - 1, 1)
  return (largest + log(mean), (variance / n).squareRoot() / mean)
}
