import Stochastic

/// The workloads of the benchmark.
enum Suite {
  static let sizes = [(2, 1, 8), (5, 2, 20), (10, 20, 100), (50, 20, 1000)]

  static func workloads() throws -> [Workload] {
    try sizes.flatMap { p, d, n in
      let net = try Workload.risk(Sigmoid(), p, d, n)
      let size = "(\(p),\(d),\(n))"
      let full = 2 * p * d * n
      let sde = Dynamics.sde(stepSize: 0.01)
      return [
        Workload("\(size) sde sigmoid", net, sde, multiplyAdds: full),
        Workload(
          "\(size) sde tanh", try Workload.risk(HyperbolicTangent(), p, d, n), sde, multiplyAdds: full),
        Workload("\(size) sde softplus", try Workload.risk(Softplus(), p, d, n), sde, multiplyAdds: full),
        Workload("\(size) noisy-gd", net, .noisyGradientDescent, multiplyAdds: full),
        Workload(
          "\(size) covariance-sde", net,
          .covarianceSDE(batch: max(n / 8, 1), sampling: .withReplacement, stepSize: 0.01),
          multiplyAdds: full),
        Workload("\(size) gradient-flow", net, .gradientFlow(stepSize: 0.01), multiplyAdds: 4 * full),
        Workload("\(size) mala", net, .mala(stepSize: 0.01), multiplyAdds: full + full / 2),
      ]
        + UnderdampedIntegrator.allCases.map { splitting in
          Workload(
            "\(size) underdamped \(splitting.rawValue)", net,
            .underdamped(integrator: splitting, friction: 1, stepSize: 0.01), multiplyAdds: full)
        }
        + Sampling.allCases.map { sampling in
          Workload(
            "\(size) sgd b=\(n) \(sampling.rawValue)", net, .sgd(batch: n, sampling: sampling),
            multiplyAdds: full)
        }
    } + [
      Workload(
        "quadratic D=50 sde", try Quadratic(dimension: 50, regularization: 0.7), .sde(stepSize: 0.01),
        multiplyAdds: 50),
      Workload("double-well sde", DoubleWell(), .sde(stepSize: 0.01), multiplyAdds: 2),
    ]
  }
}
