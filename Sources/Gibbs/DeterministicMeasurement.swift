import GSL
import Stochastic

/// A Gibbs law in one to three dimensions by quadrature, its generator by two discretisations.
struct DeterministicMeasurement<P: GibbsPotential> {
  let measure: GibbsMeasure<P>
  let learningRate: Double
  let radii: [Double]?
  let progress: (String) -> Void

  private var potential: P { measure.potential }
  private var dimension: Int { potential.dimension }

  func report() throws -> GibbsReport {
    progress("quadrature")
    let quadrature = try GibbsQuadrature(
      potential, learningRate: learningRate, minima: measure.wells, threads: measure.threads,
      control: measure.control)
    progress("spectrum of the generator")
    let spectrum = try self.spectrum()
    progress("distance of the initial law")
    let (distance, logarithm) = try distance(quadrature)
    if radii != nil { progress("Villani route") }
    let (villani, obstacle) = try villani(quadrature, spectrum)
    let gap = BracketedGap(
      measure.provedBounds(learningRate: learningRate) + [villani?.bound].compactMap { $0 }
        + (try rayleighBounds(quadrature)))
    return assemble(quadrature, spectrum, gap, distance, logarithm, villani, obstacle)
  }

  /// On a box that holds all wells, the passes between them, and what lies 40 s above (30, 20 in two and three
  /// dimensions): a weight of e^(−80), e^(−60), e^(−40) is left out.
  private func spectrum() throws -> SpectrumReport {
    let heights = measure.minimum.localMinima.map(\.value)
    let passes = (measure.barriers.barriers ?? []).map(\.height.value)
    let top = (heights + passes).max() ?? measure.minimum.value.value
    let level = top + [40, 30, 20][dimension - 1] * learningRate
    guard let box = try sublevelBox(potential, level: level, control: measure.control) else {
      throw ProblemError("the set where L <= \(level) is not known to be bounded")
    }
    return try wholeSpectrum(
      of: potential, learningRate: learningRate, box: box,
      through: measure.wells + (measure.barriers.barriers ?? []).map(\.saddle),
      eigenfunctionCount: dimension <= 2 ? 2 : 0,
      threads: measure.threads, control: measure.control)
  }

  private func distance(_ quadrature: GibbsQuadrature<P>) throws -> (Quantity, Double?) {
    let outcome: InitialDistance
    switch measure.initial {
    case .gaussian(let mean, let deviation) where deviation > 0:
      do {
        outcome = try quadrature.distance(fromGaussian: mean, standardDeviation: deviation)
      } catch let error as GibbsIntegrationError {
        outcome = .unavailable(reason: "\(error)")
      }
    default:
      outcome = .ofPoint
    }
    return outcome.quantity(method: "trapezoidal rule on nested grids")
  }

  /// Or why there is none: a ball may need more nodes than the whole space, whose numbers stand already.
  private func villani(
    _ quadrature: GibbsQuadrature<P>, _ spectrum: SpectrumReport
  ) throws -> (VillaniReport?, reason: String?) {
    guard let radii else { return (nil, "not asked for") }
    let balls = NeumannBalls(
      potential: potential, learningRate: learningRate, spectrum: spectrum, threads: measure.threads,
      control: measure.control)
    do {
      let route = try VillaniRoute(quadrature)
      return (try route.report(radii: radii, roughGap: balls.roughGap, neumannGap: balls.gap), nil)
    } catch let error as GibbsIntegrationError {
      return (nil, "\(error)")
    } catch let error as SpectrumError {
      return (nil, "\(error)")
    }
  }

  /// (s/2) E‖∇h‖²/Var h for linear h, where it is least along the first principal axis, and for h = L; each with its
  /// means at the unfavourable ends of their errors, for which that of E‖W‖² stands in for a variance.
  private func rayleighBounds(_ quadrature: GibbsQuadrature<P>) throws -> [Bound] {
    let integrals = quadrature.integrals
    let spread =
      (try symmetricEigenvalues(quadrature.covariance().flatMap { $0 }).last ?? .nan)
      - integrals.meanSquaredNorm.error
    let deviation = max(integrals.lossDeviation.value - integrals.lossDeviation.error, 0)
    let slope = integrals.meanSquaredGradient.value + integrals.meanSquaredGradient.error
    let source = "Rayleigh quotient (s/2) E|grad h|^2 / Var h by quadrature, "
    return [
      Bound(
        name: "rayleigh-linear", value: spread > 0 ? learningRate / (2 * spread) : nil, side: .upper,
        source: source + "h linear"),
      Bound(
        name: "rayleigh-loss",
        value: deviation > 0 ? learningRate * slope / (2 * deviation * deviation) : nil, side: .upper,
        source: source + "h = L"),
    ]
  }

  private func assemble(
    _ quadrature: GibbsQuadrature<P>, _ spectrum: SpectrumReport, _ gap: BracketedGap, _ distance: Quantity,
    _ distanceLogarithm: Double?, _ villani: VillaniReport?, _ villaniReason: String?
  ) -> GibbsReport {
    let integrals = quadrature.integrals
    let rule =
      integrals.method == .trapezoidal
      ? "trapezoidal rule, \(integrals.nodeCount) nodes" : "adaptive Clenshaw-Curtis, GSL cquad"
    let first = spectrum.eigenvalues[0]
    let warnings = [gap.warning(about: first.value, uncertainty: first.error), spectrum.remark]
    return GibbsReport(
      dimension: dimension, learningRate: learningRate, method: GibbsMeasureMethod.deterministic.rawValue,
      minimum: measure.minimum, barriers: measure.barriers.barriers ?? [],
      escapeBarrier: measure.escapeBarrier,
      logPartitionFunction: Quantity(integrals.logPartitionFunction, method: rule),
      meanLoss: Quantity(integrals.meanLoss, method: rule),
      meanExcessLoss: Quantity(integrals.meanExcessLoss, method: rule),
      meanSquaredNorm: Quantity(integrals.meanSquaredNorm, method: rule),
      excessRiskNorm: Quantity(integrals.excessRiskNorm, method: rule),
      spectralGap: Quantity(first, method: spectrum.method), gapLower: gap.lower, gapUpper: gap.upper,
      gapBounds: gap.bounds, eigenvalues: spectrum.eigenvalues, initialDistance: distance,
      initialDistanceLogarithm: distanceLogarithm, villani: villani,
      villaniReason: villaniReason,
      landscape: landscape(spectrum, logPartitionFunction: integrals.logPartitionFunction.value),
      diagnostics: [], warnings: warnings.compactMap { $0 },
      notes: [measure.minimum.statement])
  }

  /// On the grid of the eigenfunctions, which are left out where next to no mass is: there they are rounding.
  private func landscape(_ spectrum: SpectrumReport, logPartitionFunction: Double) -> Landscape? {
    guard let axes = spectrum.eigenfunctions.first?.axes else { return nil }
    let evaluator = Evaluator(potential)
    let points = axes.count == 1 ? axes[0].map { [$0] } : axes[0].flatMap { x in axes[1].map { [x, $0] } }
    let losses = points.map { evaluator.value(at: $0) }
    let densities = losses.map { exponential(-2 * $0 / learningRate - logPartitionFunction) }
    let faint = 1e-8 * (densities.max() ?? 0)
    return Landscape(
      axes: axes, losses: losses, densities: densities,
      modes: spectrum.eigenfunctions.map { mode in
        zip(mode.values, densities).map { $1 > faint ? $0 : .nan }
      })
  }
}

extension InitialDistance {
  /// For a report, with its logarithm.
  func quantity(method: String) -> (Quantity, Double?) {
    switch self {
    case .finite(let value, let logarithm):
      (Quantity(value, method: method), logarithm.value)
    case .infinite(let reason): (Quantity(knownByTheory: .infinity, method: reason), .infinity)
    case .unavailable(let reason): (Quantity(unavailable: reason), nil)
    }
  }
}

extension VillaniReport {
  /// As one of the bounds of the gap.
  var bound: Bound {
    Bound(
      name: "villani", value: lowerBound > 0 ? lowerBound : nil, side: .lower,
      source: "Villani route (Gopalani and Mukherjee, Appendix C), corrected and sharp forms, best radius",
      remark: lowerBound > 0 ? "its ingredients are computed, not enclosed" : "vacuous at every radius tried")
  }
}
