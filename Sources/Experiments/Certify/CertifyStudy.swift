import Foundation
import Gibbs
import Guarantees
import Stochastic

/// `langevin certify`: an experiment, what theory and measurement say about it, and the result they end in.
public struct CertifyStudy: Sendable {
  public let experiment: Experiment
  public let threads: Int
  private let file: String
  private let accuracy: Double?
  private let measuresByChains: Bool
  private let reality: RealityStudy?
  private let potential: any StudiedPotential

  /// - Parameters:
  ///   - accuracy: ε > 0, with which the conditions that depend on it are checked too.
  ///   - measuresByChains: whether to measure by Monte Carlo where quadrature does not reach.
  ///   - runs: whether the decay bound is held against simulation, which needs the measurement too.
  /// - Throws: `InputError` if no loss can be made of the numbers, or no run of a Gibbs law that there is not.
  public init(
    _ experiment: Experiment, file: String, threads: Int? = nil, accuracy: Double? = nil,
    measuresByChains: Bool = false, runs: Bool = false
  ) throws {
    self.experiment = experiment
    self.file = file
    self.threads = threads ?? ProcessorCount.available
    self.accuracy = accuracy
    self.measuresByChains = measuresByChains || runs
    reality = runs ? try RealityStudy(experiment, file: file, threads: threads) : nil
    potential = try Catalogue.potential(of: experiment, file: file)
    try Catalogue.checkIntegrator(of: experiment, for: potential, file: file)
  }

  /// Computes everything; `progress` hears what is being computed.
  /// - Throws: `CancellationError` once `control` is cancelled.
  public func run(
    control: RunControl, started: Date, progress: @escaping (String) -> Void
  ) throws -> CertifyResult {
    try certify(potential, control, started, progress)
  }

  private func certify<P: StudiedPotential>(
    _ potential: P, _ control: RunControl, _ started: Date, _ progress: @escaping (String) -> Void
  ) throws -> CertifyResult {
    let s = experiment.learningRate
    let gibbs = try measurement(of: potential, control, progress)
    let certificates = potential.certificates(
      gibbs.measurements,
      goal: Goal(horizon: experiment.horizon, accuracy: accuracy, initial: experiment.initial))
    let bounds = potential.villaniLowerBounds(learningRate: s)
    var result = CertifyResult(
      name: experiment.name, provenance: try provenance(started), dimension: potential.dimension,
      learningRate: s, horizon: experiment.horizon, accuracy: accuracy, net: potential.netConstants,
      smoothness: potential.smoothness, measurements: gibbs.measurements, measurementMethod: gibbs.method,
      certificates: certificates, villaniLowerBounds: bounds,
      rays: try VillaniFan(potential, learningRate: s, bounds: bounds, seed: experiment.seed).rays)
    if case .gsl(let name) = experiment.generator {
      result.remarks.append("generator gsl:\(name) is for simulations only: all else draws from philox")
    }
    if let remark = experiment.variantRemark { result.remarks.append(remark) }
    if let reality, case .found(let measure, let report, _) = gibbs {
      result.reality = try reality.run(measure, report, control: control, progress: progress)
    } else if reality != nil {
      result.cautions.append(
        "the decay bound was not held against simulation: "
          + (gibbs.measurements.spectralGap.reason ?? "nothing was measured"))
    }
    result.provenance.seconds = Date().timeIntervalSince(started)
    return result
  }

  /// The experiment's generator if something is simulated with it.
  private func provenance(_ started: Date) throws -> Provenance {
    Provenance(
      version: Langevin.version, seed: experiment.seed,
      generator: reality == nil ? "philox" : try Catalogue.generator(experiment.generator).name,
      threads: threads, processor: Langevin.processor, started: started.ISO8601Format(), seconds: 0,
      paths: experiment.paths, experimentFile: file, experiment: try experiment.json(),
      epsilon: accuracy)
  }

  private func measurement<P: StudiedPotential>(
    of potential: P, _ control: RunControl, _ progress: @escaping (String) -> Void
  ) throws -> CertifyMeasurement<P> {
    let s = experiment.learningRate
    if let reason = obstruction(potential) { return .none(learningRate: s, reason: reason) }
    let method = experiment.gibbs.method.resolved(for: potential, preferringClosedForms: true)
    do {
      progress("searching the minima")
      let measure = try GibbsMeasure(
        potential, initial: experiment.initial, seed: experiment.seed,
        integrator: experiment.gibbs.integrator,
        threads: threads, control: control)
      let report = try measure.report(learningRate: s, method: method, radii: nil, progress: progress)
      return .found(measure, report, method)
    } catch  where CertifyMeasurement<P>.isExpected(error) {
      return .none(learningRate: s, reason: "the measurement failed: \(error)")
    }
  }

  /// Why nothing is measured, nil if something is.
  private func obstruction<P: StudiedPotential>(_ potential: P) -> String? {
    if potential.confinement.holds != true { return potential.confinement.reason }
    if let reason = gibbsObstruction(potential) { return reason }
    if potential.netConstants?.regularization == 0 { return "measured numbers need lambda > 0" }
    if potential.dimension <= 3 || potential is Quadratic { return nil }
    if experiment.gibbs.method == .deterministic {
      return "gibbs.method is deterministic, which does not reach \(potential.dimension) dimensions"
    }
    return measuresByChains
      ? nil : "\(potential.dimension) dimensions are measured only if asked for with --measure"
  }
}
