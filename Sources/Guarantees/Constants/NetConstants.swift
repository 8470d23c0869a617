import Stochastic

/// The numbers of a two-layer net f(x) = aᵀσ(Wx) and its data that the theorems are made of.
///
/// Reference: Gopalani and Mukherjee, "Global convergence of SGD on two layer neural nets", Definitions 1 and 2.
public struct NetConstants: Sendable, Equatable {
  public let activation: ActivationConstants
  /// p
  public let width: Int
  /// d
  public let inputDimension: Int
  /// λ ≥ 0
  public let regularization: Double
  /// B_x = max ‖xᵢ‖
  public let dataRadius: Double
  /// B_y = max |yᵢ|
  public let labelBound: Double
  /// ‖a‖₂
  public let outerNorm: Double
  /// ‖a‖₁
  public let outerSum: Double
  /// ‖a‖_∞
  public let outerMaximum: Double
  /// How many of the a_j are not 0
  public let activeUnits: Int

  /// - Parameters:
  ///   - outer: a, p numbers
  ///   - inputs: n rows of d numbers
  ///   - labels: n numbers
  ///   - regularization: λ ≥ 0
  public init(
    activation: ActivationConstants, outer: [Double], inputs: [[Double]], labels: [Double],
    regularization: Double
  ) {
    self.activation = activation
    width = outer.count
    inputDimension = inputs.first?.count ?? 0
    self.regularization = regularization
    dataRadius = inputs.reduce(0) { max($0, norm($1)) }
    labelBound = labels.reduce(0) { max($0, $1.magnitude) }
    outerNorm = norm(outer)
    outerSum = outer.reduce(0) { $0 + $1.magnitude }
    outerMaximum = outer.reduce(0) { max($0, $1.magnitude) }
    activeUnits = outer.count { $0 != 0 }
  }

  /// Of a loss as it is simulated: the kernels' scaling of inputs and outer weights is taken back.
  public init<A: Activation>(_ risk: RegularizedRisk<A>) {
    let data = risk.samples
    self.init(
      activation: A.shapeConstants.scaled(input: data.inputScale, output: data.outputScale),
      outer: risk.outerWeights, inputs: risk.inputs, labels: risk.labels, regularization: data.regularization)
  }

  /// D = pd, the number of weights.
  public var dimension: Int { width * inputDimension }

  /// λ_c = 2M_DLB_x²‖a‖², above which Lemma 3.1 promises the Villani condition.
  public var lambdaCritical: Double {
    2 * activation.derivativeBound * activation.lipschitz * dataRadius * dataRadius * outerNorm * outerNorm
  }

  /// ‖c‖₂ of the constant vector c = σ(0): |σ(0)|√p.
  var offsetNorm: Double { activation.valueAtZero.magnitude * Double(width).squareRoot() }

  /// sup |yᵢ − f(xᵢ)| ≤ B_y + ‖a‖₁B_σ, infinite if σ is unbounded.
  var residualBound: Double { labelBound + product(outerSum, activation.bound) }

  /// sup ‖∇(L − (λ/2)‖W‖²)‖ ≤ (B_y + ‖a‖₁B_σ)‖a‖M_DB_x, infinite if σ is unbounded.
  var dataGradientBound: Double {
    product(outerNorm * activation.derivativeBound * dataRadius, residualBound)
  }

  /// K with ⟨∇L, W⟩ ≥ λ‖W‖² − K: (B_y + ‖a‖₁κ)²/4.
  var dissipationDefect: Double {
    let defect = labelBound + outerSum * activation.homogeneityDefect
    return defect * defect / 4
  }
}
