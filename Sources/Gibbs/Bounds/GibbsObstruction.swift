import Stochastic

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// A potential that knows whether exp(−2L/s) is integrable, for every s > 0.
public protocol GibbsDecidable: GibbsPotential {
  /// Nil if exp(−2L/s) is proved integrable for every s > 0; otherwise why it is not, or what is undecided.
  var gibbsObstruction: String? { get }
}

/// Why there is no Gibbs measure exp(−2L/s)/Z_s, or why it cannot be decided; nil if there is one for every s > 0.
///
/// λ > 0 with U bounded below suffices: Z_s ≤ (πs/λ)^(D/2) exp(−2 inf U/s).
public func gibbsObstruction<P: GibbsPotential>(_ potential: P) -> String? {
  if let decidable = potential as? any GibbsDecidable { return decidable.gibbsObstruction }
  if potential.regularization > 0, potential.remainderInfimum > -.infinity { return nil }
  return "it cannot be decided whether exp(-2L/s) is integrable: regularization \(potential.regularization), "
    + "data term at least \(potential.remainderInfimum); expected regularization > 0 and a finite lower bound"
}

extension Quadratic: GibbsDecidable {
  public var gibbsObstruction: String? { nil }
}

extension DoubleWell: GibbsDecidable {
  /// L grows like w⁴/4.
  public var gibbsObstruction: String? { nil }
}

extension RegularizedRisk: GibbsDecidable {
  /// Nil for λ > 0. For λ = 0: proved absent where the data term is bounded, and decided for rectifiers up to two
  /// input dimensions.
  public var gibbsObstruction: String? {
    if regularization > 0 { return nil }
    let reason = obstructionWithoutRegularization
    return reason.map { "regularization is 0 and \($0); expected regularization > 0" }
  }

  private var obstructionWithoutRegularization: String? {
    if remainderSupremum < .infinity {
      return "the loss stays below \(remainderSupremum) everywhere, so exp(-2L/s) is not integrable"
    }
    guard A.isRectifier else {
      return
        "it cannot be decided whether exp(-2L/s) is integrable: nothing is proved about the activation's growth"
    }
    let outer = (0..<samples.width).map { samples.outerWeight($0) }
    if let unit = outer.firstIndex(of: 0) {
      return "the loss does not depend on unit \(unit), whose outer weight is 0: exp(-2L/s) is not integrable"
    }
    if outer.contains(where: { $0 > 0 }), outer.contains(where: { $0 < 0 }) {
      return
        "units with outer weights of opposite sign can cancel along a ray on which the loss stays bounded: "
        + "exp(-2L/s) is not integrable"
    }
    switch inputsSpan {
    case .all: return nil
    case .halfSpace:
      return
        "all inputs lie in one closed half-space, away from which the loss stays bounded: exp(-2L/s) is not "
        + "integrable"
    case .undecided:
      return
        "it cannot be decided whether exp(-2L/s) is integrable: it is if every half-space through 0 has an input "
        + "in its interior, which is not checked for \(samples.inputDimension)-dimensional inputs"
    }
  }
}

private enum Span {
  /// Every open half-space {v·x > 0} contains an input
  case all
  /// Some v ≠ 0 has v·x ≤ 0 for all inputs
  case halfSpace
  case undecided
}

extension RegularizedRisk {
  private var inputsSpan: Span {
    let inputs = (0..<samples.sampleCount).map { i in
      (0..<samples.inputDimension).map { samples.input(i, $0) }
    }.filter { $0.contains { $0 != 0 } }
    // 0 is not interior to the hull of d points
    if inputs.count <= samples.inputDimension { return .halfSpace }
    switch samples.inputDimension {
    case 1: return inputs.contains { $0[0] > 0 } && inputs.contains { $0[0] < 0 } ? .all : .halfSpace
    case 2: return planarSpan(inputs.map { atan2($0[1], $0[0]) }.sorted())
    default: return .undecided
    }
  }

  /// By the widest gap between neighbouring directions: all if below a half turn.
  private func planarSpan(_ angles: [Double]) -> Span {
    var gap = angles[0] + 2 * Double.pi - angles[angles.count - 1]
    for (left, right) in zip(angles, angles.dropFirst()) { gap = max(gap, right - left) }
    if gap < Double.pi - 1e-12 { return .all }
    return gap > Double.pi + 1e-12 ? .halfSpace : .undecided
  }
}
