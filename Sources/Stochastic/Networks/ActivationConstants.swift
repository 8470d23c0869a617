#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

/// What the theorems ask of an activation σ: suprema over the whole line, in closed form.
///
/// Reference: Gopalani and Mukherjee, "Global convergence of SGD on two layer neural nets", Definition 2.
public struct ActivationConstants: Sendable, Equatable {
  /// B_σ = sup |σ|; infinite if σ is unbounded
  public let bound: Double
  /// M_D = sup |σ′|
  public let derivativeBound: Double
  /// M′_D = sup |σ″|
  public let secondDerivativeBound: Double
  /// sup |σ‴|
  public let thirdDerivativeBound: Double
  /// σ(0)
  public let valueAtZero: Double
  /// κ = sup |zσ′(z) − σ(z)|, how far σ is from being homogeneous of degree one
  public let homogeneityDefect: Double
  /// At least sup |σσ″|
  public let curvatureProduct: Double

  /// - Parameter curvatureProduct: B_σM′_D unless stated; to be stated for an unbounded σ.
  public init(
    bound: Double, derivativeBound: Double, secondDerivativeBound: Double, thirdDerivativeBound: Double,
    valueAtZero: Double, homogeneityDefect: Double, curvatureProduct: Double? = nil
  ) {
    self.bound = bound
    self.derivativeBound = derivativeBound
    self.secondDerivativeBound = secondDerivativeBound
    self.thirdDerivativeBound = thirdDerivativeBound
    self.valueAtZero = valueAtZero
    self.homogeneityDefect = homogeneityDefect
    self.curvatureProduct = curvatureProduct ?? bound * secondDerivativeBound
  }

  /// L, the Lipschitz constant of σ: sup |σ′|, σ being differentiable.
  public var lipschitz: Double { derivativeBound }

  /// L′_σ, the Lipschitz constant of σ′: sup |σ″|.
  public var derivativeLipschitz: Double { secondDerivativeBound }

  /// Those of cφ(βz) from those of φ.
  public func scaled(input beta: Double, output c: Double) -> ActivationConstants {
    ActivationConstants(
      bound: c * bound, derivativeBound: c * beta * derivativeBound,
      secondDerivativeBound: c * beta * beta * secondDerivativeBound,
      thirdDerivativeBound: c * beta * beta * beta * thirdDerivativeBound, valueAtZero: c * valueAtZero,
      homogeneityDefect: c * homogeneityDefect, curvatureProduct: c * c * beta * beta * curvatureProduct)
  }
}

extension Activation {
  /// Those of σ, that is of its shape φ with β and c put in.
  public var constants: ActivationConstants {
    Self.shapeConstants.scaled(input: inputScale, output: outputScale)
  }
}

extension Sigmoid {
  /// With S′ = S(1 − S) and t = 1 − 2S: |S″| = S′|t| is greatest at t² = 1/3, S‴ = S′(1 − 6S′) at 0.
  /// zS′ − S falls from 0 to −1, its derivative being zS″ ≤ 0.
  public static var shapeConstants: ActivationConstants {
    ActivationConstants(
      bound: 1, derivativeBound: 0.25, secondDerivativeBound: 1 / (6 * 3.0.squareRoot()),
      thirdDerivativeBound: 0.125, valueAtZero: 0.5, homogeneityDefect: 1)
  }
}

extension HyperbolicTangent {
  /// tanh″ = −2 tanh(1 − tanh²) is greatest at tanh² = 1/3, tanh‴ at 0; z tanh′ − tanh falls from 1 to −1.
  public static var shapeConstants: ActivationConstants {
    ActivationConstants(
      bound: 1, derivativeBound: 1, secondDerivativeBound: 4 / (3 * 3.0.squareRoot()),
      thirdDerivativeBound: 2, valueAtZero: 0, homogeneityDefect: 1)
  }
}

extension Softplus {
  /// φ′ = S, the logistic function. zφ′ − φ is −log 2 at 0 and rises to 0 on both sides.
  ///
  /// With u = 1 − S: φφ″ = −u(1 − u) log u ≤ (1 − u)²√u ≤ 16/(25√5), by −log u ≤ (1 − u)/√u.
  public static var shapeConstants: ActivationConstants {
    ActivationConstants(
      bound: .infinity, derivativeBound: 1, secondDerivativeBound: 0.25,
      thirdDerivativeBound: 1 / (6 * 3.0.squareRoot()), valueAtZero: log(2), homogeneityDefect: log(2),
      curvatureProduct: 16 / (25 * 5.0.squareRoot()))
  }
}
