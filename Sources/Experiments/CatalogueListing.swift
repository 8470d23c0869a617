import Stochastic

extension Catalogue {
  /// A heading of `langevin list` with its entries.
  public struct Section: Sendable {
    public let title: String
    public let entries: [(name: String, summary: String)]
  }

  /// Everything an experiment can name.
  public static var listing: [Section] {
    [
      Section(
        title: "problems",
        entries: [
          ("two-layer", "regularised risk of f(x) = a . sigma(W x), a fixed, W trained"),
          ("quadratic", "(lambda/2) |W|^2 in any dimension"),
          ("double-well", "(w^2 - 1)^2 / 4 on the line"),
        ]),
      Section(title: "activations", entries: ActivationName.allCases.map { ($0.rawValue, $0.formula) }),
      Section(title: "data generators", entries: GeneratorName.allCases.map { ($0.rawValue, $0.summary) }),
      Section(
        title: "dynamics",
        entries: [
          ("sde", "dW = -grad L dt + sqrt(s) dB, by an integrator with its own step dt"),
          ("noisy-gd", "W+ = W - s grad L - s xi, xi ~ N(0, I): Euler-Maruyama at dt = s"),
          (
            "sgd",
            "W+ = W - (s/b) sum of grad L_i over a batch - s lambda W; with momentum, weightDecay, decay if given"
          ),
          (
            "covariance-sde",
            "dW = -grad L dt + sqrt(s) Sigma(W)^(1/2) dB, Sigma the covariance of SGD's minibatch gradient"
          ),
          (
            "svag",
            "l = refinement steps of size s/l for one of SGD, with SGD's noise: tends to covariance-sde"
          ),
          (
            "gradient-flow",
            "dW = -grad L dt, the limit s -> 0, by an integrator with its own step or tolerance"
          ),
          (
            "underdamped",
            "dW = V dt, dV = -grad L dt - gamma V dt + sqrt(gamma s) dB, gamma = friction, by a splitting"
          ),
          ("mala", "proposals W - dt grad L + sqrt(s dt) xi, accepted so that the Gibbs law is exact"),
        ]),
      Section(
        title: "integrators",
        entries: Integrator.allCases.map { ($0.rawValue, $0.properties.summary) } + [
          ("adaptive", "strong order 3/2 with steps chosen path by path to a tolerance")
        ]),
      Section(
        title: "splittings for underdamped dynamics",
        entries: UnderdampedIntegrator.allCases.map { ($0.rawValue, $0.summary) }),
      Section(
        title: "solvers for the gradient flow",
        entries: FlowIntegrator.allCases.map { ($0.rawValue, $0.summary) }),
      Section(
        title: "Gibbs methods",
        entries: [
          ("auto", "deterministic in one to three dimensions, monte-carlo above"),
          (
            "deterministic",
            "quadrature, and two discretisations of the generator; closed forms for a quadratic in any dimension"
          ),
          ("monte-carlo", "tempered Hamiltonian chains, annealed importance sampling, Rayleigh quotients"),
        ]),
      Section(title: "batch sampling", entries: Sampling.allCases.map { ($0.rawValue, $0.summary) }),
      Section(
        title: "generators",
        entries: [("philox", "Philox4x32-10, addressed by path and step; the default")]
          + generatorNames.map { ("gsl:\($0)", "") }),
    ]
  }
}

extension ActivationName {
  fileprivate var formula: String {
    switch self {
    case .sigmoid: "1 / (1 + exp(-beta z))"
    case .tanh: "tanh(beta z)"
    case .softplus: "log(1 + exp(beta z)) / beta"
    }
  }
}

extension GeneratorName {
  fileprivate var summary: String {
    switch self {
    case .sine: "x uniform in [0, 1)^d, y = sin(pi |x|^2 / d) + noise"
    case .teacher: "x uniform in [0, 1)^d, y from a random two-layer sigmoid net + noise"
    }
  }
}

extension Sampling {
  fileprivate var summary: String {
    switch self {
    case .withReplacement: "b independent uniform indices"
    case .withoutReplacement: "a uniform subset of b, afresh at each step"
    case .reshuffle: "a random permutation each epoch, cut into consecutive batches"
    }
  }
}
