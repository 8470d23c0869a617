import GSL
import Stochastic

/// The Villani route for L = (λ/2)‖w‖² in any dimension, in closed form: V_s = λ²r²/s − λD, and (2λ/s)‖W‖² is
/// chi-squared with D degrees of freedom.
public struct QuadraticVillani: VillaniIngredients {
  public let dimension: Int
  public let learningRate: Double
  public let infimum: Exact
  public let positivityRadius: Exact?
  public let halfMassRadius: Exact
  private let regularization: Double
  private let law: ChiSquared

  /// - Throws: `GibbsIntegrationError.learningRate`; `LawError`.
  public init(_ potential: Quadratic, learningRate: Double) throws {
    guard learningRate > 0, learningRate.isFinite else {
      throw GibbsIntegrationError.learningRate(learningRate)
    }
    dimension = potential.dimension
    self.learningRate = learningRate
    regularization = potential.regularization
    law = try ChiSquared(degreesOfFreedom: Double(potential.dimension))
    let count = Double(dimension)
    infimum = QuadraticVillani.rounded(-regularization * count)
    positivityRadius = QuadraticVillani.rounded((count * learningRate / regularization).squareRoot())
    let median = try law.quantile(0.5)
    let radius = (median * learningRate / (2 * regularization)).squareRoot()
    // the cumulative function is good to 1e-13
    let relative = try 1e-13 / (2 * median * law.density(median)) + 4 * Double.ulpOfOne
    halfMassRadius = Exact(value: radius, error: relative * radius)
  }

  public var statement: String { "closed forms of the quadratic" }

  public var reach: Double {
    ((80 + Double(dimension)) * learningRate / regularization).squareRoot()
  }

  public func split(radius: Double) throws -> (inside: Double, outside: Double, error: Double) {
    let x = 2 * regularization * radius * radius / learningRate
    return try (law.cumulative(x), law.survival(x), 1e-13)
  }

  public func safeInfima(radius: Double) throws -> VillaniInfima {
    let outside = outsideInfimum(radius: radius)
    return .proved(infimum: infimum.value - infimum.error, outside: outside.value - outside.error)
  }

  public func outsideInfimum(radius: Double) -> Exact {
    let square = regularization * regularization * radius * radius / learningRate
    let trace = regularization * Double(dimension)
    return Exact(value: square - trace, error: 4 * Double.ulpOfOne * (square + trace))
  }

  /// The Neumann gap on the ball of a radius.
  /// - Throws: `GibbsIntegrationError.notFinite` if the search fails.
  public func neumannGap(radius: Double) throws -> Exact {
    try OrnsteinUhlenbeckBall(
      dimension: dimension, regularization: regularization, learningRate: learningRate, radius: radius
    ).neumannGap()
  }

  private static func rounded(_ value: Double) -> Exact {
    Exact(value: value, error: 4 * Double.ulpOfOne * value.magnitude)
  }
}
