import Stochastic

/// The standing expectations under a Gibbs measure μ_s = e^(−2L/s)/Z_s, by quadrature.
///
/// Every error is the most that doubling the spacing of the lattice changes, over all sublattices, plus rounding: the
/// lattice that was used is more accurate by about the square of that where the integrand is smooth.
public struct GibbsIntegrals: Sendable, Equatable {
  /// log Z_s
  public let logPartitionFunction: Exact
  /// E L
  public let meanLoss: Exact
  /// E L − min L
  public let meanExcessLoss: Exact
  /// C(s, L) = (E (L − min L)²)^(1/2)
  public let excessRiskNorm: Exact
  /// The standard deviation of L
  public let lossDeviation: Exact
  /// E‖W‖²
  public let meanSquaredNorm: Exact
  /// E‖∇L‖² = (s/2) E ΔL
  public let meanSquaredGradient: Exact
  /// E ΔL
  public let meanLaplacian: Exact
  /// Nodes of the lattice, or evaluations of the adaptive method
  public let nodeCount: Int
  /// How it was done
  public let method: Method

  public enum Method: String, Sendable {
    /// Nested trapezoidal sums over the region that carries the mass
    case trapezoidal
    /// GSL's doubly adaptive Clenshaw–Curtis, for kinks on the line
    case adaptive
  }
}

/// What is integrated against e^(−2(L − min L)/s): 1, ℓ = L − min L, ℓ², ‖w‖², ‖∇L‖², ΔL.
enum StandingFeature: Int, CaseIterable {
  case mass, excess, squaredExcess, squaredNorm, squaredGradient, laplacian

  static func integrand<P: TwiceDifferentiable>(
    _ potential: P, learningRate: Double, minimumLoss: Double
  ) -> LatticeIntegrand<P> {
    let scale = 2 / learningRate
    let dimension = potential.dimension
    return LatticeIntegrand(potential: potential, featureCount: allCases.count - 1) { evaluator, features in
      let (value, gradient) = evaluator.valueAndGradient()
      let excess = value - minimumLoss
      var (norm, square) = (Lanes.zero, Lanes.zero)
      for k in 0..<dimension {
        norm.addProduct(evaluator.weights[k], evaluator.weights[k])
        square.addProduct(gradient[k], gradient[k])
      }
      features[0] = excess
      features[1] = excess * excess
      features[2] = norm
      features[3] = square
      features[4] = evaluator.laplacian()
      return scale * excess
    }
  }
}

extension GibbsIntegrals {
  /// Reads the integrals off the sums of the standing features.
  init(_ sums: LatticeSums, learningRate: Double, minimumLoss: Double) {
    let rounding = 4 * Double.ulpOfOne * (1 + minimumLoss.magnitude)
    let relative = 16 * Double.ulpOfOne + 2 * rounding / learningRate
    func exact(floor: Double = 0, _ g: ([Double], Double) -> Double) -> Exact {
      let (value, change) = sums.compare(g)
      return Exact(value: value, error: change + relative * value.magnitude + floor)
    }
    func mean(_ feature: StandingFeature, floor: Double = 0, plus shift: Double = 0) -> Exact {
      exact(floor: floor) { terms, _ in shift + terms[feature.rawValue] / terms[0] }
    }
    let (mass, change) = sums.compare { terms, volume in logarithm(terms[0] * volume) }
    let logPartition = mass - 2 * minimumLoss / learningRate
    logPartitionFunction = Exact(
      value: logPartition,
      error: change + relative + 16 * Double.ulpOfOne * logPartition.magnitude)
    meanLoss = mean(.excess, floor: rounding, plus: minimumLoss)
    meanExcessLoss = mean(.excess, floor: rounding)
    excessRiskNorm = exact(floor: rounding) { terms, _ in (terms[2] / terms[0]).squareRoot() }
    lossDeviation = exact(floor: rounding) { terms, _ in
      let mean = terms[1] / terms[0]
      return max(terms[2] / terms[0] - mean * mean, 0).squareRoot()
    }
    meanSquaredNorm = mean(.squaredNorm)
    meanSquaredGradient = mean(.squaredGradient)
    meanLaplacian = GibbsIntegrals.laplacian(
      mean(.laplacian), squaredGradient: meanSquaredGradient, learningRate: learningRate)
    nodeCount = sums.nodeCount
    method = .trapezoidal
  }

  /// E ΔL with its defect in E ΔL = (2/s) E‖∇L‖² as part of the error: spikes of ΔL that no node met.
  static func laplacian(_ mean: Exact, squaredGradient: Exact, learningRate: Double) -> Exact {
    let defect = (mean.value - 2 / learningRate * squaredGradient.value).magnitude
    return Exact(value: mean.value, error: mean.error + defect + 2 / learningRate * squaredGradient.error)
  }

  /// The largest relative change of Z and of the standing means when the spacing is doubled, axis by axis.
  static func relativeChanges(_ sums: LatticeSums, learningRate: Double) -> [Double] {
    let mass = sums.total[0]
    let scales = StandingFeature.allCases.map { feature -> Double in
      let mean = sums.total[feature.rawValue] / mass
      let byIdentity = 2 * sums.total[StandingFeature.squaredGradient.rawValue] / mass / learningRate
      return feature == .laplacian ? max(mean.magnitude, byIdentity) : mean.magnitude
    }
    return (0..<sums.lattice.dimension).map { axis in
      let even = sums.even(along: axis)
      let changes = StandingFeature.allCases.map { feature -> Double in
        let index = feature.rawValue
        return (2 * even[index] - sums.total[index]).magnitude / (mass * scales[index])
      }
      return changes.reduce(0) { $1 > $0 || $1.isNaN ? $1 : $0 }
    }
  }
}
