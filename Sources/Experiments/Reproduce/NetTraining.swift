import Stochastic

/// SGD on a sigmoid net f(x) = aᵀσ(Wx) from W₀ ~ N(0, 1/d), many runs on one data set that differ in their initial
/// weights and minibatches. Trainings with the same seed share these.
struct NetTraining: Sendable {
  /// a
  let outer: [Double]
  let data: DataSet
  /// Data sets over which the mean of ½(y − f(x))² is recorded, without the regulariser
  let evaluated: [DataSet]
  /// λ
  let regularization: Double
  /// s
  let learningRate: Double
  /// b, drawn without replacement at each step
  let batch: Int
  /// After which steps losses are recorded, ascending
  let recordedSteps: [Int]
  let runs: Int
  let seed: UInt64

  private var inputDimension: Int { data.inputs.first?.count ?? 0 }
  /// Block-steps, and what one costs: the number of weights
  var steps: Int { (recordedSteps.last ?? 0) * ((runs + 15) / 16) }
  var weights: Int { outer.count * inputDimension }

  /// The losses, (evaluated data set, recorded step, run).
  ///
  /// - Throws: `CancellationError` if it was cancelled; `ProblemError` if a run diverged.
  func run(control: RunControl) throws -> [[[Double]]] {
    let ensemble = try Ensemble(
      potential: risk(data, regularization: regularization), learningRate: learningRate,
      initial: .gaussian(
        mean: Array(repeating: 0, count: weights),
        standardDeviation: 1 / Double(inputDimension).squareRoot()),
      times: recordedSteps.map { Double($0) * learningRate },
      curves: [Curve("sgd", .sgd(batch: batch, sampling: .withoutReplacement))],
      recording: try evaluated.map { try risk($0, regularization: 0) }, paths: runs, seed: seed, threads: 1)
    let state = try ensemble.run(control: control)
    guard state.isFinished else { throw CancellationError() }
    if let path = state.divergences[0].firstPath {
      throw ProblemError(
        "run \(path) of width \(outer.count) at lambda \(regularization) and learning rate \(learningRate) diverged"
      )
    }
    return evaluated.indices.map { place in
      recordedSteps.indices.map { state.retained.losses(recorded: place, curve: 0, time: $0) }
    }
  }

  private func risk(_ data: DataSet, regularization: Double) throws -> RegularizedRisk<Sigmoid> {
    try RegularizedRisk(
      activation: Sigmoid(), outer: outer, inputs: data.inputs, labels: data.labels,
      regularization: regularization)
  }
}

/// What the trainings of the paper's figures have in common.
enum PaperSetting {
  /// d
  static let dimension = 20
  /// B_x = √d, the supremum of |x| on the unit cube, and ‖a‖ = 1/B_x
  static var outerNorm: Double { 1 / Double(dimension).squareRoot() }
  /// λ_c = 2 M_D L B_x²‖a‖² with M_D = L = 1/4 for the sigmoid at β = 1 (equation 1 of the paper)
  static let criticalRegularization = 0.125
  /// Runs on each data set: a block of lanes
  static let runs = 16
  static let batch = 32
  static let paper = "Gopalani and Mukherjee, Global convergence of SGD on two layer neural nets"
  static func id(_ number: Int) -> String { "gopalani-mukherjee-figure-\(number)" }
}
