import GSL
import Gibbs
import Guarantees
import Stochastic

/// A loss that can be measured and about which theory has something to say.
public typealias StudiedPotential = GibbsPotential & Certifiable

/// From names in an experiment to types: the one place where they are chosen.
public enum Catalogue {
  /// The loss of a problem; `seed` is for what it draws without a seed of its own.
  public static func potential(_ problem: ProblemSpecification, seed: UInt64) throws -> any StudiedPotential {
    switch problem {
    case .quadratic(let dimension, let regularization):
      return try Quadratic(dimension: dimension, regularization: regularization)
    case .doubleWell:
      return DoubleWell()
    case .twoLayer(let net):
      let beta = net.activation.beta
      switch net.activation.name {
      case .sigmoid: return try risk(net, Sigmoid(beta: beta), seed)
      case .tanh: return try risk(net, HyperbolicTangent(beta: beta), seed)
      case .softplus: return try risk(net, Softplus(beta: beta), seed)
      }
    }
  }

  private static func risk(
    _ net: TwoLayerSpecification, _ activation: some Activation, _ seed: UInt64
  ) throws -> any StudiedPotential {
    let data = dataSet(net.data, seed: seed)
    return try RegularizedRisk(
      activation: activation, outer: outerWeights(net.outer, seed: seed), inputs: data.inputs,
      labels: data.labels, regularization: net.regularization)
  }

  /// The samples of a problem, drawn if they are to be drawn.
  public static func dataSet(_ data: DataSpecification, seed: UInt64) -> DataSet {
    switch data {
    case .table(let inputs, let labels, _): return DataSet(inputs: inputs, labels: labels)
    case .generated(let generator):
      let seed = generator.seed ?? seed
      switch generator.name {
      case .sine:
        return .sine(
          samples: generator.samples, dimension: generator.dimension, noise: generator.noise, seed: seed)
      case .teacher:
        return .teacher(
          samples: generator.samples, dimension: generator.dimension, width: generator.teacherWidth,
          noise: generator.noise, seed: seed)
      }
    }
  }

  /// a
  public static func outerWeights(_ outer: OuterSpecification, seed: UInt64) -> [Double] {
    switch outer {
    case .values(let values): values
    case .normal(let width, let norm, let ownSeed):
      DataSet.normalVector(count: width, norm: norm, seed: ownSeed ?? seed)
    }
  }

  /// The generator of a run; throws the GSL module's error for a name it does not know.
  public static func generator(_ choice: GeneratorChoice) throws -> RandomGenerator {
    switch choice {
    case .philox: .philox
    case .gsl(let name): .gsl(try GeneratorType(named: name))
    }
  }

  /// The names that may follow `gsl:`.
  public static var generatorNames: [String] { GeneratorType.all.map(\.name) }

  /// The curve of a dynamics, with the default step sizes: s/20 for the SDEs, s/10 for the gradient flow.
  public static func curve(_ dynamics: DynamicsSpecification, learningRate: Double) -> Curve {
    switch dynamics.kind {
    case .sde(let integrator, let step):
      Curve(dynamics.name, .sde(integrator: integrator, stepSize: step ?? learningRate / 20))
    case .adaptiveSDE(let tolerance): Curve(dynamics.name, .adaptiveSDE(tolerance: tolerance))
    case .noisyGradientDescent: Curve(dynamics.name, .noisyGradientDescent)
    case .sgd(let batch, let sampling, let variant):
      Curve(dynamics.name, .sgd(batch: batch, sampling: sampling, variant: variant))
    case .covarianceSDE(let batch, let sampling, let step):
      Curve(
        dynamics.name,
        .covarianceSDE(batch: batch, sampling: sampling, stepSize: step ?? learningRate / 20))
    case .svag(let refinement, let batch, let sampling):
      Curve(dynamics.name, .svag(refinement: refinement, batch: batch, sampling: sampling))
    case .gradientFlow(let step): Curve(dynamics.name, .gradientFlow(stepSize: step ?? learningRate / 10))
    case .adaptiveGradientFlow(let method, let tolerance):
      Curve(dynamics.name, .adaptiveGradientFlow(method: method, tolerance: tolerance))
    case .underdamped(let integrator, let friction, let step):
      Curve(dynamics.name, .underdamped(integrator: integrator, friction: friction, stepSize: step))
    case .mala(let step): Curve(dynamics.name, .mala(stepSize: step))
    }
  }
}
