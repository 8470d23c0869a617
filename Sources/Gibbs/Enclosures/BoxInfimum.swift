import Stochastic

/// Bounds of L, U or −U on a box by the sharpest of: the enclosure itself, and expansions of first and second
/// order about a point c of the box, F ≥ F(c) + Σ min(g_k δ_k) over g in ∂F(box), and
/// F ≥ F(c) + Σ min(g_k δ_k + ½μδ_k²) over g in ∂F(c), with μ a lower bound of the curvature of F on the box.
struct BoxInfimum<P: GibbsPotential> {
  enum Target {
    case loss, remainder, negatedRemainder
  }

  let potential: P
  let target: Target
  /// Points about which to expand when they are in or near the box: minimisers already found
  var pivots: [[Double]] = []
  private let sharp: SharpEnclosure

  init(_ potential: P, _ target: Target, pivots: [[Double]] = []) {
    self.potential = potential
    self.target = target
    self.pivots = pivots
    sharp = SharpEnclosure(potential)
  }

  func bound(_ region: BranchAndBound.Region, _ cutoff: Double) -> BranchAndBound.BoxBound {
    switch region {
    case .box(let box): bound(box, cutoff)
    case .cone(let cone): bound(cone)
    }
  }

  private func bound(_ outer: WeightBox, _ cutoff: Double) -> BranchAndBound.BoxBound {
    guard let enclosure = potential.enclosure(on: outer) else {
      return .init(lower: -.infinity, upper: .infinity, region: .box(outer))
    }
    let whole = parts(enclosure, outer)
    var bound = BranchAndBound.BoxBound(
      lower: whole.value.lower, upper: whole.value.upper, region: .box(outer))
    if bound.lower > cutoff { return bound }
    let face = face(outer, whole.gradient)
    if face != outer {
      var onFace = self.bound(face, cutoff)
      onFace.lower = max(onFace.lower, bound.lower)
      onFace.upper = min(onFace.upper, bound.upper)
      return onFace
    }
    let centre = CentredBox(outer, about: expansionPoint(outer))
    guard centre.offsets.contains(where: { $0 != .zero }), let middle = potential.enclosure(on: centre.box)
    else { return bound }
    let point = parts(middle, centre.box)
    bound.upper = min(bound.upper, point.value.upper)
    var first = RealInterval(point.value.lower)
    for (g, offset) in zip(whole.gradient, centre.offsets) { first += g * offset }
    bound.lower = max(bound.lower, first.lower)
    if bound.lower > cutoff { return bound }
    let mu = lowerCurvature(on: outer)
    guard mu > -.infinity else { return bound }
    var second = RealInterval(point.value.lower)
    for (g, offset) in zip(point.gradient, centre.offsets) { second += RealInterval(least(g, offset, mu)) }
    bound.lower = max(bound.lower, second.lower)
    return bound
  }

  /// The same on a cone, for the remainder: as far as its enclosure goes.
  private func bound(_ cone: Cone) -> BranchAndBound.BoxBound {
    guard let own = potential as? any SharplyEnclosed else {
      return .init(lower: -.infinity, upper: .infinity, region: .cone(cone))
    }
    let centre = Cone(
      radius: cone.radius, directions: cone.directions.map { RealInterval($0).midpoint }.map { $0...$0 })
    let (whole, middle) = (RealInterval(own.remainder(on: cone)), RealInterval(own.remainder(on: centre)))
    return target == .remainder
      ? .init(lower: whole.lower, upper: middle.upper, region: .cone(cone))
      : .init(lower: -whole.upper, upper: -middle.lower, region: .cone(cone))
  }

  /// Of the target, whose quadratic part is that of L or none.
  private func parts(
    _ enclosure: PotentialEnclosure, _ box: WeightBox
  ) -> (value: RealInterval, gradient: [RealInterval]) {
    if target == .loss {
      return (RealInterval(enclosure.value), enclosure.gradient.map { RealInterval($0) })
    }
    let data = sharp.remainderGradient(box).map { RealInterval($0) }
    return target == .remainder
      ? (RealInterval(enclosure.remainder), data) : (-RealInterval(enclosure.remainder), data.map { -$0 })
  }

  private func lowerCurvature(on box: WeightBox) -> Double {
    switch target {
    case .loss: sharp.lowestCurvature(box)
    case .remainder: RealInterval.down(sharp.lowestCurvature(box) - potential.regularization)
    case .negatedRemainder: RealInterval.down(potential.regularization - sharp.highestCurvature(box))
    }
  }

  /// Where the gradient has a sign, the infimum over the box is that over a face.
  private func face(_ box: WeightBox, _ gradient: [RealInterval]) -> WeightBox {
    zip(box, gradient).map { range, g in
      if g.lower > 0, range.lowerBound.isFinite { return range.lowerBound...range.lowerBound }
      if g.upper < 0, range.upperBound.isFinite { return range.upperBound...range.upperBound }
      return range
    }
  }

  /// The centre, or the nearest point to a pivot that is not farther from the box than the box is wide.
  private func expansionPoint(_ box: WeightBox) -> [Double] {
    let near = pivots.first { pivot in
      zip(box, pivot).allSatisfy { range, x in
        let width = range.upperBound - range.lowerBound
        return x >= range.lowerBound - width && x <= range.upperBound + width
      }
    }
    guard let near else { return box.map { RealInterval($0).midpoint } }
    return zip(box, near).map { min(max($1, $0.lowerBound), $0.upperBound) }
  }

  /// A lower bound of g·δ + ½μδ² over g and δ in intervals that contain 0 in δ.
  private func least(_ g: RealInterval, _ delta: RealInterval, _ mu: Double) -> Double {
    func value(_ slope: Double, _ x: Double) -> Double {
      (RealInterval(slope) * RealInterval(x) + 0.5 * (mu * RealInterval(x).squared)).lower
    }
    guard delta != .zero else { return 0 }
    var result = min(0, value(g.lower, delta.upper), value(g.upper, delta.lower))
    guard mu > 0 else { return result }
    // the vertex −g/μ, where the value is −g²/(2μ), if it is inside
    for slope in [g.lower, g.upper] where delta.lower <= -slope / mu && -slope / mu <= delta.upper {
      result = min(result, -(RealInterval(slope).squared / (2 * mu)).upper)
    }
    return result
  }
}
