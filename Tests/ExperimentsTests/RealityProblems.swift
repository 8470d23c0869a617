import Foundation

@testable import Experiments

/// Problems small enough that everything about their Gibbs laws is computed without chance.
enum RealityProblem: String, CaseIterable, CustomStringConvertible {
  case sigmoid, tanh, softplus, quadratic, plane

  var description: String { rawValue }

  /// The initial laws lie to one side, so that the slowest mode is excited, and are narrower than the Gibbs law.
  private var text: String {
    switch self {
    case .sigmoid:
      net(
        "sigmoid", outer: "[2.0]", regularization: 0.1, "[[-1.5], [-0.5], [0.8], [2.0]]",
        "[0.3, -0.4, 1.1, 1.9]")
        + "learningRate: 0.2\nhorizon: 24\ninitial: {kind: gaussian, mean: -1.0, standardDeviation: 0.35}\n"
    case .tanh:
      net(
        "tanh", outer: "[0.8]", regularization: 0.3, "[[1.7], [-0.9], [-0.8], [-1.9]]", "[0.9, 1.4, 1.1, 0.1]"
      )
        + "learningRate: 0.3\nhorizon: 10\ninitial: {kind: gaussian, mean: 1.2, standardDeviation: 0.3}\n"
    case .softplus:
      net(
        "softplus", outer: "[0.9]", regularization: 0.2, "[[-1.2], [-0.4], [0.7], [1.1]]",
        "[0.5, 1.3, -0.2, 0.9]")
        + "learningRate: 0.2\nhorizon: 12\ninitial: {kind: gaussian, mean: 1.8, standardDeviation: 0.35}\n"
    case .quadratic:
      "problem: {kind: quadratic, dimension: 1, regularization: 0.7}\n"
        + "learningRate: 0.2\nhorizon: 4\ninitial: {kind: gaussian, mean: 0.6, standardDeviation: 0.3}\n"
    case .plane:
      net(
        "softplus", outer: "[1.5, -1.0]", regularization: 0.4, "[[0.4], [0.7], [2.1]]", "[1.3, 1.2, 0.9]")
        + "learningRate: 1\nhorizon: 10\n"
        + "initial: {kind: gaussian, mean: [0, -2], standardDeviation: 0.35}\n"
    }
  }

  private func net(
    _ activation: String, outer: String, regularization: Double, _ inputs: String, _ labels: String
  ) -> String {
    "problem: {kind: two-layer, activation: \(activation), outer: \(outer), regularization: \(regularization), "
      + "data: {inputs: \(inputs), labels: \(labels)}}\n"
  }

  /// dt, far below the time in which anything happens: second-order bias is what the gates do not allow for
  private var stepSize: Double { self == .plane ? 0.02 : 0.01 }

  func experiment(paths: Int) throws -> Experiment {
    let sgd = self == .quadratic ? "" : ", {kind: sgd, batch: 1}"
    return try parsedInput(
      text + "paths: \(paths)\nseed: 5\ntimes: {count: 81}\ndynamics: [{kind: sde, dt: \(stepSize)}\(sgd)]\n")
  }
}
