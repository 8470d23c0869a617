import Foundation
import GSL
import Gibbs
import Stochastic

/// The decay bound against simulation: E L of the SDE over time, freed from the bias of its integrator, next to
/// C(s)‖ρ − μ_s‖e^(−λ_s t), and the rate at which it decays next to λ_s.
public struct RealityStudy: Sendable {
  public let experiment: Experiment
  private let threads: Int
  private let file: String
  private let potential: any GibbsPotential

  /// Confidence level at which the curve is held against the bound.
  public static let level = 0.99

  /// - Throws: `InputError` if the problem has no Gibbs law or cannot be run.
  public init(_ experiment: Experiment, file: String, threads: Int? = nil) throws {
    self.experiment = experiment
    self.file = file
    self.threads = threads ?? ProcessorCount.available
    potential = try Catalogue.gibbsPotential(of: experiment, file: file)
  }

  /// Measures and simulates; `progress` hears what is being done.
  /// - Throws: `CancellationError` once `control` is cancelled.
  public func run(control: RunControl, progress: @escaping (String) -> Void) throws -> RealityResult {
    try run(potential, control, progress)
  }

  private func run<P: GibbsPotential>(
    _ potential: P, _ control: RunControl, _ progress: @escaping (String) -> Void
  ) throws -> RealityResult {
    progress("searching the minima")
    let measure = try GibbsMeasure(
      potential, initial: experiment.initial, seed: experiment.seed, integrator: experiment.gibbs.integrator,
      threads: threads, control: control)
    let method = experiment.gibbs.method.resolved(for: potential, preferringClosedForms: true)
    let report = try measure.report(
      learningRate: experiment.learningRate, method: method, radii: nil, progress: progress)
    return try run(measure, report, control: control, progress: progress)
  }

  /// With a Gibbs law that is measured already.
  func run<P: GibbsPotential>(
    _ measure: GibbsMeasure<P>, _ report: GibbsReport, control: RunControl,
    progress: @escaping (String) -> Void
  ) throws -> RealityResult {
    progress("what the loss shows of the slowest modes")
    let expansion = try measure.modeExpansion(
      learningRate: experiment.learningRate, distance: report.initialDistance.value, threads: threads,
      control: control)
    progress("simulating \(experiment.paths) paths")
    let simulation = try RealitySimulation(experiment, file: file, threads: threads, control: control)
    return try RealityAssembly(
      experiment: experiment, report: report, expansion: expansion, simulation: simulation
    ).result()
  }
}

/// The SDE with two step sizes on one Brownian path, and SGD if the experiment has it.
struct RealitySimulation {
  let times: [Double]
  /// dt
  let stepSize: Double
  let state: EnsembleState
  let sgd: (batch: Int, sampling: Sampling)?

  /// The step of the experiment's first SDE, s/20 if it has none.
  init(_ experiment: Experiment, file: String, threads: Int, control: RunControl) throws {
    let s = experiment.learningRate
    var step: Double?
    for dynamics in experiment.dynamics where step == nil {
      if case .sde(_, let own) = dynamics.kind { step = own }
    }
    let fine = step ?? s / 20
    var run = experiment
    run.dynamics = [.sde("fine", step: fine), .sde("coarse", step: 2 * fine)]
    sgd = experiment.firstSGD
    if let sgd {
      run.dynamics.append(
        DynamicsSpecification(name: "sgd", kind: .sgd(batch: sgd.batch, sampling: sgd.sampling)))
    }
    let state = try Comparison(run, file: file, threads: threads).run(control: control)
    guard state.isFinished else { throw CancellationError() }
    times = experiment.times
    stepSize = Dynamics.sde(stepSize: fine).usedStepSize(times) ?? fine
    self.state = state
  }
}
