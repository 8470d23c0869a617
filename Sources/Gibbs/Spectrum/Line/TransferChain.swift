import Stochastic

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// An interval cut into panels that the rule resolves, for the eigenvalues of −A without flux at the ends.
struct TransferChain {
  private let panels: [TransferPanel]
  /// ρ(panel)/ρ(next panel)
  private let ratios: [Double]
  let panelCount: Int

  /// - Parameters:
  ///   - largest: an upper bound of the λ to be asked for
  ///   - extraHalvings: how often every panel is halved once the rule resolves it
  init<P: TwiceDifferentiable>(
    of potential: P, on interval: ClosedRange<Double>, learningRate: Double, largest: Double,
    extraHalvings: Int, control: RunControl?
  ) throws {
    var builder = try PanelBuilder(
      evaluator: Evaluator(potential), learningRate: learningRate, largest: largest,
      extraHalvings: extraHalvings, least: 1e-11 * (interval.upperBound - interval.lowerBound))
    let first = 64
    let width = (interval.upperBound - interval.lowerBound) / Double(first)
    for k in 0..<first {
      if control?.isCancelled == true { throw CancellationError() }
      try builder.resolve(from: interval.lowerBound + Double(k) * width, width: width)
    }
    let panels = builder.panels
    self.panels = panels
    panelCount = panels.count
    ratios = (0..<panels.count).map {
      exp(2 * ((panels[min($0 + 1, panels.count - 1)].level - panels[$0].level) / learningRate))
    }
  }

  /// How many nonzero eigenvalues lie below λ: the zeros of the flux of the solution that starts without flux.
  func count(below lambda: Double) -> Int {
    var (value, flux) = (1.0, 0.0)
    var (changes, wasNegative) = (0, true)
    for (panel, ratio) in zip(panels, ratios) {
      let (a, b, c, d) = panel.matrix(lambda)
      (value, flux) = (a * value + b * flux, c * value + d * flux)
      if flux != 0, (flux < 0) != wasNegative {
        changes += 1
        wasNegative.toggle()
      }
      flux *= ratio
      let size = max(value.magnitude, flux.magnitude)
      if size > 1e100 || size < 1e-100 { (value, flux) = (value / size, flux / size) }
    }
    return changes
  }
}

/// Halves panels until the integrals of ρ and 1/ρ no longer move.
private struct PanelBuilder<P: TwiceDifferentiable> {
  let evaluator: Evaluator<P>
  let learningRate: Double
  let largest: Double
  let extraHalvings: Int
  let least: Double
  let rule: PanelRule
  var panels: [TransferPanel] = []

  init(
    evaluator: Evaluator<P>, learningRate: Double, largest: Double, extraHalvings: Int, least: Double
  ) throws {
    self.evaluator = evaluator
    self.learningRate = learningRate
    self.largest = largest
    self.extraHalvings = extraHalvings
    self.least = least
    rule = try PanelRule(count: 16)
  }

  /// Appends the panels of [left, left + width].
  mutating func resolve(from left: Double, width: Double) throws {
    try resolve(left, width, samples: try levels(left, width))
  }

  private mutating func resolve(_ left: Double, _ width: Double, samples: [Double]) throws {
    let half = 0.5 * width
    let halves = try (levels(left, half), levels(left + half, half))
    if width > least, !isResolved(samples, halves.0, halves.1, width: width) {
      try resolve(left, half, samples: halves.0)
      try resolve(left + half, half, samples: halves.1)
    } else if extraHalvings > 0 {
      append(halves.0, half)
      append(halves.1, half)
    } else {
      append(samples, width)
    }
  }

  private mutating func append(_ samples: [Double], _ width: Double) {
    panels.append(
      TransferPanel(
        levels: samples, level: samples[8], width: width, learningRate: learningRate, rule: rule))
  }

  private func levels(_ left: Double, _ width: Double) throws -> [Double] {
    var points = Lanes.zero
    for k in 0..<16 { points[k] = left + width * rule.nodes[k] }
    evaluator.weights[0] = points
    let lanes = evaluator.value()
    for k in 0..<16 where !lanes[k].isFinite { throw SpectrumError.potentialNotFinite(at: [points[k]]) }
    return (0..<16).map { lanes[$0] }
  }

  private func isResolved(_ all: [Double], _ left: [Double], _ right: [Double], width: Double) -> Bool {
    let level = all[8]
    let rounding = 1e-15 * all.reduce(0) { max($0, $1.magnitude) } / learningRate
    let tolerance = max(2e-13, 16 * rounding)
    var product = width * width * 2 / learningRate * largest
    for sign in [-2.0, 2.0] {
      let whole = rule.mean(all.map { exp(sign * ($0 - level) / learningRate) })
      let parts =
        0.5
        * (rule.mean(left.map { exp(sign * ($0 - level) / learningRate) })
          + rule.mean(right.map { exp(sign * ($0 - level) / learningRate) }))
      guard (whole - parts).magnitude <= tolerance * parts else { return false }
      product *= whole
    }
    return product < 0.5
  }
}
