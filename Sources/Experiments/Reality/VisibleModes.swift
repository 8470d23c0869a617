import Foundation
import Gibbs
import Stochastic

/// An eigenvalue of −𝓛 and what the mean loss shows of it:
/// E L(W_t) − E_μ L = Σ E_μ[L u_i] E_ρ[u_i] e^(−λ_i t), u_i orthonormal in L²(μ_s).
public struct VisibleMode: Sendable {
  public let eigenvalue: Exact
  /// |corr_μ(L, u)|, of L with the eigenspace: 0 where L does not see it
  public let correlation: Double
  /// The mode's part of E L(W_0) − E_μ L; nil where the grid does not resolve ρ
  public let amplitude: Double?

  /// Below this a correlation is the grid's own error, and L orthogonal to the mode.
  public static let leastCorrelation = 1e-3

  /// Whether the mean loss of this initial law shows the mode above noise of this size.
  public func isSeen(above noise: Double) -> Bool {
    correlation >= Self.leastCorrelation && (amplitude?.magnitude ?? .infinity) > noise
  }

  /// Of L = (λ/2)‖w‖² the loss sees one eigenvalue only, 2λ: E L(W_t) − E_μ L = e^(−2λt) (E_ρ L − E_μ L).
  static func ofQuadratic(_ potential: Quadratic, initial: InitialLaw, learningRate s: Double) -> VisibleMode
  {
    let (mean, deviation) =
      switch initial {
      case .gaussian(let mean, let deviation): (mean, deviation)
      case .point(let weights): (weights, 0)
      }
    let rate = 2 * potential.regularization
    let count = Double(potential.dimension)
    let square = mean.reduce(count * deviation * deviation) { $0 + $1 * $1 }
    return VisibleMode(
      eigenvalue: Exact(value: rate, error: Double.ulpOfOne * rate), correlation: 1,
      amplitude: 0.25 * rate * square - 0.25 * count * s)
  }
}

extension Sequence<VisibleMode> {
  /// Σ c_i e^(−λ_i t) over the modes whose c_i is known.
  func deviation(at time: Double) -> Double {
    reduce(0) { $0 + ($1.amplitude ?? 0) * exp(-$1.eigenvalue.value * time) }
  }
}

/// E L(W_t) − E_μ L by the slowest modes, and what is left.
public struct ModeExpansion: Sendable {
  /// Slowest first; empty where the eigenfunctions are not computed (three dimensions and more, but for a quadratic)
  public let modes: [VisibleMode]
  /// The rest is at most this times e^(−λt), λ the last eigenvalue of `modes`: with L and ρ/μ_s projected off their
  /// eigenspaces, the product of the norms of what remains. Nil where it is not known.
  public let remainder: Double?
}

extension GibbsMeasure {
  /// In the plane those of a single well up to the fourth order
  private static var modeCount: Int { 14 }

  /// What E L(W_t) shows of the slowest modes; `distance` is ‖ρ − μ_s‖.
  func modeExpansion(
    learningRate s: Double, distance: Double?, threads: Int, control: RunControl
  ) throws -> ModeExpansion {
    if let quadratic = potential as? Quadratic {
      return ModeExpansion(
        modes: [.ofQuadratic(quadratic, initial: initial, learningRate: s)], remainder: 0)
    }
    guard potential.dimension <= 2 else { return ModeExpansion(modes: [], remainder: nil) }
    let spectrum = try slowSpectrum(learningRate: s, threads: threads, control: control)
    guard let axes = spectrum.eigenfunctions.first?.axes else {
      return ModeExpansion(modes: [], remainder: nil)
    }
    let grid = GridAverages(axes: axes, potential: potential, learningRate: s, initial: initial)
    let overlaps = spectrum.eigenfunctions.map { grid.overlap($0.values) }
    let modes = clusters(spectrum.eigenvalues).map { members in
      let parts = members.map { overlaps[$0] }
      let squares = parts.reduce(0) { $0 + $1.loss * $1.loss }
      return VisibleMode(
        eigenvalue: spectrum.eigenvalues[members[0]],
        correlation: squares.squareRoot() / grid.lossDeviation,
        amplitude: grid.resolvesInitialLaw ? parts.reduce(0) { $0 + $1.loss * $1.initial } : nil)
    }
    return ModeExpansion(
      modes: modes, remainder: distance.flatMap { grid.remainder(overlaps, distance: $0) })
  }

  /// With eigenfunctions, on a box around what quadrature sums, the wells and the passes.
  private func slowSpectrum(
    learningRate s: Double, threads: Int, control: RunControl
  ) throws -> SpectrumReport {
    let wells = minimum.localMinima.map(\.weights)
    let points = wells + (barriers.barriers ?? []).map(\.saddle)
    let domain = try GibbsQuadrature(
      potential, learningRate: s, minima: wells, threads: threads, control: control
    ).domain
    let box = domain.indices.map { k in
      let low = points.reduce(domain[k].lowerBound) { min($0, $1[k]) }
      let high = points.reduce(domain[k].upperBound) { max($0, $1[k]) }
      return low...high
    }
    return try wholeSpectrum(
      of: potential, learningRate: s, box: box, through: points, count: Self.modeCount,
      eigenfunctionCount: Self.modeCount, threads: threads, control: control)
  }
}

/// Eigenvalues that cannot be told apart belong together: their eigenfunctions are any basis of one space.
private func clusters(_ eigenvalues: [Exact]) -> [[Int]] {
  var groups: [[Int]] = []
  for index in eigenvalues.indices {
    if let last = groups.last?.last {
      let (a, b) = (eigenvalues[last], eigenvalues[index])
      if b.value - a.value <= 4 * (a.error + b.error) + 1e-6 * b.value {
        groups[groups.count - 1].append(index)
        continue
      }
    }
    groups.append([index])
  }
  return groups
}

/// Means over μ_s and over the initial law by the trapezoidal rule on the grid of the eigenfunctions.
private struct GridAverages {
  /// Of μ_s, summing to 1
  private let weights: [Double]
  /// Of ρ; nil for a point
  private let initialWeights: [Double]?
  /// L − E_μ L
  private let losses: [Double]
  let lossDeviation: Double
  /// Whether the rule gives ρ the mass 1 to a thousandth
  let resolvesInitialLaw: Bool

  init(
    axes: [[Double]], potential: some GibbsPotential, learningRate s: Double, initial: InitialLaw
  ) {
    let points = axes.dropFirst().reduce(axes[0].map { [$0] }) { points, axis in
      points.flatMap { point in axis.map { point + [$0] } }
    }
    let spacings = axes.map(Self.trapezoidWeights)
    let cells = spacings.dropFirst().reduce(spacings[0]) { cells, axis in
      cells.flatMap { cell in axis.map { cell * $0 } }
    }
    let evaluator = Evaluator(potential)
    let values = points.map { evaluator.value(at: $0) }
    let least = values.min() ?? 0
    let masses = zip(values, cells).map { exp(-2 * ($0 - least) / s) * $1 }
    let total = masses.reduce(0, +)
    let weights = masses.map { $0 / total }
    let mean = zip(weights, values).reduce(0) { $0 + $1.0 * $1.1 }
    self.weights = weights
    losses = values.map { $0 - mean }
    lossDeviation = zip(weights, losses).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }.squareRoot()
    initialWeights = Self.gaussianWeights(initial, points: points, cells: cells)
    let mass = initialWeights?.reduce(0, +) ?? 0
    resolvesInitialLaw = (mass - 1).magnitude < 1e-3
  }

  /// E_μ[L u] and E_ρ[u].
  func overlap(_ mode: [Double]) -> (loss: Double, initial: Double) {
    var (loss, start) = (0.0, 0.0)
    for (place, u) in mode.enumerated() where !u.isNaN {
      loss += weights[place] * losses[place] * u
      start += (initialWeights?[place] ?? 0) * u
    }
    return (loss, start)
  }

  /// √(Var L − Σ E_μ[L u]²) √(‖ρ − μ‖² − Σ E_ρ[u]²)
  func remainder(_ overlaps: [(loss: Double, initial: Double)], distance: Double) -> Double? {
    guard resolvesInitialLaw, distance.isFinite else { return nil }
    let loss = overlaps.reduce(lossDeviation * lossDeviation) { $0 - $1.loss * $1.loss }
    let law = overlaps.reduce(distance * distance) { $0 - $1.initial * $1.initial }
    return (max(loss, 0) * max(law, 0)).squareRoot()
  }

  private static func trapezoidWeights(_ axis: [Double]) -> [Double] {
    axis.indices.map { k in
      0.5 * (axis[min(k + 1, axis.count - 1)] - axis[max(k - 1, 0)])
    }
  }

  private static func gaussianWeights(
    _ law: InitialLaw, points: [[Double]], cells: [Double]
  ) -> [Double]? {
    guard case .gaussian(let mean, let deviation) = law, deviation > 0 else { return nil }
    let norm = (2 * Double.pi).squareRoot() * deviation
    return zip(points, cells).map { point, cell in
      zip(point, mean).reduce(cell) { product, pair in
        let z = (pair.0 - pair.1) / deviation
        return product * exp(-0.5 * z * z) / norm
      }
    }
  }
}
