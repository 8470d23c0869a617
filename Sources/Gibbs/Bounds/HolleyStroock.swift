import Stochastic

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// λ_s ≥ λ exp(−2 osc(U)/s) for L = U + (λ/2)‖w‖² with bounded U.
///
/// μ_s has the density exp(−2U/s)/const with respect to the Gaussian N(0, s/(2λ) I), whose spectral gap is λ.
/// The bound is rounded down.
///
/// - Parameters:
///   - range: of U over R^D.
///   - learningRate: s > 0.
///
/// Reference: Holley and Stroock, J. Stat. Phys. 46 (1987), 1159; Bakry, Gentil and Ledoux, 2014, proposition 4.2.7.
public func holleyStroock<P: GibbsPotential>(
  _ potential: P, range: RemainderRange, learningRate s: Double
) -> Bound {
  let lambda = potential.regularization
  let oscillation = range.oscillation
  let exponent = RealInterval.up(2 * RealInterval.up(oscillation / s))
  // the exponential is exact to four units in the last place
  let value = oscillation == 0 ? lambda : RealInterval.down(lambda * exp(-exponent) * (1 - 0x1p-49))
  var remark = "sup U - inf U <= \(oscillation)"
  if lambda <= 0 {
    remark = "L has no quadratic part; expected regularization > 0"
  } else if oscillation == .infinity {
    remark = "the data term is not known to be bounded; expected a bounded activation"
  } else if value <= 0 {
    remark += "; \(lambda) exp(-\(exponent)) is below the smallest double"
  }
  return Bound(
    name: "holley-stroock", value: lambda > 0 && value > 0 ? value : nil, side: .lower,
    source: "Holley-Stroock perturbation, lambda_s >= lambda exp(-2 osc(U)/s)", remark: remark)
}
