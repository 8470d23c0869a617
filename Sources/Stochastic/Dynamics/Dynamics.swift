import GSL

/// What moves the weights.
public enum Dynamics: Sendable, Hashable {
  /// The SGD–SDE dW = −∇L dt + √s dB, by a scheme with steps of at most `stepSize`.
  case sde(integrator: Integrator = .eulerMaruyama, stepSize: Double)
  /// The same SDE with steps chosen path by path so that each errs by no more than about `tolerance`: see
  /// `AdaptiveSimulator`.
  case adaptiveSDE(tolerance: Double)
  /// W⁺ = W − s∇L − sξ, ξ ~ N(0, I): gradient descent with unit gradient noise, which is Euler–Maruyama at dt = s.
  case noisyGradientDescent
  /// W⁺ = W − (s/b) Σ_{i∈B} ∇Lᵢ − s∇R over batches of `batch` samples, or a variant of it.
  case sgd(batch: Int, sampling: Sampling, variant: SGDVariant = .plain)
  /// dW = −∇L dt + √s Σ(W)^{1/2} dB (Itô), Σ the covariance of the minibatch gradient, with steps of at most `stepSize`.
  case covarianceSDE(batch: Int, sampling: Sampling, stepSize: Double)
  /// SVAG: l = `refinement` steps of size s/l for one of SGD, each on two minibatches, with SGD's covariance.
  case svag(refinement: Int, batch: Int, sampling: Sampling)
  /// dW = −∇L dt, the limit s → 0, by the classical Runge–Kutta scheme with steps of at most `stepSize`.
  case gradientFlow(stepSize: Double)
  /// The same by a solver of GSL that chooses its steps from a tolerance: a reference, slow.
  case adaptiveGradientFlow(method: ODESolver.Method = .rk8pd, tolerance: Double)
  /// dW = V dt, dV = −∇L dt − γV dt + √(γs) dB, γ = `friction`, from V ~ N(0, (s/2) I), by a splitting with steps of at
  /// most `stepSize`. W has the Gibbs law of the SGD–SDE in the end.
  case underdamped(integrator: UnderdampedIntegrator = .baoab, friction: Double, stepSize: Double)
  /// The Metropolis-adjusted Langevin algorithm with proposals of at most `stepSize`: the Gibbs law is invariant exactly.
  case mala(stepSize: Double)
}

extension Dynamics {
  /// The step dt of a continuous dynamics; nil for algorithms, which step by the learning rate, and for solvers that
  /// choose their steps.
  public var stepSize: Double? {
    switch self {
    case .sde(_, let step), .gradientFlow(let step), .covarianceSDE(_, _, let step),
      .underdamped(_, _, let step), .mala(let step):
      step
    case .adaptiveSDE, .noisyGradientDescent, .sgd, .svag, .adaptiveGradientFlow: nil
    }
  }

  /// The largest step a continuous dynamics really makes to hit these times: at most `stepSize`.
  ///
  /// - Parameter learningRate: s, on a Brownian path that can be refined; nil on the path of a single run
  public func usedStepSize(_ times: [Double], refining learningRate: Double? = nil) -> Double? {
    guard let stepSize else { return nil }
    let grid = learningRate.flatMap { try? BrownianGrid(times: times, learningRate: $0) }
    let segments = schedule(learningRate: stepSize, times: times, grid: grid).segments
    let used = segments.filter { $0.count > 0 }.map(\.stepSize).max() ?? stepSize
    return abs(used - stepSize) < 1e-9 * stepSize ? stepSize : used
  }

  /// Whether it is driven by the D-dimensional Brownian motion that all such curves of a run share.
  public var isBrownian: Bool {
    switch self {
    case .sde, .adaptiveSDE, .noisyGradientDescent: true
    case .sgd, .svag, .covarianceSDE, .gradientFlow, .adaptiveGradientFlow, .underdamped, .mala: false
    }
  }

  /// Whether it is an algorithm that steps by the learning rate, or by a part of it.
  public var isDiscrete: Bool {
    switch self {
    case .noisyGradientDescent, .sgd, .svag: true
    case .sde, .adaptiveSDE, .covarianceSDE, .gradientFlow, .adaptiveGradientFlow, .underdamped, .mala: false
    }
  }

  /// Steps of one path up to the last of `times`.
  public func stepCount(learningRate: Double, times: [Double], refinable: Bool = false) -> Int {
    let grid = refinable ? try? BrownianGrid(times: times, learningRate: learningRate) : nil
    return schedule(learningRate: learningRate, times: times, grid: grid).stepCount
  }

  /// Whether all steps up to the last of `times` are equal.
  public func makesEqualSteps(_ times: [Double], refining learningRate: Double? = nil) -> Bool {
    guard let stepSize else { return true }
    let grid = learningRate.flatMap { try? BrownianGrid(times: times, learningRate: $0) }
    let sizes = schedule(learningRate: stepSize, times: times, grid: grid).segments
      .filter { $0.count > 0 }.map(\.stepSize)
    guard let least = sizes.min(), let largest = sizes.max() else { return true }
    return largest - least <= 1e-9 * largest
  }

  /// Whether paths choose their own steps.
  public var isAdaptive: Bool { if case .adaptiveSDE = self { true } else { false } }

  /// - Parameter grid: of a refinable Brownian path, to whose dyadic intervals the SDE keeps
  func schedule(learningRate: Double, times: [Double], grid: BrownianGrid? = nil) -> StepSchedule {
    if case .sde(_, let stepSize) = self, let grid { return StepSchedule(refining: grid, stepSize: stepSize) }
    if let stepSize { return StepSchedule(hitting: times, stepSize: stepSize) }
    // a solver that chooses its steps is called once for every recording time
    if case .adaptiveGradientFlow = self { return StepSchedule(hitting: times, stepSize: .infinity) }
    return StepSchedule(discrete: nominalStep(learningRate: learningRate), times: times)
  }

  /// dt of a continuous dynamics, and the time that a step of an algorithm stands for.
  func nominalStep(learningRate: Double) -> Double {
    if case .svag(let refinement, _, _) = self { return learningRate / Double(refinement) }
    return stepSize ?? learningRate
  }
}

/// How minibatches are drawn.
public enum Sampling: String, Sendable, Hashable, CaseIterable {
  /// b independent uniform indices.
  case withReplacement = "with-replacement"
  /// A uniform subset of b indices, afresh at each step.
  case withoutReplacement = "without-replacement"
  /// A random permutation each epoch, cut into ⌊n/b⌋ consecutive batches; a remainder of n mod b is not used.
  case reshuffle
}

/// One curve of a comparison: a named dynamics.
public struct Curve: Sendable, Hashable {
  public let name: String
  public let dynamics: Dynamics
  /// Every step of the dynamics is cut into 2^`refinement` equal ones, so that steps of curves that differ in nothing
  /// else are nested.
  public let refinement: Int

  public init(_ name: String, _ dynamics: Dynamics, refinement: Int = 0) {
    self.name = name
    self.dynamics = dynamics
    self.refinement = refinement
  }

  func schedule(learningRate: Double, times: [Double], grid: BrownianGrid? = nil) -> StepSchedule {
    if let grid, case .sde(_, let stepSize) = dynamics {
      // dyadic already: finer ones of the same kind
      return StepSchedule(refining: grid, stepSize: stepSize / Double(1 << refinement))
    }
    let schedule = dynamics.schedule(learningRate: learningRate, times: times, grid: grid)
    return refinement == 0 ? schedule : schedule.refined(refinement)
  }
}

/// The law of the weights at time 0.
public enum InitialLaw: Sendable, Hashable {
  /// N(mean, standardDeviation² I), one mean per weight.
  case gaussian(mean: [Double], standardDeviation: Double)
  case point([Double])

  /// Whether means are finite and the standard deviation is finite and not negative.
  var isFinite: Bool {
    switch self {
    case .gaussian(let mean, let deviation):
      mean.allSatisfy(\.isFinite) && deviation.isFinite && deviation >= 0
    case .point: true
    }
  }

  /// How many weights the law is for.
  public var dimension: Int {
    switch self {
    case .gaussian(let mean, _): mean.count
    case .point(let weights): weights.count
    }
  }

  /// Writes the initial weights of sixteen paths. Every curve of a run starts a path at the same point.
  func sample(into w: LaneVector, using random: inout LaneRandom) {
    switch self {
    case .point(let weights):
      for k in 0..<w.count { w[k] = Lanes(repeating: weights[k]) }
    case .gaussian(let mean, let standardDeviation):
      random.normals(into: w, step: 0, dimension: w.count)
      for k in 0..<w.count {
        w[k] = Lanes(repeating: mean[k]).adding(w[k], times: Lanes(repeating: standardDeviation))
      }
    }
  }
}
