import Stochastic

/// The smallest nonzero eigenvalues of −A, A f = (s/2) Δf − ∇L·∇f, each from two discretisations.
public struct SpectrumReport: Sendable {
  /// λ_1 ≤ λ_2 ≤ …, the zero left out; λ_1 is the spectral gap
  public internal(set) var eigenvalues: [Exact]
  /// What the reversible finite volumes give, extrapolated to mesh width 0
  public let finiteVolume: [Double]
  /// What the second discretisation gives: transfer matrices on the line, sinc collocation above
  public let collocation: [Double]
  /// Which of the two stands in `eigenvalues`, and on what grids
  public let method: String
  /// Why the accuracy aimed at was not reached, nil if it was
  public internal(set) var remark: String?
  /// In the plane and in space: how far the eigenfunctions reach, ∞ if that is not known
  private(set) var reach = Double.infinity
  /// u_1, u_2, … on a grid, where asked for and D ≤ 2
  public let eigenfunctions: [GridFunction]
}

/// A function on a tensor grid.
public struct GridFunction: Sendable {
  /// The ascending nodes of each axis
  public let axes: [[Double]]
  /// Row by row, last axis fastest; NaN where the measure is negligible
  public let values: [Double]
}

extension GridFunction {
  /// u with weighted mean 0 and variance 1, the weight being `amplitude`²; positive at the node farthest along
  /// the first axis among those of weight, NaN where the weight is below e⁻³⁶ of the largest.
  init(standardizing u: [Double], amplitude: [Double], axes: [[Double]]) {
    let largest = amplitude.reduce(0, max)
    let weight = amplitude.map { ($0 / largest) * ($0 / largest) }
    let mass = weight.reduce(0, +)
    func average(_ f: (Int) -> Double) -> Double {
      weight.indices.reduce(0) { weight[$1] > 0 ? $0 + weight[$1] * f($1) : $0 } / mass
    }
    let mean = average { u[$0] }
    let deviation = average { (u[$0] - mean) * (u[$0] - mean) }.squareRoot()
    let rows = u.count / (axes.first?.count ?? 1)
    let heavy = weight.indices.filter { weight[$0] > 1e-3 }
    let last = heavy.max { ($0 / rows, weight[$0]) < ($1 / rows, weight[$1]) } ?? 0
    let scale = (u[last] < mean ? -1 : 1) / deviation
    self.init(
      axes: axes, values: u.indices.map { weight[$0] > 2e-16 ? (u[$0] - mean) * scale : .nan })
  }
}

/// Why there is no spectrum, with the offending number and what was expected.
public enum SpectrumError: Error, Equatable, CustomStringConvertible {
  case badArgument(String)
  case potentialNotFinite(at: [Double])
  /// ARPACK's own code, from dsaupd or dseupd
  case arpack(routine: String, info: Int, expected: String)
  case factorization(unknowns: Int, status: Int)
  case belowDoubleRange(String)

  public var description: String {
    switch self {
    case .badArgument(let text): text
    case .potentialNotFinite(let point):
      "the loss is not finite at \(point); expected finite values on the box"
    case .arpack(let routine, let info, let expected):
      "ARPACK \(routine) returned info = \(info); expected \(expected)"
    case .factorization(let unknowns, let status):
      "CHOLMOD status \(status) on \(unknowns) unknowns; expected a positive definite matrix that fits in memory"
    case .belowDoubleRange(let text): text
    }
  }
}
