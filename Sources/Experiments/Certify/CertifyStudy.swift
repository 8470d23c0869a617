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
  private let potential: any StudiedPotential

  /// - Parameters:
  ///   - accuracy: ε > 0, with which the conditions that depend on it are checked too.
  ///   - measuresByChains: whether to measure by Monte Carlo where quadrature does not reach.
  /// - Throws: `InputError` if no loss can be made of the numbers.
  public init(
    _ experiment: Experiment, file: String, threads: Int? = nil, accuracy: Double? = nil,
    measuresByChains: Bool = false
  ) throws {
    self.experiment = experiment
    self.file = file
    self.threads = threads ?? ProcessorCount.available
    self.accuracy = accuracy
    self.measuresByChains = measuresByChains
    do {
      potential = try Catalogue.potential(experiment.problem, seed: experiment.seed)
    } catch let error as ProblemError {
      throw InputError(
        file: file, line: nil, keyPath: "problem", value: "numbers that make no loss (\(error))",
        expected: "numbers that a loss can be made of")
    }
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
    let (measured, method) = try measurements(of: potential, control, progress)
    let certificates = potential.certificates(
      measured, goal: Goal(horizon: experiment.horizon, accuracy: accuracy, initial: experiment.initial))
    let bounds = potential.villaniLowerBounds(learningRate: s)
    let provenance = Provenance(
      version: Langevin.version, seed: experiment.seed, generator: "philox", threads: threads,
      processor: Langevin.processor, started: started.ISO8601Format(),
      seconds: Date().timeIntervalSince(started), paths: experiment.paths, experimentFile: file,
      experiment: try experiment.json())
    return CertifyResult(
      name: experiment.name, provenance: provenance, dimension: potential.dimension, learningRate: s,
      horizon: experiment.horizon, accuracy: accuracy, net: potential.netConstants,
      smoothness: potential.smoothness,
      measurements: measured, measurementMethod: method, certificates: certificates,
      villaniLowerBounds: bounds,
      rays: try VillaniFan(potential, learningRate: s, bounds: bounds, seed: experiment.seed).rays)
  }

  /// What was measured, and by which method; nil if nothing was.
  private func measurements<P: StudiedPotential>(
    of potential: P, _ control: RunControl, _ progress: @escaping (String) -> Void
  ) throws -> (Measurements, GibbsMeasureMethod?) {
    let s = experiment.learningRate
    if let reason = gibbsObstruction(potential) {
      return (.unavailable(learningRate: s, reason: reason), nil)
    }
    let isDeterministic = potential.dimension <= 3 || potential is Quadratic
    guard isDeterministic || measuresByChains else {
      let reason = "\(potential.dimension) dimensions are measured only if asked for with --measure"
      return (.unavailable(learningRate: s, reason: reason), nil)
    }
    let method: GibbsMeasureMethod = isDeterministic ? .deterministic : .monteCarlo
    do {
      progress("searching the minima")
      let report = try GibbsMeasure(
        potential, initial: experiment.initial, seed: experiment.seed, threads: threads, control: control
      ).report(learningRate: s, method: method, radii: nil, progress: progress)
      return (Measurements(report), method)
    } catch let error as CancellationError {
      throw error
    } catch {
      return (.unavailable(learningRate: s, reason: "the measurement failed: \(error)"), nil)
    }
  }
}

extension Measurements {
  /// What the theorems need of a Gibbs law that was measured.
  init(_ report: GibbsReport) {
    self.init(
      learningRate: report.learningRate, spectralGap: report.spectralGap,
      excessRiskNorm: report.excessRiskNorm,
      minimumLoss: Quantity(report.minimum.value, method: report.minimum.statement),
      meanExcessLoss: report.meanExcessLoss, initialDistance: report.initialDistance)
  }
}
