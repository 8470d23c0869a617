import Stochastic

/// How much work goes into a verification.
public enum VerifyScale: String, Sendable, CaseIterable {
  /// Within a minute on two cores
  case quick
  case full

  /// Paths of the full scale, or a part of them
  private func paths(_ full: Int, quick part: Int = 8) -> Int { self == .full ? full : full / part }
}

extension VerifyScale {
  /// Everything that is measured, as data: to verify another scheme, dynamics or problem, add it here.
  func benches() throws -> [OrderBench] {
    let (quadratic, net) = (try VerifyProblem.quadratic(), try VerifyProblem.tanhNet())
    let (doubleWell, quartic) = (VerifyProblem.doubleWell(), VerifyProblem.quartic())
    return [
      strong(quadratic, powersOfHalf(4...8), sra1: 2), strong(net, powersOfHalf(4...8)),
      strong(doubleWell, powersOfHalf(6...10)),
      weak(quadratic, horizon: 2, second: self == .full ? 2...5 : 2...4, 1_048_576),
      weak(net, horizon: 1, second: 2...5, 2_097_152),
      stationaryQuadratic(quadratic),
      stationary(quartic, order: 1, powersOfHalf(5...7), 65_536),
      stationary(quartic, order: 2, powersOfHalf(3...5), 131_072),
    ] + (self == .full ? [postprocessed(quartic)] : []) + [
      algorithms(net), flow(net), covariance(net), underdamped(quadratic), underdampedStationary(quadratic),
    ]
  }

  /// Every scheme; one that is postprocessed both as it is recorded and without that.
  ///
  /// - Parameter sra1: the strong order of SRA1: where the gradient is linear, its leading error vanishes
  private func strong(_ problem: VerifyProblem, _ steps: [Double], sra1: Double = 1.5) -> OrderBench {
    let tasks = VerifiedScheme.all.flatMap { scheme -> [OrderTask] in
      let order = scheme.name == Integrator.sra1.rawValue ? sra1 : scheme.strongOrder
      let task = OrderTask(scheme: scheme, nominal: .order(order), steps: steps)
      guard scheme.isPostprocessed else { return [task] }
      return [
        OrderTask(scheme: scheme, nominal: .order(0.5), steps: steps),
        OrderTask(scheme: scheme, nominal: .order(order), steps: steps, withoutPostprocessing: true),
      ]
    }
    return OrderBench(
      kind: .strong, problem: problem, horizon: 1, referenceStep: steps[steps.count - 1] / 8, tasks: tasks,
      paths: paths(32_768))
  }

  /// The exponential scheme has the right law on a quadratic at every step.
  ///
  /// - Parameter second: exponents of the steps for schemes of second order
  private func weak(
    _ problem: VerifyProblem, horizon: Double, second: ClosedRange<Int>, _ count: Int
  ) -> OrderBench {
    let tasks = VerifiedScheme.all.map { scheme in
      let isExact = scheme.name == Integrator.exponentialEuler.rawValue && problem.potential is Quadratic
      return OrderTask(
        scheme: scheme, nominal: isExact ? .exact : .order(scheme.weakOrder),
        steps: powersOfHalf(scheme.weakOrder > 1 ? second : 3...6))
    }
    return OrderBench(
      kind: .weak, problem: problem, horizon: horizon, referenceStep: 0x1p-8, tasks: tasks,
      paths: paths(count, quick: 4))
  }

  /// On a quadratic Leimkuhler and Matthews' scheme and the exponential one have the Gibbs law at every step; so the
  /// reference is the latter.
  private func stationaryQuadratic(_ problem: VerifyProblem) -> OrderBench {
    let exact: Set = [Integrator.leimkuhlerMatthews.rawValue, Integrator.exponentialEuler.rawValue]
    let tasks = VerifiedScheme.all.filter { $0.name != Integrator.tamedEuler.rawValue }.map { scheme in
      OrderTask(
        scheme: scheme, nominal: exact.contains(scheme.name) ? .exact : .order(scheme.stationaryOrder),
        steps: powersOfHalf(2...4))
    }
    return OrderBench(
      kind: .stationary, problem: problem, horizon: 24, burnIn: 8, referenceStep: 0x1p-6,
      reference: .exponentialEuler, tasks: tasks, paths: paths(131_072))
  }

  /// The schemes of one stationary order that are not postprocessed.
  private func stationary(
    _ problem: VerifyProblem, order: Double, _ steps: [Double], _ count: Int
  ) -> OrderBench {
    let schemes = VerifiedScheme.all.filter { $0.stationaryOrder == order && !$0.isPostprocessed }
    return OrderBench(
      kind: .stationary, problem: problem, horizon: 16, burnIn: 8, referenceStep: steps[steps.count - 1] / 4,
      tasks: schemes.map { OrderTask(scheme: $0, nominal: .order(order), steps: steps) },
      paths: paths(count))
  }

  /// Leimkuhler and Matthews' bias is so small that it is seen at coarse steps only, and that the reference must be the
  /// scheme itself at a fine step: SRA1's own bias would be of the size of what is measured. It takes so many paths that
  /// it is left to the full scale.
  private func postprocessed(_ problem: VerifyProblem) -> OrderBench {
    OrderBench(
      kind: .stationary, problem: problem, horizon: 40, burnIn: 8, referenceStep: 1.0 / 48,
      reference: .leimkuhlerMatthews,
      tasks: VerifiedScheme.all.filter(\.isPostprocessed).map {
        OrderTask(scheme: $0, nominal: .order($0.stationaryOrder), steps: [1.0 / 4, 1.0 / 6, 1.0 / 8])
      }, paths: 4_194_304)
  }

  /// Noisy gradient descent and SGD against the SDE at the same s.
  private func algorithms(_ problem: VerifyProblem) -> OrderBench {
    OrderBench(
      kind: .learningRate, problem: problem, horizon: 0.5, referenceStep: 0.5,
      tasks: [VerifiedScheme.noisyGradientDescent, .sgd(batch: 2)].map {
        OrderTask(scheme: $0, nominal: .order(1), steps: [0.05, 0.025, 0.0125, 0.00625])
      }, paths: paths(2_097_152))
  }

  /// Without chance: one block of paths that are all the same.
  private func flow(_ problem: VerifyProblem) -> OrderBench {
    OrderBench(
      kind: .flow, problem: problem, horizon: 4, referenceStep: 0x1p-8,
      tasks: [OrderTask(scheme: .gradientFlow, nominal: .order(4), steps: powersOfHalf(2...5))], paths: 16)
  }

  /// SGD against the covariance SDE of its own minibatches, coupled by them.
  private func covariance(_ problem: VerifyProblem) -> OrderBench {
    OrderBench(
      kind: .covariance, problem: problem, horizon: 1, referenceStep: 0.25,
      tasks: [OrderTask(scheme: .sgd(batch: 2), nominal: .order(1), steps: [0.2, 0.1, 0.05, 0.025])],
      paths: paths(2_097_152, quick: 4))
  }

  /// Friction and horizon at which the leading errors of all splittings are far from a change of sign.
  private func underdamped(_ problem: VerifyProblem) -> OrderBench {
    OrderBench(
      kind: .underdamped, problem: problem, horizon: 3, referenceStep: 0,
      tasks: UnderdampedIntegrator.allCases.map {
        OrderTask(scheme: .underdamped($0, friction: 0.5), nominal: .order(2), steps: powersOfHalf(0...2))
      }, paths: paths(16_777_216, quick: 4))
  }

  /// BAOAB and ABOBA have the Gibbs law of W on a quadratic at every stable step; OBABO's bias is known.
  private func underdampedStationary(_ problem: VerifyProblem) -> OrderBench {
    OrderBench(
      kind: .underdampedStationary, problem: problem, horizon: 48, burnIn: 16, referenceStep: 0,
      tasks: UnderdampedIntegrator.allCases.map {
        OrderTask(
          scheme: .underdamped($0, friction: 1), nominal: $0 == .obabo ? .order(2) : .exact,
          steps: powersOfHalf($0 == .obabo ? 1...2 : 0...2))
      }, paths: paths(1_048_576, quick: 2))
  }

  /// Of SGD and the covariance SDE on least squares
  var regressionPaths: Int { paths(4_194_304, quick: 4) }
}
