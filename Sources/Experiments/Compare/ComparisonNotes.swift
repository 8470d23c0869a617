import Stochastic

/// What a reader of a comparison must know before trusting its numbers.
struct ComparisonNotes {
  let experiment: Experiment
  let curves: [Curve]
  let generator: RandomGenerator

  var notes: [String] {
    [shortenedSteps, coarseSteps, offGrid, slowGenerator, fewPaths].compactMap { $0 } + minibatchNotes
  }

  /// Recording times closer than dt, or not multiples of it, shorten the steps between them.
  private var shortenedSteps: String? {
    let times = experiment.times
    guard let curve = curves.first(where: { $0.dynamics.usedStepSize(times) != $0.dynamics.stepSize }),
      let used = curve.dynamics.usedStepSize(times), let asked = curve.dynamics.stepSize
    else { return nil }
    return "\(curve.name) makes steps of at most \(used), not \(asked), so as to hit the recording times"
  }

  /// A gap between SGD and the SDE measured with dt near s is partly the integrator's own bias.
  private var coarseSteps: String? {
    let s = experiment.learningRate
    let hasSGD = curves.contains { if case .sgd = $0.dynamics { true } else { false } }
    let coarse = curves.first { curve in
      curve.dynamics.isBrownian && curve.dynamics.usedStepSize(experiment.times) ?? 0 > s / 4
    }
    guard hasSGD, let first = coarse, let step = first.dynamics.usedStepSize(experiment.times) else {
      return nil
    }
    return "\(first.name) has dt = \(step), not well below s = \(s): its gap to SGD is partly the bias of "
      + "Euler–Maruyama, which at dt = s is noisy gradient descent. Halve dt and see whether the gap moves."
  }

  /// Between its steps a discrete algorithm stands still while the SDE moves on.
  private var offGrid: String? {
    let s = experiment.learningRate
    let isDiscrete = curves.map { $0.dynamics.stepSize == nil }
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
