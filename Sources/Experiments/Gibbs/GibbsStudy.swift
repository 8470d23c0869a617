import Foundation
import Gibbs
import Stochastic

/// `langevin gibbs`: an experiment, the Gibbs laws it speaks of, and the result it ends in.
public struct GibbsStudy: Sendable {
  public let experiment: Experiment
  public let threads: Int
  private let file: String
  private let potential: any GibbsPotential

  /// - Throws: `InputError` if the problem has no Gibbs law, or not by the method asked for.
  public init(_ experiment: Experiment, file: String, threads: Int? = nil) throws {
    self.experiment = experiment
    self.file = file
    self.threads = threads ?? ProcessorCount.available
    potential = try Catalogue.gibbsPotential(of: experiment, file: file)
  }

  /// Computes everything; `progress` hears what is being computed.
  /// - Throws: `CancellationError` once `control` is cancelled.
  public func run(
    control: RunControl, started: Date, progress: @escaping (String) -> Void
  ) throws -> GibbsResult {
    var (report, ladder) = try reports(of: potential, control, progress)
    if case .gsl(let name) = experiment.generator {
      report.notes.append("random numbers come from philox: generator gsl:\(name) is for simulations only")
    }
    if experiment.gibbs.integrator != GibbsOptions().integrator,
      report.method == GibbsMeasureMethod.deterministic.rawValue
    {
      report.notes.append(
        "gibbs.integrator \(experiment.gibbs.integrator.rawValue) is for the trajectories of monte-carlo: "
          + "none were followed")
    }
    let provenance = Provenance(
      version: Langevin.version, seed: experiment.seed, generator: "philox", threads: threads,
      processor: Langevin.processor, started: started.ISO8601Format(),
      seconds: Date().timeIntervalSince(started), paths: experiment.paths, experimentFile: file,
      experiment: try experiment.json())
    return GibbsResult(name: experiment.name, provenance: provenance, report: report, ladder: ladder)
  }

  private func reports<P: GibbsPotential>(
    of potential: P, _ control: RunControl, _ progress: @escaping (String) -> Void
  ) throws -> (GibbsReport, [GibbsReport]) {
    progress("searching the minima")
    let study = try GibbsMeasure(
      potential, initial: experiment.initial, seed: experiment.seed, integrator: experiment.gibbs.integrator,
      threads: threads, control: control)
    let method = experiment.gibbs.method.resolved(for: potential)
    let rates = Set(experiment.gibbs.learningRates).sorted()
    let report = try study.report(
      learningRate: experiment.learningRate, method: method, radii: experiment.gibbs.radii,
      progress: progress)
    let ladder = try rates.enumerated().map { place, rate in
      try study.report(learningRate: rate, method: method, radii: nil) { stage in
        progress("learning rate \(place + 1) of \(rates.count): \(stage)")
      }
    }
    return (report, ladder)
  }
}
