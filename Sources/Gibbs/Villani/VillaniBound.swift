import Stochastic

/// The Villani route to λ_s at one radius R: what it needs, and its value in three forms.
///
/// With ε = 1/inf{V_s : ‖w‖ ≥ R}, C = 1/(2 × Neumann gap of the generator on the ball), v = −inf V_s,
/// r = μ_s(outside)/μ_s(inside):
/// - printed: (1 − 3 s ε v)/(2(C + 3ε)), as in the paper. Not a bound: it can exceed λ_s.
/// - corrected: (1 − 3 ε v)/(2(C + 3ε)), a bound if μ_s(B_R) ≥ 1/2.
/// - sharp: 1/(2[C + (1 + r) ε (1 + vC)/(1 − rεv)]), a bound if rεv < 1.
///
/// Values of at most 0 say nothing. Both bounds are derived in notes/gibbs.md.
/// Reference: Gopalani and Mukherjee, "Global convergence of SGD on two layer neural nets", Appendix C.
public struct VillaniBound: Sendable, Equatable {
  /// R
  public let radius: Double
  /// μ_s(B_R)
  public let mass: Exact
  /// inf of V_s outside the ball
  public let outsideInfimum: Exact
  /// ε(R), nil if V_s is not positive outside
  public let epsilon: Exact?
  /// C(R), nil if the Neumann gap could not be had
  public let ballPoincareConstant: Exact?
  /// The formula as printed, whatever its sign; nil without ε or C
  public let printed: Double?
  /// The corrected formula, whatever its sign; nil without ε or C
  public let corrected: Double?
  /// The sharp bound; nil without ε or C, or if rεv ≥ 1
  public let sharp: Double?
  /// The best of the valid bounds with every ingredient moved to its unfavourable end; 0 if none says anything
  public let lowerBound: Double
  /// Whether the two infima of V_s behind `lowerBound` are proved, by enclosures or in closed form
  public let infimaProved: Bool
  /// What is missing or vacuous, nil if nothing is
  public let reason: String?
}

/// The three forms from plain numbers.
struct VillaniFormulas {
  let learningRate: Double
  let epsilon: Double
  let poincare: Double
  /// v = −inf V_s, at least 0
  let depth: Double
  /// r
  let ratio: Double

  var printed: Double {
    (1 - 3 * learningRate * epsilon * depth) / (2 * (poincare + 3 * epsilon))
  }

  var corrected: Double { (1 - 3 * epsilon * depth) / (2 * (poincare + 3 * epsilon)) }

  var sharp: Double? {
    let rest = 1 - ratio * epsilon * depth
    guard rest > 0 else { return nil }
    return 1 / (2 * (poincare + (1 + ratio) * epsilon * (1 + depth * poincare) / rest))
  }

  /// The best bound that holds.
  var best: Double {
    let hasHalf = ratio <= 1
    return max(0, sharp ?? 0, hasHalf ? corrected : 0)
  }
}
