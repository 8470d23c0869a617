import Stochastic

/// Enclosures of the infimum and the supremum of U = L − (λ/2)‖w‖² over R^D.
public struct RemainderRange: Sendable, Equatable {
  public let infimum: ClosedRange<Double>
  public let supremum: ClosedRange<Double>

  /// An upper bound of sup U − inf U
  public var oscillation: Double {
    let difference = supremum.upperBound - infimum.lowerBound
    return difference == 0 ? 0 : RealInterval.up(difference)
  }

  /// By branch and bound over R^D in up to three dimensions, otherwise the potential's own bounds.
  ///
  /// - Throws: `CancellationError` when `control` asks to stop.
  public init<P: GibbsPotential>(
    of potential: P, boxLimit: Int = 20_000, control: RunControl? = nil
  ) throws {
    let (lowest, highest) = (potential.remainderInfimum, potential.remainderSupremum)
    let space = Array(repeating: -Double.infinity ... .infinity, count: potential.dimension)
    guard potential.dimension <= 3, highest < .infinity, lowest < highest,
      potential.enclosure(on: space) != nil
    else {
      infimum = lowest...highest
      supremum = lowest...highest
      return
    }
    let search = BranchAndBound(
      absoluteTolerance: 1e-12 * (highest - lowest), relativeTolerance: 0,
      boxLimit: affordableBoxes(boxLimit, potential))
    let below = BoxInfimum(potential, .remainder)
    let above = BoxInfimum(potential, .negatedRemainder)
    let regions = wholeSpace(of: potential)
    let least = try search.infimum(over: regions, control: control, below.bound).range
    let most = try search.infimum(over: regions, control: control, above.bound).range
    infimum = max(least.lowerBound, lowest)...least.upperBound
    supremum = -most.upperBound...min(-most.lowerBound, highest)
  }
}
