import Stochastic

/// The Brownian path that is a function of the seed alone, and the scheme that chooses its own steps on it.
extension OrderMeter {
  private static let tolerances = [0.03, 0.01, 0.003]
  /// The strong error may be so many times the tolerance, which is for one step
  private static let multiple = 1.0
  /// From one tolerance to the next, about a third, the error falls at least by this factor
  private static let fall = 0.6
  /// A coarse step is put together from the cells of the finest curve: the same up to rounding
  private static let rounding = 1e-12

  /// √E‖W_tol(T) − W(T)‖² at T = 4s on the tanh net, against SRA1 at dt = s/1024 on the same path.
  func adaptiveSteps(seed: UInt64) throws -> [Agreement] {
    let problem = try VerifyProblem.tanhNet()
    let fine = Dynamics.sde(integrator: .sra1, stepSize: problem.learningRate / 1024)
    let values = try refinable(
      problem, [fine] + Self.tolerances.map { .adaptiveSDE(tolerance: $0) }, seed: seed)
    var means = CorrelatedMeans(dimension: Self.tolerances.count)
    means.add(
      Self.tolerances.indices.map { place in
        values[0][0][0].indices.map { path in
          (1..<values[0].count).reduce(0) { sum, k in
            let difference = values[place + 1][k][0][path] - values[0][k][0][path]
            return sum + difference * difference
          }
        }
      })
    let data = MeasuredErrors(steps: Self.tolerances, means, squares: true)
    let bounds = Self.tolerances.enumerated().map { place, tolerance in
      Agreement(
        statement: "adaptive-sde on the \(problem.name), tolerance \(tolerance.shortText): strong error",
        expected: 0, found: data.errors[place], standardError: data.standardErrors[place],
        allowance: Self.multiple * tolerance)
    }
    let ratios = zip(data.errors, data.errors.dropFirst()).map { $1 / $0 }
    return bounds + [
      Agreement(
        statement: "adaptive-sde: what is left of its strong error at the next tolerance, at most",
        expected: 0, found: ratios.contains(where: \.isNaN) ? .nan : ratios.max() ?? .nan,
        allowance: Self.fall)
    ]
  }

  /// Euler–Maruyama at dt = s/8 has the same losses by itself and beside other schemes and steps.
  func onePath(seed: UInt64) throws -> [Agreement] {
    let problem = try VerifyProblem.tanhNet()
    let s = problem.learningRate
    let euler = Dynamics.sde(integrator: .eulerMaruyama, stepSize: s / 8)
    let companions: [Dynamics] = [
      .sde(integrator: .sra1, stepSize: s / 64), .sde(integrator: .heun, stepSize: s / 4),
      .adaptiveSDE(tolerance: 0.01),
    ]
    let alone = try refinable(problem, [euler], seed: seed)[0][0][0]
    let among = try refinable(problem, companions + [euler], seed: seed)[companions.count][0][0]
    let differences = zip(alone, among).map { abs($0 - $1) }
    return [
      Agreement(
        statement: "euler-maruyama by itself and beside other schemes: largest difference of a loss",
        expected: 0, found: differences.contains(where: \.isNaN) ? .nan : differences.max() ?? .nan,
        allowance: Self.rounding)
    ]
  }

  /// (curve, function, time, path) of 1024 paths at T = 4s.
  private func refinable(
    _ problem: VerifyProblem, _ dynamics: [Dynamics], seed: UInt64
  ) throws -> [[[[Double]]]] {
    let run = PathRun(
      potential: problem.potential, learningRate: problem.learningRate, initial: problem.initial,
      times: [4 * problem.learningRate], curves: dynamics.enumerated().map { Curve("\($0)", $1) },
      recordsWeights: true, seed: seed, refinable: true)
    return try source.values(run, paths: 0..<1024, control: control).values
  }
}
