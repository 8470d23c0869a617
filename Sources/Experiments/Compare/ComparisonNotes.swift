import Stochastic

/// What a reader of a comparison must know before trusting its numbers.
struct ComparisonNotes {
  let experiment: Experiment
  let curves: [Curve]
  let generator: RandomGenerator

  var notes: [String] {
    [shortenedSteps, refinedByCompany, unequalSteps, coarseSteps, offGrid, slowGenerator, fewPaths].compactMap
    { $0 }
      + minibatchNotes
  }

  /// Those that have nothing to do with step sizes.
  var independentOfSteps: [String] { [offGrid, slowGenerator].compactMap { $0 } }

  /// Recording times closer than dt, or not multiples of it, shorten the steps between them.
  private var shortenedSteps: String? {
    guard
      let curve = curves.first(where: { experiment.usedStepSize($0.dynamics) != $0.dynamics.stepSize }),
      let used = experiment.usedStepSize(curve.dynamics), let asked = curve.dynamics.stepSize
    else { return nil }
    var reason = "so as to hit the recording times"
    if experiment.isRefinable, case .sde = curve.dynamics {
      reason = "the learning rate divided by a power of two"
    }
    return "\(curve.name) makes steps of at most \(used), not \(asked), \(reason)"
  }

  /// An adaptive curve changes the steps of others.
  private var refinedByCompany: String? {
    guard experiment.isRefinable, experiment.brownianPath != .refinable else { return nil }
    return
      "the adaptive curve makes this run's Brownian path refinable: every SDE in it steps by s/2^k, the largest that is "
      + "not above its dt and cut at recording times, which in a run without an adaptive curve it would not"
  }

  /// Leimkuhler and Matthews' scheme is of second order for equal steps only.
  private var unequalSteps: String? {
    let curve = curves.first { curve in
      guard case .sde(.leimkuhlerMatthews, _) = curve.dynamics else { return false }
      return !curve.dynamics.makesEqualSteps(
        experiment.times, refining: experiment.isRefinable ? experiment.learningRate : nil)
    }
    return curve.map {
      "\($0.name) makes steps of different lengths between these recording times: leimkuhler-matthews has order 2 for "
        + "means under the Gibbs law with equal steps only"
    }
  }

  /// A gap between SGD and the SDE measured with dt near s is partly the integrator's own bias.
  private var coarseSteps: String? {
    let s = experiment.learningRate
    let hasSGD = curves.contains { if case .sgd = $0.dynamics { true } else { false } }
    let coarse = curves.first { curve in
      curve.dynamics.isBrownian && experiment.usedStepSize(curve.dynamics) ?? 0 > s / 4
    }
    guard hasSGD, let first = coarse, let step = experiment.usedStepSize(first.dynamics) else {
      return nil
    }
    return "\(first.name) has dt = \(step), not well below s = \(s): its gap to SGD is partly the bias of "
      + "Euler–Maruyama, which at dt = s is noisy gradient descent. Halve dt and see whether the gap moves."
  }

  /// Between its steps a discrete algorithm stands still while the SDE moves on.
  private var offGrid: String? {
    let s = experiment.learningRate
    let isDiscrete = curves.map { $0.dynamics.isDiscrete }
    guard isDiscrete.contains(true), isDiscrete.contains(false),
      let time = experiment.times.first(where: { abs($0 / s - ($0 / s).rounded()) > 1e-6 })
    else { return nil }
    return "not every recording time is a multiple of s = \(s) (\(time) is not): there a discrete algorithm "
      + "shows its state after ⌊t/s⌋ steps, and gaps to continuous curves contain up to one step of delay"
  }

  private var slowGenerator: String? {
    guard case .gsl(let type) = generator else { return nil }
    return "random numbers come from GSL's \(type.name), path by path: several times slower than philox"
  }

  private var fewPaths: String? {
    experiment.paths < 100
      ? "\(experiment.paths == 1 ? "1 path" : "\(experiment.paths) paths"): standard errors and bands rest on the normal approximation"
      : nil
  }
}
