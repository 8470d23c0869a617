import Foundation
import Stochastic

/// Reads the top level of an experiment, block by block. A new block is a key here and a reader of its own.
struct ExperimentReader {
  static let keys = [
    "name", "problem", "learningRate", "horizon", "initial", "times", "paths", "seed", "generator",
    "brownianPath", "dynamics", "gibbs",
  ]

  let section: InputSection

  func read(
    source: String, directory: URL, knownGenerators: [String]
  ) throws(InputError) -> Experiment {
    let name = try name()
    let learningRate = try section.required("learningRate", NumberRule.positive.rawValue).number(.positive)
    let horizon = try section.required("horizon", NumberRule.positive.rawValue).number(.positive)
    try section["learningRate"]?.refuseTooManySteps(of: learningRate, over: horizon)
    let problemField = try section.required("problem", "a mapping with the problem's kind")
    let problem = try ProblemSpecification(problemField, directory: directory)
    let experiment = Experiment(
      name: name, problem: problem, learningRate: learningRate, horizon: horizon,
      initial: try section["initial"].map { field throws(InputError) in
        try InitialLaw(field, dimension: problem.dimension)
      } ?? .standard(dimension: problem.dimension),
      times: try RecordingTimes(section["times"], section.field).resolved(horizon: horizon),
      paths: try section["paths"]?.count(1...InputLimits.paths) ?? 10_000,
      seed: try section["seed"]?.seed() ?? 1,
      generator: try section["generator"].map { field throws(InputError) in
        try GeneratorChoice(field, known: knownGenerators)
      } ?? .philox,
      brownianPath: try section["brownianPath"]?.choice(BrownianPathKind.self) ?? .perRun,
      dynamics: try DynamicsReader(problem: problem, learningRate: learningRate, horizon: horizon)
        .read(section["dynamics"]),
      gibbs: try section["gibbs"].map { field throws(InputError) in try GibbsOptions(field) }
        ?? GibbsOptions(),
      source: source)
    if experiment.isRefinable { try checkRefinable(experiment) }
    return experiment
  }

  /// What a Brownian path that can be refined does not go with.
  private func checkRefinable(_ experiment: Experiment) throws(InputError) {
    if let field = section["generator"], experiment.generator != .philox {
      throw field.error("philox: a refinable Brownian path, which adaptive curves need, is addressed by it")
    }
    let most = Double(1 << 20)
    if let field = section["learningRate"],
      experiment.horizon / experiment.learningRate + Double(experiment.times.count) >= most
    {
      throw field.error(
        "fewer than \(1 << 20) steps of s to the horizon \(experiment.horizon) on a refinable Brownian path")
    }
    for (index, dynamics) in experiment.dynamics.enumerated() {
      guard case .sde(_, let step?) = dynamics.kind, step < experiment.learningRate * 0x1p-26 else {
        continue
      }
      throw InputError(
        file: section.field.file, line: section["dynamics"]?.node.line, keyPath: "dynamics[\(index)].dt",
        value: "\(step)", expected: "at least s/2^26 on a refinable Brownian path")
    }
  }

  private func name() throws(InputError) -> String {
    if let field = section["name"] { return try field.fileName() }
    let base = URL(fileURLWithPath: section.field.file).deletingPathExtension().lastPathComponent
    if let fault = FileNameRule.fault(in: base) {
      throw InputError(
        file: section.field.file, line: section.field.node.line, keyPath: "name", value: "no such key",
        expected: "a name, since that of the file is not one \(fault)")
    }
    return base
  }
}

extension InputField {
  /// Refuses a step size that the horizon would take more than `InputLimits.steps` of.
  func refuseTooManySteps(of stepSize: Double, over horizon: Double) throws(InputError) {
    if horizon / stepSize > InputLimits.steps {
      throw error("at least \(horizon / InputLimits.steps) (at most 1e12 steps to the horizon \(horizon))")
    }
  }
}
