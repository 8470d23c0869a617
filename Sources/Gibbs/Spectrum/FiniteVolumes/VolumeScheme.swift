#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// How the conductance of a face comes from the masses ρ of the two cells, x = 2(L_to − L_from)/s.
enum VolumeScheme {
  /// ρ_from B(x): exact fluxes between levels that L joins by a straight line
  case scharfetterGummel
  /// √(ρ_from ρ_to), on a grid shifted by half a cell: another constant before the squared width, other places of
  /// kinks between nodes. Reference: Lie, Fackeldey and Weber, SIAM J. Matrix Anal. Appl. 34 (2013), 738.
  case squareRoot

  /// √(conductance/ρ) for the two cells.
  func weights(_ x: Double) -> (from: Double, to: Double) {
    switch self {
    case .scharfetterGummel: (bernoulli(x).squareRoot(), bernoulli(-x).squareRoot())
    case .squareRoot: (exp(-0.25 * x), exp(0.25 * x))
    }
  }
}
