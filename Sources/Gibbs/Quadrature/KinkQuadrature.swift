import GSL
import Stochastic

/// The standing integrals on the line by GSL's adaptive quadrature, for losses with kinks that no affordable
/// lattice resolves: softplus with a huge β.
struct KinkQuadrature<P: GibbsPotential> {
  let potential: P
  let learningRate: Double
  let minimumLoss: Double
  /// Minima; the origin is added, where the kink of a one-weight net is.
  let breakpoints: [Double]
  let range: ClosedRange<Double>
  /// The integrals, roughly: what absolute tolerances are relative to
  let scales: [Double]

  typealias Integral = KinkQuadratureIntegral

  /// Those of this method where it converges and claims less error for log Z, else the ones given.
  func integrals(ifBetterThan lattice: GibbsIntegrals) throws -> GibbsIntegrals {
    let results: [Integral]
    do {
      results = try StandingFeature.allCases.map(integrate)
    } catch is GSLError {
      return lattice
    }
    let own = GibbsIntegrals(results, learningRate: learningRate, minimumLoss: minimumLoss)
    return own.logPartitionFunction.error < lattice.logPartitionFunction.error ? own : lattice
  }

  /// ∫ f e^(−2(L − min L)/s)
  private func integrate(_ feature: StandingFeature) throws -> Integral {
    let evaluator = Evaluator(potential)
    let inner = (breakpoints + [0]).filter { range.contains($0) }
    let ends = ([range.lowerBound, range.upperBound] + inner).sorted()
    var sum = Integral()
    for (start, end) in zip(ends, ends.dropFirst()) where start < end {
      let piece = try GSL.integrate(
        over: Interval(start, end), absoluteTolerance: 1e-12 * scales[feature.rawValue].magnitude,
        relativeTolerance: 1e-11
      ) { x in term(feature, at: x, evaluator) }
      sum.value += piece.value
      sum.error += piece.error
      sum.evaluations += piece.evaluations
    }
    return sum
  }

  private func term(_ feature: StandingFeature, at x: Double, _ evaluator: Evaluator<P>) -> Double {
    let excess = evaluator.value(at: [x]) - minimumLoss
    let weight = exponential(-2 * excess / learningRate)
    switch feature {
    case .mass: return weight
    case .excess: return weight * excess
    case .squaredExcess: return weight * excess * excess
    case .squaredNorm: return weight * x * x
    case .squaredGradient:
      let gradient = evaluator.gradient(at: [x])[0]
      return weight * gradient * gradient
    case .laplacian: return weight * evaluator.laplacian(at: [x])
    }
  }
}

/// The sum of a few adaptive integrals.
struct KinkQuadratureIntegral {
  var value = 0.0
  var error = 0.0
  var evaluations = 0
}

extension GibbsIntegrals {
  /// From one adaptive integral for each standing feature.
  init(_ results: [KinkQuadratureIntegral], learningRate: Double, minimumLoss: Double) {
    let mass = results[0]
    let rounding = 4 * Double.ulpOfOne * (1 + minimumLoss.magnitude)
    let relative = mass.error / mass.value + 16 * Double.ulpOfOne + 2 * rounding / learningRate
    func mean(_ feature: StandingFeature) -> Exact {
      let integral = results[feature.rawValue]
      let value = integral.value / mass.value
      return Exact(
        value: value, error: integral.error / mass.value + relative * value.magnitude + rounding)
    }
    let excess = mean(.excess)
    let square = mean(.squaredExcess)
    let norm = square.value.squareRoot()
    let deviation = max(square.value - excess.value * excess.value, 0).squareRoot()
    logPartitionFunction = Exact(
      value: logarithm(mass.value) - 2 * minimumLoss / learningRate, error: relative)
    meanLoss = Exact(value: minimumLoss + excess.value, error: excess.error)
    meanExcessLoss = excess
    excessRiskNorm = Exact(value: norm, error: square.error / (2 * norm))
    lossDeviation = Exact(
      value: deviation, error: (square.error + 2 * excess.value * excess.error) / (2 * deviation))
    meanSquaredNorm = mean(.squaredNorm)
    meanSquaredGradient = mean(.squaredGradient)
    meanLaplacian = GibbsIntegrals.laplacian(
      mean(.laplacian), squaredGradient: meanSquaredGradient, learningRate: learningRate)
    nodeCount = results.reduce(0) { $0 + $1.evaluations }
    method = .adaptive
  }
}
