import Stochastic

/// The workloads of the benchmark.
enum Suite {
  static let sizes = [(2, 1, 8), (5, 2, 20), (10, 20, 100), (50, 20, 1000)]
  private static let stepSize = 0.01
  /// Of adaptive steps: some four for each step of noisy gradient descent
  private static let tolerance = 3e-4
  /// Of Euler–Maruyama on the tree: s/4, about the mean step of adaptive paths
  private static let treeStepSize = 0.025

  static func workloads() throws -> [Workload] {
    let nets = try sizes.flatMap { p, d, n in
      let net = try Workload.risk(Sigmoid(), p, d, n)
      let size = "(\(p),\(d),\(n))"
      let multiplyAdds = 2 * p * d * n
      return try activations(p, d, n, size, multiplyAdds) + schemes(net, size, multiplyAdds)
        + dynamics(net, size, multiplyAdds)
        + batches(net, size, multiplyAdds, samples: n)
    }
    return try nets + [
      Workload(
        "quadratic D=50 sde", Quadratic(dimension: 50, regularization: 0.7), .sde(stepSize: stepSize),
        multiplyAdds: 50),
      Workload("double-well sde", DoubleWell(), .sde(stepSize: stepSize), multiplyAdds: 2),
    ]
  }

  private static func activations(
    _ p: Int, _ d: Int, _ n: Int, _ size: String, _ multiplyAdds: Int
  ) throws -> [Workload] {
    let sde = Dynamics.sde(stepSize: stepSize)
    return [
      Workload("\(size) sde sigmoid", try Workload.risk(Sigmoid(), p, d, n), sde, multiplyAdds: multiplyAdds),
      Workload(
        "\(size) sde tanh", try Workload.risk(HyperbolicTangent(), p, d, n), sde, multiplyAdds: multiplyAdds),
      Workload(
        "\(size) sde softplus", try Workload.risk(Softplus(), p, d, n), sde, multiplyAdds: multiplyAdds),
    ]
  }

  /// Nanoseconds per multiply-add are then per gradient, whatever a step takes of them.
  private static func schemes(
    _ net: some Potential, _ size: String, _ multiplyAdds: Int
  ) -> [Workload] {
    Integrator.allCases.filter { $0 != .eulerMaruyama }.map { scheme in
      Workload(
        "\(size) sde sigmoid \(scheme.rawValue)", net, .sde(integrator: scheme, stepSize: stepSize),
        multiplyAdds: scheme.properties.gradientsPerStep * multiplyAdds)
    }
      + [
        // two gradients for every step that a path has tried
        Workload(
          "\(size) sde sigmoid adaptive", net, .adaptiveSDE(tolerance: tolerance),
          multiplyAdds: 2 * multiplyAdds),
        // on the tree that adaptive paths are drawn from, with steps about as long as theirs
        Workload(
          "\(size) sde sigmoid refinable", net, .sde(stepSize: treeStepSize), multiplyAdds: multiplyAdds,
          refinable: true),
      ]
      + UnderdampedIntegrator.allCases.map { splitting in
        Workload(
          "\(size) underdamped \(splitting.rawValue)", net,
          .underdamped(integrator: splitting, friction: 1, stepSize: stepSize), multiplyAdds: multiplyAdds)
      }
  }

  private static func dynamics(
    _ net: some Potential, _ size: String, _ multiplyAdds: Int
  ) -> [Workload] {
    [
      Workload("\(size) noisy-gd", net, .noisyGradientDescent, multiplyAdds: multiplyAdds),
      Workload(
        "\(size) gradient-flow", net, .gradientFlow(stepSize: stepSize), multiplyAdds: 4 * multiplyAdds),
      Workload("\(size) mala", net, .mala(stepSize: stepSize), multiplyAdds: multiplyAdds),
    ]
  }

  private static func batches(
    _ net: some Potential, _ size: String, _ multiplyAdds: Int, samples n: Int
  ) -> [Workload] {
    [
      Workload(
        "\(size) covariance-sde", net,
        .covarianceSDE(batch: max(n / 8, 1), sampling: .withReplacement, stepSize: stepSize),
        multiplyAdds: multiplyAdds)
    ]
      + Sampling.allCases.map { sampling in
        Workload(
          "\(size) sgd b=\(n) \(sampling.rawValue)", net, .sgd(batch: n, sampling: sampling),
          multiplyAdds: multiplyAdds)
      }
  }
}
