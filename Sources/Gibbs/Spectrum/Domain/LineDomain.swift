import Stochastic

/// How far from the wells a line must be followed for the eigenvalues of −A up to λ, whatever mass lies there.
///
/// On ψ = e^(−L/s) u, −A is −(s/2) d²/dx² + V/2, V = L′²/s − L″. What lies where V/2 ≤ λ counts; beyond, ψ falls by
/// exp(−∫ √(2(V/2 − λ)/s) dx). Reference: Agmon, Lectures on Exponential Decay of Solutions of Second-Order Elliptic
/// Equations, Princeton 1982.
struct LineDomain<P: GibbsPotential> {
  let sampler: FieldSampler<P>
  let learningRate: Double
  /// What is in the domain in any case
  let core: ClosedRange<Double>

  /// ψ may be cut off where it has fallen to e^(−18): an eigenvalue takes the square of that.
  private let decay = 18.0
  private let nodes = 1 << 16

  /// Holds {V/2 ≤ 1.5 λ}, as far as a scan sees that set, and what the decay asks for beyond.
  /// - Throws: `SpectrumError` if V/2 does not stay above 1.5 λ far out.
  func domain(for lambda: Double) throws -> ClosedRange<Double> {
    var reach = firstReach(lambda)
    for _ in 0..<60 {
      if let range = scan(reach, lambda) {
        return min(range.0, core.lowerBound)...max(range.1, core.upperBound)
      }
      reach *= 2
    }
    throw SpectrumError.badArgument(
      "|L'|^2/s - L'' does not exceed \(3 * lambda) beyond |w| = \(reach); expected a confining loss")
  }

  /// Outside of it the quadratic part alone is above λ, and L above all values of the rest.
  private func firstReach(_ lambda: Double) -> Double {
    let ends = max(core.lowerBound.magnitude, core.upperBound.magnitude)
    return max(ends, sampler.potential.farReach(lambda, learningRate: learningRate))
  }

  /// The ends on a grid over [−reach, reach]; nil where the set comes nearer to the grid's ends than half way or ψ has not
  /// decayed.
  private func scan(_ reach: Double, _ lambda: Double) -> (Double, Double)? {
    let s = learningRate
    let width = 2 * reach / Double(nodes - 1)
    let halfCurvature: @Sendable (Evaluator<P>) -> Lanes = { evaluator in
      let slope = evaluator.gradient()[0]
      return 0.5 * (slope * slope / s - evaluator.laplacian())
    }
    let halves = sampler.field(
      count: nodes, at: { index, _ in Double(index) * width - reach }, of: halfCurvature)
    guard let first = halves.firstIndex(where: { $0 <= 1.5 * lambda }),
      let last = halves.lastIndex(where: { $0 <= 1.5 * lambda })
    else { return (core.lowerBound, core.upperBound) }
    guard min(first, nodes - 1 - last) > nodes / 8,
      let left = decayed(halves[..<first].reversed(), width, lambda),
      let right = decayed(halves[(last + 1)...], width, lambda)
    else { return nil }
    return (Double(first - left) * width - reach, Double(last + right) * width - reach)
  }

  /// After how many nodes ψ has decayed.
  private func decayed(_ halves: some Sequence<Double>, _ width: Double, _ lambda: Double) -> Int? {
    var exponent = 0.0
    for (step, half) in halves.enumerated() {
      exponent += width * (2 * max(half - lambda, 0) / learningRate).squareRoot()
      if !(exponent < decay) { return step + 2 }
    }
    return nil
  }
}

extension GibbsPotential {
  /// Outside of this radius (λ/2)‖w‖² is greater than what U varies by, and what it adds to V/2 twice greater than an
  /// eigenvalue; 0 if L has no quadratic part.
  func farReach(_ eigenvalue: Double, learningRate s: Double) -> Double {
    guard regularization > 0 else { return 0 }
    let quadratic = 2 * (2 * s * eigenvalue).squareRoot() / regularization
    let range = 2 * (remainderSupremum - remainderInfimum) / regularization
    return range.isFinite ? max(quadratic, range.squareRoot()) : quadratic
  }
}
