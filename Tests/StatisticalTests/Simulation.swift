import Stochastic
import Testing

extension Reference.Problem {
  /// The potential with regularization λ.
  func potential(regularization: Double) throws -> any Potential {
    switch kind {
    case .quadratic: return try Quadratic(dimension: width * inputDimension, regularization: regularization)
    case .doubleWell: return DoubleWell()
    case .net:
      let beta = beta ?? 1
      switch activation {
      case "sigmoid": return try risk(Sigmoid(beta: beta), regularization)
      case "tanh": return try risk(HyperbolicTangent(beta: beta), regularization)
      case "softplus": return try risk(Softplus(beta: beta), regularization)
      default: throw ProblemError("\(id): activation \(activation ?? "none")")
      }
    }
  }

  private func risk(_ activation: some Activation, _ regularization: Double) throws -> any Potential {
    try RegularizedRisk(
      activation: activation, outer: outer ?? [], inputs: inputs ?? [], labels: labels ?? [],
      regularization: regularization)
  }
}

extension Reference.Start {
  var law: InitialLaw {
    switch self {
    case .point(let weights): .point(weights)
    case .gaussian(let mean, let deviation): .gaussian(mean: mean, standardDeviation: deviation)
    }
  }

  var isPoint: Bool {
    if case .point = self { true } else { false }
  }
}

/// A run of some curves on any potential. No path may diverge: means are taken over those that have not.
func simulate(
  _ potential: some Potential, learningRate: Double, initial: InitialLaw, times: [Double], curves: [Dynamics],
  paths: Int, seed: UInt64, generator: RandomGenerator = .philox
) throws -> EnsembleState {
  let state = try Ensemble(
    potential: potential, learningRate: learningRate, initial: initial, times: times,
    curves: curves.enumerated().map { Curve("curve \($0.offset)", $0.element) }, paths: paths, seed: seed,
    generator: generator
  ).run()
  try #require(state.isFinished && state.divergences.allSatisfy { $0.count == 0 }, "\(state.divergences)")
  return state
}
