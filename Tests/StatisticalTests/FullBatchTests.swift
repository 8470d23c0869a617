import Foundation
import Stochastic
import Testing

/// SGD whose batch is the whole data set, each sample once, is gradient descent on L: no path may differ from
/// a plain scalar gradient descent by more than 10⁻¹².
@Suite struct FullBatchTests {
  static let steps = [1, 2, 10, 60]
  static let learningRate = 0.3

  /// σ and σ′ by the textbook formula.
  private static func activation(_ name: String?) -> (Double) -> (value: Double, slope: Double) {
    switch name {
    case "tanh": { (tanh($0), 1 - tanh($0) * tanh($0)) }
    case "softplus": { (log(1 + exp($0)), 1 / (1 + exp(-$0))) }
    default: { (1 / (1 + exp(-$0)), exp(-$0) / pow(1 + exp(-$0), 2)) }
    }
  }

  /// L and ∇L of a net with β = 1, written as in the definition.
  private static func risk(
    _ problem: Reference.Problem, _ regularization: Double, at w: [Double]
  ) -> (value: Double, gradient: [Double]) {
    let sigma = activation(problem.activation)
    let (outer, inputs, labels) = (problem.outer ?? [], problem.inputs ?? [], problem.labels ?? [])
    var value = 0.5 * regularization * w.reduce(0) { $0 + $1 * $1 }
    var gradient = w.map { regularization * $0 }
    for (x, y) in zip(inputs, labels) {
      let units = outer.indices.map { j in
        sigma(x.indices.reduce(0) { $0 + w[j * x.count + $1] * x[$1] })
      }
      let residual = outer.indices.reduce(-y) { $0 + outer[$1] * units[$1].value }
      value += 0.5 * residual * residual / Double(labels.count)
      for j in outer.indices {
        for k in x.indices {
          gradient[j * x.count + k] += residual * outer[j] * units[j].slope * x[k] / Double(labels.count)
        }
      }
    }
    return (value, gradient)
  }

  @Test(
    arguments: [("P1", [-1.5]), ("P3", [1, 0.5]), ("P7a", [1.2])], [Sampling.withoutReplacement, .reshuffle])
  func isGradientDescent(problem: (id: String, start: [Double]), sampling: Sampling) throws {
    let net = Reference.problem(problem.id)
    let state = try simulate(
      net.potential(regularization: 0.1), learningRate: Self.learningRate, initial: .point(problem.start),
      times: Self.steps.map { Double($0) * Self.learningRate },
      curves: [.sgd(batch: net.labels?.count ?? 0, sampling: sampling)], paths: 100, seed: 8000)
    var w = problem.start
    for k in 1...60 {
      w = zip(w, Self.risk(net, 0.1, at: w).gradient).map { $0 - Self.learningRate * $1 }
      guard let time = Self.steps.firstIndex(of: k) else { continue }
      let (losses, truth) = (state.moments(curve: 0, time: time), Self.risk(net, 0.1, at: w).value)
      #expect(abs(losses.minimum - truth) <= 1e-12, "least loss after \(k) steps")
      #expect(abs(losses.maximum - truth) <= 1e-12, "largest loss after \(k) steps")
    }
  }
}
