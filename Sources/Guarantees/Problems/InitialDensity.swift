import Stochastic

extension Certifiable {
  /// Whether ‖ρ − μ_s‖_{μ_s⁻¹} is finite, without measuring it.
  ///
  /// ρ²/μ_s ∝ exp(−‖W − m‖²/σ² + 2L/s) for ρ = N(m, σ²I): integrable for σ² < s/λ₊, not for σ² ≥ s/λ₋.
  public func initialDensity(_ law: InitialLaw, learningRate s: Double) -> Finding {
    guard case .gaussian(_, let deviation) = law, deviation > 0 else {
      return Finding(false, "a start at a point has no density")
    }
    let confinement = confinement
    guard confinement.holds == true else {
      let there = confinement.holds == false ? "there is no mu_s" : "it is not known whether there is a mu_s"
      return Finding(confinement.holds, "\(there): \(confinement.reason)")
    }
    let variance = deviation * deviation
    let (lower, upper) = (s / quadraticGrowth.upperBound, s / quadraticGrowth.lowerBound)
    if variance < lower {
      return Finding(
        true,
        "the initial variance \(short(variance)) is below \(short(lower)), so rho decays faster than mu_s^(1/2)"
      )
    }
    if variance >= upper {
      return Finding(
        false,
        "the initial variance \(short(variance)) is not below \(short(upper)), so rho does not decay faster than mu_s^(1/2)"
      )
    }
    return Finding(
      nil,
      "the initial variance \(short(variance)) lies between \(short(lower)) and \(short(upper)), where it depends on more than norms"
    )
  }
}
