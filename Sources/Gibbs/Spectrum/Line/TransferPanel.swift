import GSL
import Stochastic

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// What a panel does to (u, J), J = (s/2) ρ u′, where J′ = −λ ρ u and ρ = exp(−2(L − L(middle))/s):
/// u₁ = A u₀ + B J₀, J₁ = C u₀ + D J₀, with A, B, C, D as power series in λ whose coefficients are iterated
/// integrals of ρ and 1/ρ. All are positive, so that nothing cancels where λ is small.
struct TransferPanel {
  static let terms = 10

  /// L at the middle
  let level: Double
  let a, b, c, d: [Double]

  init(levels: [Double], level: Double, width: Double, learningRate: Double, rule: PanelRule) {
    self.level = level
    let density = levels.map { exp(-2 * ($0 - level) / learningRate) }
    let resistance = density.map { 2 / (learningRate * $0) }
    var fromValue = [Double](repeating: 1, count: levels.count)
    var fromFlux = fromValue
    var (a, b, c, d) = ([1.0], [Double](), [Double](), [1.0])
    for _ in 0..<Self.terms {
      let flux = rule.integrate(density, fromValue, width: width)
      c.append(flux.total)
      let value = rule.integrate(resistance, flux.running, width: width)
      a.append(value.total)
      fromValue = value.running
      let rise = rule.integrate(resistance, fromFlux, width: width)
      b.append(rise.total)
      let loss = rule.integrate(density, rise.running, width: width)
      d.append(loss.total)
      fromFlux = loss.running
    }
    (self.a, self.b, self.c, self.d) = (a, b, c, d)
  }

  /// (A, B, C, D) at λ.
  @inline(__always)
  func matrix(_ lambda: Double) -> (Double, Double, Double, Double) {
    var (a, b, c, d) = (self.a[Self.terms], 0.0, 0.0, self.d[Self.terms])
    for k in stride(from: Self.terms - 1, through: 0, by: -1) {
      a = self.a[k] - lambda * a
      b = self.b[k] - lambda * b
      c = self.c[k] - lambda * c
      d = self.d[k] - lambda * d
    }
    return (a, b, -lambda * c, d)
  }
}

/// Gauss–Legendre nodes of a panel with the matrix that integrates from its left end to every node.
struct PanelRule {
  let nodes: [Double]
  private let weights: [Double]
  private let running: [Double]

  /// - Throws: `GSLError` if GSL has no memory for the rule.
  init(count: Int) throws {
    let rule = try GaussRule.legendre(count: count, on: 0...1)
    (nodes, weights) = (rule.nodes, rule.weights)
    var running: [Double] = []
    for end in rule.nodes {
      for j in 0..<count {
        var sum = 0.0
        for (node, weight) in zip(rule.nodes, rule.weights) {
          var basis = 1.0
          for k in 0..<count where k != j {
            basis *= (end * node - rule.nodes[k]) / (rule.nodes[j] - rule.nodes[k])
          }
          sum += end * weight * basis
        }
        running.append(sum)
      }
    }
    self.running = running
  }

  /// ∫ f g from the left end to every node, and to the right end.
  func integrate(_ f: [Double], _ g: [Double], width: Double) -> (running: [Double], total: Double) {
    let n = nodes.count
    let product = (0..<n).map { f[$0] * g[$0] * width }
    let partial = (0..<n).map { row in
      (0..<n).reduce(0.0) { $0 + running[row * n + $1] * product[$1] }
    }
    return (partial, (0..<n).reduce(0.0) { $0 + weights[$1] * product[$1] })
  }

  /// The mean of f over the panel.
  func mean(_ f: [Double]) -> Double { nodes.indices.reduce(0.0) { $0 + weights[$1] * f[$1] } }
}
