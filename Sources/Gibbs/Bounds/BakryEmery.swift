import Stochastic

/// λ_s ≥ inf λ₁(Hess L) over R^D, when positive.
///
/// In up to three dimensions the infimum comes from branch and bound over all of R^D, unbounded boxes included;
/// above, from the potential's curvature enclosure on R^D, for a net λ + min_j λ₁((1/n) Σ min(r a_jφ″) xᵢxᵢᵀ).
/// Nothing here depends on s.
///
/// - Throws: `CancellationError` when `control` asks to stop.
///
/// Reference: Bakry and Émery, Diffusions hypercontractives, 1985; Bakry, Gentil and Ledoux, Analysis and Geometry of
/// Markov Diffusion Operators, 2014, proposition 4.8.1.
public func bakryEmery<P: GibbsPotential>(
  _ potential: P, boxLimit: Int = 40_000, control: RunControl? = nil
) throws -> Bound {
  let infimum = try curvatureInfimum(of: potential, boxLimit: boxLimit, control: control)
  let bound = infimum.lowerBound
  let remark: String
  if bound > 0 {
    remark = "Hess L - \(bound) I is positive semidefinite on all of R^\(potential.dimension)"
  } else if infimum.upperBound <= 0 {
    remark =
      "the Hessian of L has the eigenvalue \(infimum.upperBound) somewhere; expected all to be positive"
  } else if bound == -.infinity {
    remark = "no lower bound of the Hessian's eigenvalues is known; expected a positive one"
  } else {
    remark = "the Hessian's eigenvalues are only proved to be at least \(bound); expected a positive bound"
  }
  return Bound(
    name: "bakry-emery", value: bound > 0 ? bound : nil, side: .lower,
    source: "Bakry-Emery criterion, lambda_s >= inf lambda_min(Hess L)", remark: remark)
}

/// A range proved to contain the least eigenvalue of Hess L over R^D from below; its upper end is an eigenvalue
/// at some point to rounding, or infinite. The search stops once the infimum is seen not to be positive.
func curvatureInfimum<P: GibbsPotential>(
  of potential: P, boxLimit: Int, control: RunControl?
) throws -> ClosedRange<Double> {
  let curvature = SharpEnclosure(potential).lowestCurvature
  guard potential.dimension <= 3 else {
    return curvature(Array(repeating: -.infinity ... .infinity, count: potential.dimension)) ... .infinity
  }
  let evaluator = Evaluator(potential)
  func eigenvalue(at point: [Double]) -> Double {
    let hessian = evaluator.hessian(at: point).flatMap { $0.map { RealInterval($0) } }
    return smallestEigenvalue(hessian, point.count)
  }
  let search = BranchAndBound(
    relativeTolerance: 1e-10, boxLimit: affordableBoxes(boxLimit, potential), enough: 0)
  return try search.infimum(over: wholeSpace(of: potential), control: control) { region, _ in
    switch region {
    case .box(let box):
      let upper = eigenvalue(at: box.map { RealInterval($0).midpoint })
      return .init(lower: min(curvature(box), upper), upper: upper, region: region)
    case .cone(let cone):
      let radius = RealInterval(cone.radius).midpoint
      let upper = eigenvalue(at: cone.directions.map { radius * RealInterval($0).midpoint })
      let lower = (potential as? any SharplyEnclosed)?.lowestCurvature(on: cone) ?? -.infinity
      return .init(lower: min(lower, upper), upper: upper, region: region)
    }
  }.range
}
